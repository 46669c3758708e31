"""Pledges in force on the first day, as treaties of a scenario: ATOP's terms in the game's words.

One alliance of ATOP becomes one treaty; where it promises different things, or on different
conditions, it becomes several with the same number.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from foedus.crisis.treaty import Kind, Treaty
from foedus.panel import conditions

from .case import TreatySet
from .originators import owed_spells

__all__ = ["BINDING", "BINDING_REASON", "between", "treaties"]

BINDING = {True: 0.4, False: 0.8}
"""How binding a pledge is, by whether it hangs on a condition that no table can check."""
BINDING_REASON = {
    False: "binding 0.8: clear pledges are mostly kept, and no pledge is certain",
    True: "binding 0.4: half of a clear pledge, since it hangs on a condition that is not checked",
}
"""A judgement, the same for all: no record says how binding a treaty was."""

_KINDS: dict[str, Kind] = {
    "defense": "defence",
    "offense": "offence",
    "neutral": "neutrality",
    "nonagg": "nonaggression",
    "consul": "consultation",
}
_FIGHTING = ("defense", "offense")
_PAIR = ["case", "atopid", "obligor", "beneficiary"]


def between(
    inside: pl.DataFrame, cases: pl.DataFrame, spells: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Who in a game owed whom what on the eve.

    Parameters
    ----------
    inside
        ``case, ccode, actor``: states in the game, and the code of their actor: nobody owes
        anything inside a bloc.
    cases
        ``case, start``.
    spells
        Pledges, with the columns of `foedus.panel.obligations.spells`; ATOP's where None.

    Returns
    -------
    DataFrame
        ``case, atopid, obligor, beneficiary``, sorted, each pledge once; ``since, until`` (null
        where it went on when the record ends); ATOP's five pledges, 0 or 1; ``named``, the states
        the treaty names as threats; for each pledge with conditions ``narrow_``, ``unprovoked_``,
        ``unchecked_`` and its name (see `foedus.panel.conditions`).

    Notes
    -----
    A treaty that ended on the eve is left out: it binds nobody on the first day.
    """
    owed = (owed_spells() if spells is None else spells).select(
        "atopid", "phase", "obligor", "beneficiary", "censored", *_KINDS,
        since="start", until="end", named=conditions.named(),
        **{f"narrow_{kind}": conditions.narrow(kind) for kind in conditions.KINDS},
        **{f"unprovoked_{kind}": conditions.unprovoked(kind) for kind in conditions.KINDS},
        **{f"unchecked_{kind}": conditions.unchecked(kind) for kind in conditions.KINDS},
    )  # fmt: skip
    who = inside.select("case", "ccode", "actor")
    pairs = who.rename({"ccode": "obligor"}).join(
        who.rename({"ccode": "beneficiary", "actor": "other"}), on="case"
    )
    eve = pl.col("start") - dt.timedelta(days=1)
    held = (
        pairs.filter(pl.col("actor") != pl.col("other"))
        .drop("actor", "other")
        .join(cases.select("case", "start"), on="case")
        .join(owed, on=["obligor", "beneficiary"])
        .filter((pl.col("since") <= eve) & (pl.col("until") >= pl.col("start")))
        .sort(*_PAIR, "phase", "since")
    )
    # Phases of ATOP's follow each other, but those of other pledges may overlap: the later holds.
    later = {name: pl.col(name).cum_sum(reverse=True).over(_PAIR) - pl.col(name) for name in _KINDS}
    return (
        held.with_columns(
            pl.when(after == 0).then(name).otherwise(0).alias(name) for name, after in later.items()
        )
        .filter(pl.any_horizontal(pl.col(name) == 1 for name in _KINDS))
        .with_columns(until=pl.when(~pl.col("censored")).then(pl.col("until")))
        .drop("phase", "censored", "start")
    )


@dataclass
class _Terms:
    """A treaty while it is put together; by obligor, what it is bound to."""

    owes: dict[str, list[str]] = field(default_factory=dict)
    against: dict[str, tuple[str, ...] | None] = field(default_factory=dict)
    binding: dict[str, float] = field(default_factory=dict)
    since: list[dt.date] = field(default_factory=list)
    until: list[dt.date | None] = field(default_factory=list)


