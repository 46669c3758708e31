"""From a stage to games: every join for all cases at once, then a scenario for each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import polars as pl

from foedus.core import countries
from foedus.crisis.scenario import Actor, Contact, Issue, Scenario

from .camps import RULES
from .case import Camp, TreatySet
from .links import lines, opponents_near, trade_shares
from .places import outsiders_away, principals_apart
from .stage import Stage, inside
from .traits import traits
from .treaties import between, treaties

__all__ = ["Game", "games"]

BLOC = "B"
"""What a bloc's code has behind that of its strongest member: no state's code is so long."""
_ACTOR = (
    "of the year before: CINC (NMC 7.0) in per cent, V-Dem's v2x_polyarchy or else Polity5, "
    "nuclear possession (Bleek; Nuclear Threat Initiative), COW Trade 4.0; on the day: COW major "
    "powers, direct contiguity 3.2, capitals"
)
_CONTACT = "principals, and opponents with a land border or at most 24 miles of water between them"
_REVISION = "COW MID 5.0: revtype1 of the strongest revisionist originator of the challenger"
_NO_ISSUE = "what would have been at issue is not known"
_CAMPS: tuple[Camp, Camp] = ("challenger", "target")


@dataclass(frozen=True, slots=True)
class Game:
    """A case as a game, with what is told beside it.

    Attributes
    ----------
    case
        Number of the case.
    scenario
        The game.
    challenger, target
        COW numbers of the originators, the strongest first.
    candidates
        Candidates in the game, best first: columns of `Stage.ranked` and ``actor``.
    left_out
        Further candidates.
    notes
        What was judged or missing.
    """

    case: int
    scenario: Scenario
    challenger: tuple[int, ...]
    target: tuple[int, ...]
    candidates: tuple[dict[str, Any], ...]
    left_out: int
    notes: tuple[str, ...]


@dataclass
class _Parts:
    """Rows of one case, gathered from all joins."""

    heads: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    others: list[dict[str, Any]] = field(default_factory=list)
    pledges: list[dict[str, Any]] = field(default_factory=list)
    contact: list[tuple[str, str]] = field(default_factory=list)
    lines: list[tuple[str, str, str]] = field(default_factory=list)
    away: dict[int, float | None] = field(default_factory=dict)
    apart: float | None = None
    trade: dict[str, float] = field(default_factory=dict)
    candidates: int = 0


def games(
    stage: Stage,
    k: int,
    which: TreatySet,
    kind: Literal["dispute", "dyad-year"],
    without: Collection[int] = (),
    spells: pl.DataFrame | None = None,
) -> Iterator[Game]:
    """Every case of a stage as a game, in the order of their numbers.

    Parameters
    ----------
    stage
        The cases.
    k
        How many candidates come in at most.
    which
        Which pledges count.
    kind
        What the cases are: names of the scenarios, and whether they are hypothetical.
    without
        Cases that make no game.
    spells
        Pledges that make the treaties; ATOP's where None.
    """
    parts = _gathered(stage, k, spells)
    for row in stage.cases.iter_rows(named=True):
        if row["case"] not in without:
            yield _game(row, parts[row["case"]], which, kind)


def _gathered(stage: Stage, k: int, spells: pl.DataFrame | None) -> dict[int, _Parts]:
    cases = stage.cases
    rows = _with_codes(inside(stage, k))
    parts = {case: _Parts() for case in cases["case"]}
    reasons = stage.ranked.drop("camp", "major")
    full = traits(rows, cases).join(
        reasons, on=["case", "ccode"], how="left", maintain_order="left"
    )
    for row in full.iter_rows(named=True):
        part = parts[row["case"]]
        into = part.heads.setdefault(row["camp"], []) if row["principal"] else part.others
        into.append(row)
    for row in between(rows, cases, spells).iter_rows(named=True):
        parts[row["case"]].pledges.append(row)
    for case, one, other in opponents_near(rows, cases).iter_rows():
        parts[case].contact.append((one, other))
    for case, one, name, other in lines(rows, cases).iter_rows():
        if one < other:
            parts[case].lines.append((one, other, name))
    for case, ccode, km in outsiders_away(rows, cases).iter_rows():
        parts[case].away[ccode] = km
    for case, _, km in principals_apart(rows, cases).iter_rows():
        parts[case].apart = km
    for case, camp, share in trade_shares(rows, cases).iter_rows():
        parts[case].trade[camp] = share
    for case, number in stage.ranked.group_by("case").len().iter_rows():
        parts[case].candidates = number
    return parts


def _with_codes(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with `code`, the state's own, and `actor`, that of its bloc where it is in one."""
    states = rows["ccode"].unique()
    abbs = pl.DataFrame(
        {"ccode": states, "code": [countries.abb(ccode) for ccode in states]},
        schema_overrides={"code": pl.String},
    )
    heads = pl.col("principal").sum().over("case", "camp")
    strongest = pl.col("code").first().over("case", "camp")  # originators come before candidates
    return rows.join(abbs, on="ccode", how="left", maintain_order="left").with_columns(
        actor=pl.when(~pl.col("principal") | (heads == 1))
        .then("code")
        .otherwise(strongest + pl.lit(BLOC))
    )


