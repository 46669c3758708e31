"""The crisis game: a scenario and theta in, outcomes out."""
