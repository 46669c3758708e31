"""The network's page as HTML."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from foedus.web.pictures import Figure, figure
from foedus.web.render import page

from .centuries import tables
from .exposed import alt, drawing
from .held import held, timeline_picture
from .state import FIRST, LAST, State

if TYPE_CHECKING:
    from foedus.web.links import Links

    from .view import View

__all__ = ["DECADES", "html"]

DECADES = (FIRST, *range(1820, LAST, 10), LAST)
"""Years to go to without a form."""
MANY = 25
"""Rows from which a table of a state's allies is folded up."""
_HONOURED = (
    "A pledge whose occasion comes is honoured with chance {defense:g} (defence), {offense:g} "
    "(attack), {neutral:g} (neutrality). Wars begin between two states as often as from 1816 to "
    "2007 between pairs as near and with as many major powers. Conditions that cannot be checked "
    "count as met. Lines: 90 % from the drawing of wars alone."
)


def html(shown: View, links: Links) -> str:
    """The page."""
    state = shown.state
    data = links.to("network/states.csv", year=state.year)
    return page(
        "network/page.html",
        room="network",
        title=shown.title,
        links=links,
        shown=shown,
        state=state,
        pictures=[figure(one, prefix=f"{state.year}-") for one in shown.drawn.pictures],
        exposed=_exposed(shown, data) if shown.bars else None,
        timeline=figure(timeline_picture()),
        centuries=tables(),
        versions=_versions(),
        data=data,
        gamma=held().manifest["gamma"],
        many=MANY,
        first=FIRST,
        last=LAST,
        before=_to(links, state, year=state.year - 1) if state.year > FIRST else "",
        after=_to(links, state, year=state.year + 1) if state.year < LAST else "",
        decades=[(year, _to(links, state, year=year)) for year in DECADES],
        sort_to=[_to(links, state, sort=head.next) for head in shown.heads],
        about_to={row.ccode: _to(links, state, about=row.abb) for row in shown.rows},
        nobody=_to(links, state, about=""),
    )


def _to(links: Links, state: State, **changed: Any) -> str:
    return links.to("network", **dataclasses.replace(state, **changed).query())


def _exposed(shown: View, data: str) -> Figure:
    return Figure(
        id="exposed",
        title=shown.exposed,
        caption=_HONOURED.format(**held().manifest["honour"]),
        corner=f"n = {len(shown.rows)} states · {shown.state.year}",
        alt=alt(shown.bars),
        svg=drawing(shown.bars),
        data=data,
        file=f"network-{shown.state.year}.csv",
    )


def _versions() -> str:
    """Data sets and versions that the annals were made from."""
    found = {one["dataset"]: one["version"] for one in held().manifest["data"].values()}
    return ", ".join(f"{name} {version}" for name, version in sorted(found.items()))
