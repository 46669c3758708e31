"""From finished pieces to the tables of a bundle: pure bookkeeping, nothing is solved here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import polars as pl

from foedus.crisis.account import GROUPS, MECHANICS, OUTCOMES
from foedus.crisis.outcomes import CLASSES, LABELS
from foedus.crisis.scenario import Scenario

from .journal import Piece
from .private_tables import private_tables
from .schemas import PRIVATE, QUANTILES, SCHEMAS

SHOWN = (*CLASSES, "any_war")
Pieces = Mapping[str, Piece]
Row = dict[str, Any]


def tables(
    pieces: Pieces,
    scenario: Scenario,
    instruments: Mapping[str, str],
    edited: Scenario | None = None,
) -> dict[str, pl.DataFrame]:
    """Return every table that the finished pieces allow; unfinished ones have fewer rows.

    Columns are described in docs/reference/bundle.md. `edited` is the crisis of the edited case,
    whose camps, rungs and start may be others.
    """
    pieces = {name: piece for name, piece in pieces.items() if set(piece) != {"failed"}}
    both = {"base": scenario, "edited": edited or scenario}
    cases = [c for c in both if f"point/{c}" in pieces]
    made = {
        "outcomes": _outcomes(pieces, cases),
        "fights": _fights(pieces, cases, both),
        "coalitions": _coalitions(pieces, cases),
        "steps": _steps(pieces, cases),
        "rungs": _rungs(pieces, cases, both),
        "duration": _duration(pieces, cases),
        "draws": _draws(pieces, cases),
        "effects": _effects(pieces, scenario, instruments),
        "accounting": _accounting(pieces, instruments),
        "contrasts": _contrasts(pieces),
        "lens": _lens(pieces, "base"),
        "lens_edited": _lens(pieces, "edited"),
        "tips": _tips(pieces),
        "ribbons": _ribbons(pieces, cases, both),
        "paths": _paths(pieces, cases, both),
    }
    made |= private_tables(pieces, cases)
    columns = SCHEMAS | PRIVATE
    return {name: pl.DataFrame(rows, schema=columns[name]) for name, rows in made.items()}


def drawn(pieces: Pieces, case: str) -> dict[int, Piece]:
    """Return the draws of a case that converged, by number."""
    prefix = f"draw/{case}/"
    found = {
        int(name.removeprefix(prefix)): piece
        for name, piece in pieces.items()
        if name.startswith(prefix) and "failed" not in piece
    }
    return dict(sorted(found.items()))


def failures(pieces: Pieces) -> int:
    """Return the number of solves that did not converge, over all pieces."""
    return sum("failed" in piece for piece in pieces.values()) + sum(
        isinstance(case, dict) and "failed" in case
        for name, piece in pieces.items()
        if name.startswith("lens/")
        for case in piece.values()
    )


def _spread(values: Iterable[float]) -> Row:
    """Return quantiles and the number of values; nulls where there are none."""
    kept = np.array(list(values), float)
    if kept.size == 0:
        return dict.fromkeys(QUANTILES) | {"draws": 0}
    return {name: float(np.quantile(kept, q)) for name, q in QUANTILES.items()} | {
        "draws": int(kept.size)
    }


def _outcomes(pieces: Pieces, cases: list[str]) -> list[Row]:
    return [
        {"case": case, "outcome": name, "point": pieces[f"point/{case}"]["classes"][name]}
        | _spread(p["classes"][name] for p in drawn(pieces, case).values())
        for case in cases
        for name in SHOWN
    ]


def _fights(pieces: Pieces, cases: list[str], both: Mapping[str, Scenario]) -> list[Row]:
    return [
        {
            "case": case,
            "actor": code,
            "name": actor.name,
            "camp": actor.camp,
            "point": pieces[f"point/{case}"]["fights"][code],
        }
        | _spread(p["fights"][code] for p in drawn(pieces, case).values())
        for case in cases
        for code, actor in both[case].actors.items()
    ]


def _coalitions(pieces: Pieces, cases: list[str]) -> list[Row]:
    return [
        {"case": case, "belligerents": names, "point": p}
        for case in cases
        for names, p in pieces[f"point/{case}"]["sets"].items()
        if names
    ]


def _steps(pieces: Pieces, cases: list[str]) -> list[Row]:
    rows = [
        {"case": case, "label": label, "point": pieces[f"point/{case}"]["steps"][label]}
        | _spread(p["steps"][label] for p in drawn(pieces, case).values())
        for case in cases
        for label in LABELS
    ]
    for case in cases:
        nature = pieces.get(f"nature/{case}")
        if nature is not None:
            for how in ("held", "solved"):
                label = f"incidents_off_{how}"
                rows.append({"case": case, "label": label, "point": nature[how]} | _spread([]))
    return rows


def _rungs(pieces: Pieces, cases: list[str], both: Mapping[str, Scenario]) -> list[Row]:
    return [
        {"case": case, "rung": rung.name, "index": k, "point": pieces[f"point/{case}"]["rungs"][k]}
        for case in cases
        for k, rung in enumerate(both[case].ladder)
    ]


def _duration(pieces: Pieces, cases: list[str]) -> list[Row]:
    return [
        {"case": case, "point": pieces[f"point/{case}"]["days"]}
        | _spread(p["days"] for p in drawn(pieces, case).values())
        for case in cases
    ]


def _draws(pieces: Pieces, cases: list[str]) -> list[Row]:
    return [
        {"case": case, "draw": k, "outcome": name, "value": piece["classes"][name]}
        for case in cases
        for k, piece in drawn(pieces, case).items()
        for name in SHOWN
    ]


def patrons(instrument: str, pieces: Pieces) -> set[str]:
    """Return the patrons of a treaty, as its accounting names them."""
    roles = pieces.get(f"account/{instrument}", {}).get("roles", {})
    return {name for name, role in roles.items() if role == "entrapment"}


def _value(piece: Piece, outcome: str, who: set[str]) -> float:
    if outcome != "patron_fights":
        return float(piece["classes"][outcome])
    return float(sum(p for names, p in piece["sets"].items() if who & set(names.split("+"))))


def _effects(pieces: Pieces, scenario: Scenario, instruments: Mapping[str, str]) -> list[Row]:
    pairs = [(name, kind, "base", f"without:{name}") for name, kind in instruments.items()]
    if "point/edited" in pieces:
        pairs.append(("requested", "requested", "edited", "base"))
    rows = []
    for name, kind, with_, without in pairs:
        if f"point/{with_}" not in pieces or f"point/{without}" not in pieces:
            continue
        who = patrons(name, pieces)
        one, other = drawn(pieces, with_), drawn(pieces, without)
        for outcome in OUTCOMES if who else SHOWN:
            a = _value(pieces[f"point/{with_}"], outcome, who)
            b = _value(pieces[f"point/{without}"], outcome, who)
            rows.append(
                {
                    "instrument": name,
                    "kind": kind,
                    "title": title(scenario, name),
                    "outcome": outcome,
                    "with_": a,
                    "without": b,
                    "difference": a - b,
                }
                | _spread(
                    _value(one[k], outcome, who) - _value(other[k], outcome, who)
                    for k in one.keys() & other.keys()
                )
            )
    return rows


def title(scenario: Scenario, instrument: str) -> str:
    """Return what a reader calls a treaty, a channel, or the edits asked for."""
    if instrument in scenario.treaties:
        return scenario.treaties[instrument].title or instrument
    if instrument in scenario.channels:
        return scenario.channels[instrument].kind or f"channel {instrument}"
    return "the edits asked for"


def _accounting(pieces: Pieces, instruments: Mapping[str, str]) -> list[Row]:
    rows = []
    for name in instruments:
        piece = pieces.get(f"account/{name}", {})
        for outcome, shares in piece.get("shares", {}).items():
            for group in GROUPS:
                part = shares[group]
                alone = piece["alone"][outcome]
                members = [a for a, role in piece["roles"].items() if role == group]
                members += [MECHANICS] if group == MECHANICS else []
                ends = (part["share"], part["first"], part["last"])
                rows.append(
                    {
                        "instrument": name,
                        "outcome": outcome,
                        "group": group,
                        "share": part["share"],
                        "low": min(ends),
                        "high": max(ends),
                        "first": part["first"],
                        "last": part["last"],
                        "separable": part["separable"],
                        "best_response": sum(alone[a] for a in members),
                        "total": piece["total"][outcome],
                        "feedback": piece["feedback"][outcome],
                    }
                )
    return rows


def _contrasts(pieces: Pieces) -> list[Row]:
    return [
        {"instrument": name.removeprefix("contrast/"), "outcome": outcome}
        | {variant: piece[variant][outcome] for variant in ("none", "conditional", "unconditional")}
        for name, piece in pieces.items()
        if name.startswith("contrast/")
        for outcome in SHOWN
    ]


def _lens(pieces: Pieces, case: str) -> list[Row]:
    return [
        {
            "lens": name.removeprefix("lens/"),
            "any_war": piece[case].get("any_war"),
            "great_power_war": piece[case].get("great_power_war"),
        }
        for name, piece in pieces.items()
        if name.startswith("lens/") and case in piece
    ]


def _tips(pieces: Pieces) -> list[Row]:
    return [
        {
            "instrument": name.removeprefix("tips/"),
            "quality": row["quality"],
            "any_war": row["any_war"],
            "great_power_war": row["great_power_war"],
        }
        for name, piece in pieces.items()
        if name.startswith("tips/")
        for row in piece["rows"]
    ]


def _ribbons(pieces: Pieces, cases: list[str], both: Mapping[str, Scenario]) -> list[Row]:
    rows = []
    for case in cases:
        piece = pieces.get(f"paths/{case}")
        if piece is None:
            continue
        levels = np.array(piece["quantiles"])
        for i, code in enumerate(both[case].actors):
            for day in range(levels.shape[1]):
                quantiles = dict(zip(QUANTILES, levels[:, day, i].tolist(), strict=True))
                rows.append({"case": case, "actor": code, "day": day} | quantiles)
    return rows


def _paths(pieces: Pieces, cases: list[str], both: Mapping[str, Scenario]) -> list[Row]:
    """One row a change: the opening rungs on day 0, then each event, then how it ended."""
    rows: list[Row] = []
    for case in cases:
        scenario = both[case]
        ladder = [rung.name for rung in scenario.ladder]
        for number, events in enumerate(pieces.get(f"paths/{case}", {}).get("examples", [])):
            before = {code: scenario.start.get(code, ladder[0]) for code in scenario.actors}
            rows += [
                {"case": case, "path": number, "day": 0.0, "actor": code, "rung": rung,
                 "event": "start"}
                for code, rung in before.items()
            ]  # fmt: skip
            for event in events:
                code = event["actor"]
                at = list(scenario.actors).index(code) if code else -1
                rows.append(
                    {"case": case, "path": number, "day": event["day"], "actor": code or None,
                     "rung": ladder[event["rungs"][at]] if code else None, "event": event["what"]}
                )  # fmt: skip
    return rows
