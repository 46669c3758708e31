"""The ledger's page: what it comes to, the picture, the table, the nine outputs."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl
from markupsafe import Markup

from foedus.brief.ledger.numbers import chance, ends, moved
from foedus.brief.ledger.outputs import outputs
from foedus.brief.ledger.words import NAMES, headline, interval_note, warning
from foedus.brief.numbers import day
from foedus.ledger.columns import LEVELS
from foedus.ledger.select import Selection
from foedus.web.pictures import Figure
from foedus.web.render import page
from foedus.web.rooms.listing import Head, Pages, heads, ordered, pages

from .held import chosen, held, summary
from .options import FLAGS, OPTIONS, sorted_by
from .picture import Mark, drawing
from .state import COLUMNS, SIZE, State

if TYPE_CHECKING:
    from foedus.brief.sheet import Section
    from foedus.web.links import Links

__all__ = ["Index", "Row", "html", "marks", "sides", "view"]


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
    marks
        What is drawn.
    message, alt
        Of the picture.
    rows, pages, heads
        The table.
    """

    state: State
    about: str
    warning: str
    headline: tuple[str, ...]
    note: str
    outputs: tuple[Section, ...]
    marks: tuple[Mark, ...]
    message: str
    alt: str
    rows: tuple[Row, ...]
    pages: Pages
    heads: tuple[Head, ...]


def view(state: State) -> Index:
    """Return what the page shows in a state."""
    frame, told = chosen(state.selection), summary(state.selection)
    here = pages(frame.height, state.page, SIZE)
    shown = ordered(frame, COLUMNS, state.sort, "dispnum").slice(max(here.first - 1, 0), SIZE)
    drawn = _marks(state.selection)
    warned = "" if told is None else warning(told) or ""
    sentences = () if told is None else tuple(one for one in headline(told) if one != warned)
    message = _message(drawn)
    return Index(
        state=state,
        about=_about(),
        warning=warned,
        headline=sentences,
        note="" if told is None else interval_note(told),
        outputs=() if told is None else outputs(told),
        marks=drawn,
        message=message,
        alt=_alt(message, drawn),
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


_DRAWN = ("dispnum", "start", "year", "challenger", "target", "pledged")


@functools.lru_cache(maxsize=64)
def _marks(selection: Selection) -> tuple[Mark, ...]:
    return marks(chosen(selection))


def marks(frame: pl.DataFrame) -> tuple[Mark, ...]:
    """The solved disputes of a frame as they are drawn."""
    effects = ["any_war_difference", "great_power_war_difference"]
    solved = frame.select(*_DRAWN, *effects).drop_nulls(effects)
    return tuple(
        Mark(
            number=row["dispnum"],
            when=_when(row["start"]),
            effect=row["any_war_difference"],
            great=row["great_power_war_difference"],
            pledged=bool(row["pledged"]),
            told=f"{sides(row)}, {row['year']}",
        )
        for row in solved.iter_rows(named=True)
    )


def _when(start: dt.date) -> float:
    return start.year + (start.timetuple().tm_yday - 1) / 366


def sides(row: dict[str, Any]) -> str:
    """``Austria-Hungary against Serbia``; of a bloc the strongest, and how many more."""
    return " against ".join(_bloc(row[camp]) for camp in ("challenger", "target"))


def _bloc(names: list[str] | None) -> str:
    if not names:
        return "?"
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"


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


def _message(drawn: tuple[Mark, ...]) -> str:
    level = LEVELS[1]
    up = sum(one.effect > level for one in drawn)
    down = sum(one.effect < -level for one in drawn)
    return (
        f"In the model, pacts raise the chance of war by more than {level:g} in {up:,} of "
        f"{len(drawn):,} disputes and lower it in {down:,}"
    )


def _alt(message: str, drawn: tuple[Mark, ...]) -> str:
    if not drawn:
        return "No dispute fits."
    least, most = min(one.effect for one in drawn), max(one.effect for one in drawn)
    parts = [f"{message}. {NAMES['any_war'].capitalize()}: from {moved(least)} to {moved(most)}."]
    ringed = sum(abs(one.great) > LEVELS[0] for one in drawn)
    parts.append(
        f"The chance of {NAMES['great_power_war']} moves by more than {LEVELS[0]:g} in {ringed:,}."
    )
    bare = sum(not one.pledged for one in drawn)
    parts.append(f"Without an obligation in the game, and so at zero: {bare:,}.")
    return " ".join(parts)


_CAPTION = (
    "Each mark is a dispute: year across; up, the change of its chance of war due to the pacts in "
    "its game, given the dispute, at the mean of theta. Above the first line either side of zero "
    "the scale is one of ratios. Pale: no pact in the game. Ringed: the chance of great-power war "
    "moves too; the wider the ring the more, full where it rises, broken where it falls. A mark "
    "opens its dispute. "
)


def html(shown: Index, links: Links) -> str:
    """The page."""
    state = shown.state
    data = links.to("ledger/rows.csv", **_filters(state))
    span = (state.since, state.until)
    figure = Figure(
        id="ledger",
        title=shown.message,
        caption=_CAPTION + shown.warning,
        corner=f"n = {len(shown.marks):,} disputes · COW MID",
        alt=shown.alt,
        svg=_drawn(shown, span, links),
        data=data,
        file="ledger.csv",
    )
    return page(
        "ledger/page.html",
        room="ledger",
        title="Every dispute, with and without its alliances",
        links=links,
        shown=shown,
        state=state,
        figure_=figure,
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


_drawings: OrderedDict[tuple[object, ...], Markup] = OrderedDict()
_KEPT = 64


def _drawn(shown: Index, span: tuple[int, int], links: Links) -> Markup:
    """The picture; drawn once for the same disputes and the same kind of address."""

    def to(number: int) -> str:
        return links.to("ledger/dispute", number=number)

    key = (shown.state.selection, shown.marks, span, to(0))
    found = _drawings.get(key)
    if found is None:
        found = _drawings[key] = drawing(shown.marks, span, shown.alt, to)
        while len(_drawings) > _KEPT:
            _drawings.popitem(last=False)
    return found


def _asked(here: Pages) -> set[int]:
    return {*here.near, max(here.page - 1, 1), min(here.page + 1, here.count)}


def _with(state: State, **changed: Any) -> dict[str, Any]:
    return dataclasses.replace(state, **changed).query()


def _filters(state: State) -> dict[str, Any]:
    return _with(state, sort="date", page=1)
