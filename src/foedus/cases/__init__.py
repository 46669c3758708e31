"""Disputes on record, and crises that might have been, as small scenarios of the game."""
