"""What ships of the record: scores and the report of the fit, read once; None where one is not."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from foedus.core.errors import BundleError, FoedusError
from foedus.estimate.scoring.published.scores import Published
from foedus.estimate.scoring.published.store import read
from foedus.estimate.structural.told import read_report

__all__ = ["fit", "offered", "scores"]


@functools.cache
def scores() -> Published | None:
    """The published scores; None where none come with the package."""
    try:
        return read()
    except BundleError:
        return None


@functools.cache
def fit() -> Mapping[str, Any] | None:
    """Report of the fit that ships; None where none does."""
    try:
        return read_report().content
    except FoedusError:
        return None


def offered() -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Tasks, splits and models of the published scores, in their order."""
    found = scores()
    reports: list[Mapping[str, Any]] = [] if found is None else list(found.content["reports"])
    return (
        tuple(dict.fromkeys(one["task"] for one in reports)),
        tuple(dict.fromkeys(one["split"] for one in reports)),
        tuple(dict.fromkeys(name for one in reports for name in one["scores"])),
    )
