"""What the record's page shows in a state."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from foedus.core.errors import BundleError
from foedus.ledger.select import Selection
from foedus.web.rooms.ledger.held import held as ledger
from foedus.web.rooms.ledger.held import summary

from . import board, fit_tables
from .errors import Error, errors
from .held import fit, scores
from .issues import Issue, issues

if TYPE_CHECKING:
    from foedus.brief.sheet import Table
    from foedus.web.rooms.listing import Pages

    from .state import State

__all__ = ["Scored", "View", "view"]


@dataclass(frozen=True)
class Scored:
    """What is shown of the published scores.

    Attributes
    ----------
    made
        When, with which theta, data and versions, as names and values.
    glance, full, groups
        Tables: all at a glance, one task and split, by group of rows.
    drawn, models
        Whose calibration is shown: the model asked for, or the judged one where that was not scored
        at the task and split; all that were.
    bins
        Its calibration.
    errors, pages
        The worst forecasts, and which page of them.
    kept
        Whether they are all of the forecasts, or the worst only.
    notes
        What the model has to say of itself.
    """

    made: tuple[tuple[str, str], ...]
    glance: Table
    full: Table
    groups: Table | None
    drawn: str
    models: tuple[str, ...]
    bins: tuple[Mapping[str, Any], ...]
    errors: tuple[Error, ...]
    pages: Pages
    kept: bool
    notes: tuple[str, ...]


@dataclass(frozen=True)
class View:
    """What the page shows: scores and fit are None where none ship."""

    state: State
    scored: Scored | None
    issues: tuple[Issue, ...]
    tables: tuple[Table, ...]
    fitted: str


def view(state: State) -> View:
    """Return what the page shows in a state.

    Raises
    ------
    UsageError
        The task was not scored in that split.
    """
    told = fit()
    return View(
        state=state,
        scored=_scored(state),
        issues=_issues(),
        tables=() if told is None else _tables(told),
        fitted="" if told is None else f"{told['id']}: {told['status']}",
    )


@functools.cache
def _issues() -> tuple[Issue, ...]:
    found = scores()
    try:
        summed = summary(Selection())
    except BundleError:  # no ledger ships with this version
        summed = None
    reports = None if found is None else list(found.content["reports"])
    return issues(fit(), reports, summed)


def _scored(state: State) -> Scored | None:
    found = scores()
    if found is None:
        return None
    content = found.content
    one = found.report(state.task, state.split)
    rows, here = errors(state, found, ledger())
    data = ", ".join(f"{name} {version}" for name, version in content["data"].items())
    own = ", ".join(f"{name} {version}" for name, version in content["versions"].items())
    drawn = state.model if state.model in one["calibration"] else one["model"]
    return Scored(
        made=(
            ("scored on", content["date"]),
            ("theta then in use", f"{content['theta']['id']}: {content['theta']['status']}"),
            ("rows", one["rows"]),
            ("data", data),
            ("versions", own),
        ),
        glance=board.glance(list(content["reports"])),
        full=board.in_full(one),
        groups=board.grouped(one),
        drawn=drawn,
        models=tuple(name for name in one["scores"] if name in one["calibration"]),
        bins=tuple(one["calibration"][drawn]),
        errors=rows,
        pages=here,
        kept=here.total == one["scores"][one["model"]]["rows"],
        notes=tuple(one["notes"].get(one["model"], ())),
    )


def _tables(told: Mapping[str, Any]) -> tuple[Table, ...]:
    made = [
        fit_tables.theta(told),
        fit_tables.directions(told),
        fit_tables.losses(told),
        fit_tables.onset(told),
    ]
    tried = fit_tables.recovery(told)
    return tuple(made if tried is None else [*made, tried])