def _game(row: dict[str, Any], part: _Parts, which: TreatySet, kind: str) -> Game:
    notes = [f"challenger: {row['by']}"]
    day: dt.date = row["start"]
    heads = {camp: part.heads[camp] for camp in _CAMPS}
    code = {camp: heads[camp][0]["actor"] for camp in _CAMPS}
    actors: dict[str, Actor] = {}
    for camp, other in zip(_CAMPS, reversed(_CAMPS), strict=True):
        away = _known(part.apart, code[camp], notes) if camp == "challenger" else 0.0
        share = part.trade.get(camp)
        trade = {} if share is None else {code[other]: share}
        actors[code[camp]] = _principal(camp, heads[camp], away, trade, row["year"], notes)
    for one in part.others:
        away = _known(part.away.get(one["ccode"]), one["code"], notes)
        actors[one["code"]] = _outsider(one, away, row["year"], notes)
    everyone = [*heads["challenger"], *heads["target"], *part.others]
    codes = {one["ccode"]: one["code"] for one in everyone}
    pair = (code["challenger"], code["target"])
    pairs = dict.fromkeys([pair, *part.contact])
    notes += [
        f"direct line {name} between {a} and {b}: no quality on record, so no channel"
        for a, b, name in dict.fromkeys(part.lines)
    ]
    mover = "challenger" if row["challenger"] == 1 else "target"
    names = [f"{countries.name(heads[c][0]['ccode'], row['year'])}" for c in _CAMPS]
    names = [
        f"{name} and others" if len(heads[c]) > 1 else name
        for name, c in zip(names, _CAMPS, strict=True)
    ]
    given = kind == "dyad-year"
    numbers = {c: tuple(one["ccode"] for one in heads[c]) for c in _CAMPS}
    scenario = Scenario(
        version=1,
        name=f"dyad-{numbers['challenger'][0]}-{numbers['target'][0]}-{row['year']}"
        if given
        else f"mid-{row['case']}",
        title=f"{names[0]} against {names[1]}, {row['year']}",
        date=day,
        hypothetical=given,
        start={code[mover]: "display"},
        actors=actors,
        issue=Issue(
            kind=row["issue"],
            salience=dict.fromkeys(pair, 1.0),
            source=None if given else _REVISION,
            judgement=_NO_ISSUE if given else None,
        ),
        treaties=treaties(part.pledges, codes, which),
        contact=Contact(pairs=tuple(pairs), judgement=_CONTACT),
    )
    return Game(
        case=row["case"],
        scenario=scenario,
        challenger=numbers["challenger"],
        target=numbers["target"],
        candidates=tuple(part.others),
        left_out=part.candidates - len(part.others),
        notes=tuple(notes),
    )


def _known(km: float | None, code: str, notes: list[str]) -> float:
    if km is None:
        notes.append(f"distance of {code} unknown: 0")
        return 0.0
    return km


def _principal(
    camp: Camp,
    states: list[dict[str, Any]],
    away: float,
    trade: dict[str, float],
    year: int,
    notes: list[str],
) -> Actor:
    """An originator, or the bloc of all on a side."""
    for one in states:
        _remark(one, notes)
    known = [one for one in states if one["polyarchy"] is not None]
    weight = sum(one["capability"] for one in known)
    polyarchy = (
        sum(one["polyarchy"] * one["capability"] for one in known) / weight if known else None
    )
    alone = len(states) == 1
    name = countries.name(states[0]["ccode"], year)
    return Actor(
        name=name if alone else f"{name} and {len(states) - 1} more",
        camp=camp,
        principal=True,
        capability=sum(one["capability"] for one in states),
        polyarchy=polyarchy,
        major=any(one["major"] for one in states),
        nuclear=any(one["nuclear"] for one in states),
        distance_km=away,
        trade=trade,
        members={} if alone else {one["code"]: one["capability"] for one in states},
        source=_ACTOR,
    )


def _outsider(one: dict[str, Any], away: float, year: int, notes: list[str]) -> Actor:
    _remark(one, notes)
    if one["rule"] == "target":
        notes.append(f"camp of {one['code']}: the target's, by no sign of its own")
    return Actor(
        name=countries.name(one["ccode"], year),
        camp=one["camp"],
        capability=one["capability"],
        polyarchy=one["polyarchy"],
        major=one["major"],
        nuclear=one["nuclear"],
        distance_km=away,
        source=_ACTOR,
        judgement=f"camp: {RULES[one['rule']]}",
    )


def _remark(one: dict[str, Any], notes: list[str]) -> None:
    """Say what is missing of a state."""
    if one["floored"]:
        notes.append(f"no capability of {one['code']}: .001")
    if one["polyarchy"] is None:
        notes.append(f"polyarchy of {one['code']} unknown: .5")
    elif one["polity_used"]:
        notes.append(f"polyarchy of {one['code']}: from Polity")
