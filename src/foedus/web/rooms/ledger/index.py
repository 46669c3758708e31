"""The ledger's page: what it comes to, the picture, the table, the nine outputs."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from foedus.brief.ledger.numbers import chance, ends, moved
from foedus.brief.ledger.outputs import outputs
from foedus.brief.ledger.words import headline, interval_note
from foedus.brief.numbers import day
from foedus.web.render import page
from foedus.web.rooms.listing import Head, Pages, heads, ordered, pages

from .held import chosen, held, summary, warned
from .options import FLAGS, OPTIONS, sorted_by
from .state import COLUMNS, SIZE, State
from .strip import Strip, figure, sides, strip

if TYPE_CHECKING:
    from foedus.brief.sheet import Section
    from foedus.web.links import Links

__all__ = ["Index", "Row", "html", "view"]


@dataclass(frozen=True)
class Row:
    """A dispute in the table, every cell as text."""

    number: int
    began: str
    sides: str
    treaties: str
    war: str
    effect: str
    interval: str
    great: str
    great_effect: str
    level: str
    signs: str


@dataclass(frozen=True)
class Index:
    """What the page shows.

    Attributes
    ----------
    about
        What the ledger is: disputes, theta, draws.
    warning
        How much of it placebos bring about too; empty where none were built.
    headline
        What it comes to, in sentences, without the warning.
    note
        What the intervals are of.
    outputs
        The nine outputs; empty where no dispute fits.
    strip
        What is drawn of them.
    rows, pages, heads
        The table.
    """

    state: State
    about: str
    warning: str
    headline: tuple[str, ...]
    note: str
    outputs: tuple[Section, ...]
    strip: Strip
    rows: tuple[Row, ...]
    pages: Pages
    heads: tuple[Head, ...]


def view(state: State) -> Index:
    """Return what the page shows in a state."""
    frame, told = chosen(state.selection), summary(state.selection)
    here = pages(frame.height, state.page, SIZE)
    shown = ordered(frame, COLUMNS, state.sort, "dispnum").slice(max(here.first - 1, 0), SIZE)
    against = warned(state.selection)
    sentences = () if told is None else tuple(one for one in headline(told) if one != against)
    return Index(
        state=state,
        about=_about(),
        warning=against,
        headline=sentences,
        note="" if told is None else interval_note(told),
        outputs=() if told is None else outputs(told),
        strip=strip(state.selection),
        rows=tuple(_row(row) for row in shown.iter_rows(named=True)),
        pages=here,
        heads=heads(COLUMNS, state.sort),
    )


def _about() -> str:
    question = held().manifest["parts"]["disputes"]
    options, theta = question["question"]["options"], question["question"]["theta"]
    return (
        f"{question['disputes']:,} disputes (COW MID) · theta {theta['id']}, {theta['status']} · "
        f"at most {options['k']} third parties in a game · {options['draws']} draws"
    )


def _row(row: dict[str, Any]) -> Row:
    signs = [
        word
        for key, word in (("world_war", "world war"), ("major", "great power"),
                          ("nuclear", "nuclear"))
        if row[key]
    ]  # fmt: skip
    low, high = row["any_war_low"], row["any_war_high"]
    return Row(
        number=row["dispnum"],
        began=day(row["start"]),
        sides=sides(row),
        treaties=f"{row['n_treaties'] or 0}",
        war=chance(row["any_war"]),
        effect=moved(row["any_war_difference"]),
        interval=_interval(low, high),
        great=chance(row["great_power_war"]),
        great_effect=moved(row["great_power_war_difference"]),
        level=row["level"] or "not known",
        signs=", ".join(signs),
    )


def _interval(low: float | None, high: float | None) -> str:
    """The interval of a change; nothing where there is none, or where it says no more than 0."""
    told = "" if low is None else ends(low, high)
    return "" if told == "0" else told


def html(shown: Index, links: Links) -> str:
    """The page."""
    state = shown.state
    data = links.to("ledger/rows.csv", **_with(state, sort="date", page=1))
    return page(
        "ledger/page.html",
        room="ledger",
        title="Every dispute, with and without its alliances",
        links=links,
        shown=shown,
        state=state,
        figure_=figure(shown.strip, state, data, shown.warning, links),
        data=data,
        sort_to=[
            links.to("ledger", **_with(state, sort=head.next, page=1)) for head in shown.heads
        ],
        page_to={n: links.to("ledger", **_with(state, page=n)) for n in _asked(shown.pages)},
        whole=links.to("ledger"),
        options=OPTIONS,
        flags=FLAGS,
        sorted_by=sorted_by(state),
    )


def _asked(here: Pages) -> set[int]:
    return {*here.near, max(here.page - 1, 1), min(here.page + 1, here.count)}


def _with(state: State, **changed: Any) -> dict[str, Any]:
    return dataclasses.replace(state, **changed).query()
