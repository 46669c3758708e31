"""Reduced form: classical regressions on panels, and published results beside ours."""
