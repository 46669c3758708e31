"""The brief of one crisis, from a result bundle: nine points, in their order."""
