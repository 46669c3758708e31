"""The record's page as HTML."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from foedus.brief.picture import csv_text
from foedus.web.pictures import Figure
from foedus.web.render import page

from .curve import alt, drawing, message
from .held import offered
from .words import TASKS, model

if TYPE_CHECKING:
    from foedus.web.links import Links

    from .state import State
    from .view import Scored, View

__all__ = ["calibration_csv", "calibration_file", "html"]

_CAPTION = (
    "Forecasts of equally many cases are grouped from lowest to highest. Across: what was said on "
    "average; up: how often it happened, with the 95 % interval. On the line the two agree. "
    "Intervals take cases as independent and are too narrow where they hang together."
)


def html(shown: View, links: Links) -> str:
    """The page."""
    state, scored = shown.state, shown.scored
    tasks, splits, _ = offered()
    return page(
        "record/page.html",
        room="record",
        title="The record",
        links=links,
        shown=shown,
        state=state,
        scored=scored,
        curve=None if scored is None else _curve(state, scored, links),
        tasks={name: TASKS.get(name, name) for name in tasks},
        splits={name: name for name in splits},
        models={} if scored is None else {name: model(name) for name in scored.models},
        instead="" if scored is None else _instead(state, scored),
        choices=[
            (f"{TASKS.get(task, task)}, {split}", _to(links, state, task=task, split=split, page=1),
             (task, split) == (state.task, state.split))
            for task in tasks
            for split in splits
        ],
        page_to={}
        if scored is None
        else {
            n: _to(links, state, page=n)
            for n in {
                *scored.pages.near,
                max(scored.pages.page - 1, 1),
                min(scored.pages.page + 1, scored.pages.count),
            }
        },
    )  # fmt: skip


def _to(links: Links, state: State, address: str = "record", **changed: Any) -> str:
    return links.to(address, **dataclasses.replace(state, **changed).query())


def _instead(state: State, scored: Scored) -> str:
    """That another model is drawn than the one asked for; nothing where it is the one."""
    if scored.drawn == state.model:
        return ""
    told = f"{model(state.model)} was not scored here; {model(scored.drawn)} is drawn."
    return told[:1].upper() + told[1:]


def _curve(state: State, scored: Scored, links: Links) -> Figure:
    told = f"{TASKS.get(state.task, state.task)}, {state.split}"
    return Figure(
        id="calibration",
        title=message(scored.bins, model(scored.drawn)),
        caption=_CAPTION,
        corner=f"n = {sum(one['rows'] for one in scored.bins):,} · {told}",
        alt=alt(scored.bins),
        svg=drawing(scored.bins),
        data=_to(links, state, "record/calibration.csv", model=scored.drawn, page=1),
        file=calibration_file(state, scored),
    )


def calibration_file(state: State, scored: Scored) -> str:
    """Name of the file with the groups of the calibration shown."""
    return f"calibration-{state.task}-{state.split}-{scored.drawn}.csv"


def calibration_csv(scored: Scored) -> str:
    """The groups of the calibration as CSV."""
    return csv_text(scored.bins)
