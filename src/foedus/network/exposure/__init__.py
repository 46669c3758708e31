"""Who can be drawn into other people's wars, by which treaties."""