@dataclass(frozen=True)
class _Article:
    """Kinds of pledge that one state owes another on the same terms."""

    conditional: bool
    against: tuple[str, ...] | None
    unchecked: bool


def treaties(
    rows: Iterable[dict[str, Any]], codes: dict[int, str], which: TreatySet
) -> dict[str, Treaty]:
    """Treaties of one game.

    Parameters
    ----------
    rows
        Rows of `between`, as mappings.
    codes
        Codes of the states in the game by COW number; a member of a bloc has its own.
    which
        Which pledges count; see `foedus.cases.case.dispute_cases`.

    Returns
    -------
    dict
        By slug, such as ``atop-1350``; ``atop-1350-1``, ``atop-1350-2`` where it has several parts.

    Notes
    -----
    A pledge against named adversaries is left out where none of them is in the game: it cannot be
    called for here.
    """
    found: dict[int, dict[tuple[bool, tuple[Kind, ...]], list[_Terms]]] = {}
    for row in rows:
        parts = found.setdefault(row["atopid"], {})
        for article, kinds in _articles(row, codes, which).items():
            same = parts.setdefault((article.conditional, kinds), [])
            _enter(same, row, article, codes)
    result: dict[str, Treaty] = {}
    for number, parts in found.items():
        pieces = [(key, terms) for key, same in parts.items() for terms in same]
        for order, ((conditional, kinds), terms) in enumerate(pieces, 1):
            name = f"atop-{number}" if len(pieces) == 1 else f"atop-{number}-{order}"
            result[name] = _treaty(number, kinds, conditional, terms)
    return result


def _articles(
    row: dict[str, Any], codes: dict[int, str], which: TreatySet
) -> dict[_Article, tuple[Kind, ...]]:
    """What one state owes another under one alliance, by the terms on which it does."""
    kinds: dict[_Article, tuple[Kind, ...]] = {}
    named = tuple(
        codes[state] for state in row["named"] if state in codes and state != row["obligor"]
    )
    for name, kind in _KINDS.items():
        if not row[name] or (which == "defence" and name not in _FIGHTING):
            continue
        narrow = row.get(f"narrow_{name}", False)
        unchecked = row.get(f"unchecked_{name}", False)
        if (narrow and not named) or (which == "binding" and unchecked):
            continue
        article = _Article(
            row.get(f"unprovoked_{name}", False),
            tuple(dict.fromkeys(named)) if narrow else None,
            unchecked,
        )
        kinds[article] = (*kinds.get(article, ()), kind)
    return kinds


def _enter(
    same: list[_Terms], row: dict[str, Any], article: _Article, codes: dict[int, str]
) -> None:
    """Enter a pledge where its obligor is bound to nothing yet, or to the same."""
    obligor, binding = codes[row["obligor"]], BINDING[article.unchecked]
    for terms in same:
        if obligor not in terms.owes or (
            terms.against[obligor] == article.against and terms.binding[obligor] == binding
        ):
            break
    else:
        same.append(terms := _Terms())
    terms.owes.setdefault(obligor, []).append(codes[row["beneficiary"]])
    terms.against[obligor] = article.against
    terms.binding[obligor] = binding
    terms.since.append(row["since"])
    terms.until.append(row["until"])


def _treaty(number: int, kinds: tuple[Kind, ...], conditional: bool, terms: _Terms) -> Treaty:
    ends = [day for day in terms.until if day is not None]
    against = {who: codes for who, codes in terms.against.items() if codes is not None}
    reasons = [
        BINDING_REASON[key] for key in (False, True) if BINDING[key] in terms.binding.values()
    ]
    return Treaty(
        title=f"ATOP {number}",
        kind=kinds,
        owes={who: tuple(others) for who, others in terms.owes.items()},
        against=against or None,
        conditional=conditional,
        binding=terms.binding,
        # Days on which all of it is in force.
        in_force=(max(terms.since), min(ends) if ends else None),
        atop=number,
        source=f"ATOP 5.1, alliance {number} (Leeds, Ritter, Mitchell and Long 2002)",
        judgement="; ".join(reasons),
    )
