"""References for exactly the data in use."""
