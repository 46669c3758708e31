"""Public data sets: found, fetched, checked, read into typed tables."""
