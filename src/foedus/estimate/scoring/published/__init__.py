"""Scores as they are published: every report with its calibration and its worst errors, kept."""
