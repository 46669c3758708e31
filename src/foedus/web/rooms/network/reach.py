"""By which allies a war elsewhere reaches a state: who owes whom what, one step and two."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from foedus.brief.network.ties import ACTIVE, WORDS, Owed, owed
from foedus.brief.sheet import Table
from foedus.core import countries

if TYPE_CHECKING:
    from foedus.network.graph import Network

__all__ = ["Reach", "reach"]

_MOST = 6
"""Allies named in one cell."""
_NOTE = (
    "The strongest pledge of each pair, as written down (ATOP). Against whom it holds and whether "
    "its conditions were met is not looked at here."
)


@dataclass(frozen=True)
class Reach:
    """How wars of others can reach a state.

    Attributes
    ----------
    title
        Of the part of the page.
    sentences
        What it comes to.
    partners
        Who owes whom what; None where it has no ally.
    beyond
        States whose wars reach it through an ally; None where there are none.
    """

    title: str
    sentences: tuple[str, ...]
    partners: Table | None
    beyond: Table | None


def reach(network: Network, code: int) -> Reach:
    """Pledges of a state, and those of the states that it is pledged to help.

    Parameters
    ----------
    network
        States of a year and what they owe one another.
    code
        COW number of a state that was there.
    """
    year = network.year
    every = {(one.obligor, one.beneficiary): one for one in owed(network)}
    helped = _helped(every.values(), code)
    through: dict[int, list[int]] = {}
    for ally in helped:
        for other in _helped(every.values(), ally):
            if other != code and other not in helped:
                through.setdefault(other, []).append(ally)
    helpers = [a for (a, b), one in every.items() if b == code and one.kind in ACTIVE]
    name = countries.name(code, year)
    return Reach(
        title=f"How a war elsewhere reaches {name}",
        sentences=_sentences(name, len(helped), len(through), len(helpers)),
        partners=_partners(every, code, year),
        beyond=_beyond(through, name, year),
    )


def _helped(every: Iterable[Owed], code: int) -> list[int]:
    """Those whom a state owes help in war."""
    return [one.beneficiary for one in every if one.obligor == code and one.kind in ACTIVE]


def _sentences(name: str, first: int, second: int, helpers: int) -> tuple[str, ...]:
    back = f"{_states(helpers) or 'Nobody'} owed {name} help in war."
    if not first:
        return f"{name} owed nobody help in war: no war of others could call it.", back
    more = f"wars of {_states(second)} more" if second else "no others"
    owes = f"{name} owed help in war to {_states(first)}, so a war of theirs could call it"
    return f"{owes}; through them {more} could, if each honours its pledge.", back


def _states(count: int) -> str:
    return f"{count} state{'' if count == 1 else 's'}" if count else ""


def _partners(every: dict[tuple[int, int], Owed], code: int, year: int) -> Table | None:
    """Every ally, those whom the state owes most first."""
    codes = {a + b - code for a, b in every if code in (a, b)}
    if not codes:
        return None
    name = countries.name(code, year)
    order = {kind: at for at, kind in enumerate(WORDS)}

    def rank(other: int) -> tuple[int, str]:
        there = every.get((code, other))
        return (order[there.kind] if there else len(order), countries.name(other, year))

    rows = tuple(
        (
            countries.name(other, year),
            _words(every.get((code, other))),
            _words(every.get((other, code))),
            _treaties(every.get((code, other)), every.get((other, code))),
        )
        for other in sorted(codes, key=rank)
    )
    heads = ("", f"{name} owes it", f"it owes {name}", "treaties (ATOP)")
    return Table(f"Allies of {name} in {year}", heads, rows, (), _NOTE)


def _words(one: Owed | None) -> str:
    if one is None:
        return "–"
    return WORDS[one.kind] + (", on a condition" if one.conditional else "")


def _treaties(*pledges: Owed | None) -> str:
    found = sorted({number for one in pledges if one is not None for number in one.treaties})
    return _some([str(number) for number in found])


def _beyond(through: dict[int, list[int]], name: str, year: int) -> Table | None:
    if not through:
        return None
    named = {other: [countries.name(ally, year) for ally in allies]
             for other, allies in through.items()}  # fmt: skip
    order = sorted(named, key=lambda other: (-len(named[other]), countries.name(other, year)))
    rows = tuple((countries.name(other, year), _some(sorted(named[other]))) for other in order)
    caption = f"Allies of its allies: whose wars could reach {name} by two pledges"
    note = f"Not those whom {name} owes help itself, nor itself. {_NOTE}"
    return Table(caption, ("a war of", f"calls, and these call {name}"), rows, (), note)


def _some(names: list[str]) -> str:
    more = len(names) - _MOST
    return ", ".join(names[:_MOST]) + (f" and {more} more" if more > 0 else "")
