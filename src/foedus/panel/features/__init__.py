"""What can be added to a panel, one module a subject."""
