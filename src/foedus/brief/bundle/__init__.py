"""The page of a result bundle: what its pictures, tables and sentences read out of it."""
