"""The ledger's picture on a page: which disputes are drawn, and the words beside them."""

from __future__ import annotations

import datetime as dt
import functools
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from foedus.brief.ledger.numbers import moved
from foedus.brief.ledger.words import NAMES
from foedus.ledger.columns import LEVELS
from foedus.web.pictures import Figure

from .held import chosen
from .picture import Mark, drawing

if TYPE_CHECKING:
    import polars as pl
    from markupsafe import Markup

    from foedus.ledger.select import Selection
    from foedus.web.links import Links

    from .state import State

__all__ = ["Strip", "figure", "marks", "sides", "strip"]

_COLUMNS = ("dispnum", "start", "year", "challenger", "target", "pledged")
_KEPT = 64
_CAPTION = (
    "Each mark is a dispute: year across; up, the change of its chance of war due to the pacts in "
    "its game, given the dispute, at the mean of theta. Above the first line either side of zero "
    "the scale is one of ratios. Pale: no pact in the game. Ringed: the chance of great-power war "
    "moves too; the wider the ring the more, full where it rises, broken where it falls. "
)


@dataclass(frozen=True)
class Strip:
    """Disputes as marks, the picture's message, and its text alternative."""

    marks: tuple[Mark, ...]
    message: str
    alt: str


@functools.lru_cache(maxsize=_KEPT)
def strip(selection: Selection) -> Strip:
    """What is drawn of some disputes: the solved ones."""
    found = marks(chosen(selection))
    message = _message(found)
    return Strip(found, message, _alt(message, found))


def marks(frame: pl.DataFrame) -> tuple[Mark, ...]:
    """The solved disputes of a frame as they are drawn."""
    effects = ["any_war_difference", "great_power_war_difference"]
    solved = frame.select(*_COLUMNS, *effects).drop_nulls(effects)
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


def _message(drawn: tuple[Mark, ...]) -> str:
    level = LEVELS[1]
    up = sum(one.effect > level for one in drawn)
    down = sum(one.effect < -level for one in drawn)
    if len(drawn) == 1:
        verb = "raise" if up else "lower" if down else "do not move"
        return (
            f"In the model, pacts {verb} the chance of war by more than {level:g} in this dispute"
        )
    return (
        f"In the model, pacts raise the chance of war by more than {level:g} in {up:,} of "
        f"{len(drawn):,} disputes and lower it in {down:,}"
    )


def _alt(message: str, drawn: tuple[Mark, ...]) -> str:
    if not drawn:
        return "No dispute fits."
    least, most = min(one.effect for one in drawn), max(one.effect for one in drawn)
    span = moved(least) if len(drawn) == 1 else f"from {moved(least)} to {moved(most)}"
    parts = [f"{message}. {NAMES['any_war'].capitalize()}: {span}."]
    ringed = sum(abs(one.great) > LEVELS[0] for one in drawn)
    parts.append(
        f"The chance of {NAMES['great_power_war']} moves by more than {LEVELS[0]:g} in {ringed:,}."
    )
    bare = sum(not one.pledged for one in drawn)
    parts.append(f"Without an obligation in the game, and so at zero: {bare:,}.")
    return " ".join(parts)


def figure(shown: Strip, state: State, data: str, warning: str, links: Links) -> Figure:
    """The picture, ready to be shown.

    Parameters
    ----------
    shown
        What is drawn.
    state
        Whose disputes they are, and the years across.
    data
        Address of their table.
    warning
        What the caption ends with.
    links
        Where a mark leads.
    """
    leads = {one.number: links.to("ledger/dispute", number=one.number) for one in shown.marks}
    opens = "A mark opens its dispute. " if any(leads.values()) else ""
    count = len(shown.marks)
    return Figure(
        id="ledger",
        title=shown.message,
        caption=_CAPTION + opens + warning,
        corner=f"n = {count:,} {'dispute' if count == 1 else 'disputes'} · COW MID",
        alt=shown.alt,
        svg=_drawn(shown, state, leads),
        data=data,
        file="ledger.csv",
    )


_drawings: OrderedDict[tuple[object, ...], Markup] = OrderedDict()


def _drawn(shown: Strip, state: State, leads: Mapping[int, str]) -> Markup:
    """The picture; drawn once for the same disputes and addresses, which files have relative."""
    span = (state.since, state.until)
    key = (state.selection, span, hash(tuple(leads.values())))
    found = _drawings.get(key)
    if found is None:
        found = _drawings[key] = drawing(shown.marks, span, shown.alt, leads.__getitem__)
        while len(_drawings) > _KEPT:
            _drawings.popitem(last=False)
    return found
