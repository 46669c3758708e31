"""A specification curve as a picture, in words, and as a page."""
