"""Which numbers the engine gives."""

from __future__ import annotations

SOLVER_VERSION = 1
"""Rises whenever a number changes; a golden test holds it."""
