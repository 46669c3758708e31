"""Estimates: classical regressions, models fitted to the record, and how well each predicts."""
