"""Tables of what needs types: only bookkeeping, nothing is solved here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .journal import Piece

__all__ = ["private_tables"]

Row = dict[str, Any]


def private_tables(pieces: Mapping[str, Piece], cases: list[str]) -> dict[str, list[Row]]:
    """Return the rows of `schemas.PRIVATE`; no table where nothing of private resolve is there."""
    found = {c: pieces[f"private/{c}"] for c in cases if f"private/{c}" in pieces}
    if not found:
        return {}
    said = {c: pieces[f"signals/{c}"] for c in cases if f"signals/{c}" in pieces}
    return {
        "worlds": [row for case, piece in found.items() for row in _worlds(case, piece)],
        "types": [row for case, piece in found.items() for row in _types(case, piece)],
        "beliefs": [row for case, piece in found.items() for row in _beliefs(case, piece)],
        "swings": [
            row
            for case in cases
            for row in _swings(case, pieces.get(f"swings/{case}", {"rows": []}))
        ],
        "lived": [row for case, piece in found.items() for row in _lived(case, piece)],
        "signals": [row for case, piece in said.items() for row in _signals(case, piece)],
    }


def _worlds(case: str, piece: Piece) -> list[Row]:
    return [
        {"case": case, "world": world, "outcome": outcome, "point": point}
        for world, told in piece["worlds"].items()
        for outcome, point in told["classes"].items()
    ]


def _types(case: str, piece: Piece) -> list[Row]:
    about = {one["actor"]: one for one in piece["types"]}
    rows = []
    for told in piece["by_type"]:
        one = about[told["actor"]]
        rows.append(
            {
                "case": case,
                "actor": told["actor"],
                "resolute": told["resolute"],
                "share": one["share"] if told["resolute"] else 1.0 - one["share"],
                "spread": one["spread"],
                "fights": told["fights"][told["actor"]],
                "any_war": told["classes"]["any_war"],
                "great_power_war": told["classes"]["great_power_war"],
            }
        )
    return rows


def _beliefs(case: str, piece: Piece) -> list[Row]:
    about = {one["actor"]: one["perceived"] for one in piece["types"]}
    return [
        {"case": case, "perceived": about[row["actor"]][row["observer"]]} | row
        for row in piece["beliefs"]
    ]


def _swings(case: str, piece: Piece) -> list[Row]:
    return [
        {
            "case": case,
            "path": row["path"],
            "low": row["low"]["share"],
            "high": row["high"]["share"],
            "outcome": outcome,
            "at_low": row["low"]["classes"][outcome],
            "at_high": row["high"]["classes"][outcome],
        }
        for row in piece["rows"]
        for outcome in row["low"]["classes"]
    ]


def _lived(case: str, piece: Piece) -> list[Row]:
    truth = piece["path"]["resolute"]
    rows: list[Row] = []
    for day in piece["path"]["days"]:
        event = {
            "case": case, "day": day["day"], "mover": day["actor"] or None, "event": day["what"],
        }  # fmt: skip
        seen = day["believed"] or [[None, None, None]]
        rows += [
            event
            | {"observer": o, "actor": a, "believed": share, "resolute": truth.get(a)}
            for o, a, share in seen
        ]  # fmt: skip
    return rows


def _signals(case: str, piece: Piece) -> list[Row]:
    return [
        {
            "case": case, "sender": row["sender"], "cost": row["cost"],
            "by_resolute": row["chance"]["resolute"], "by_other": row["chance"]["not"],
            "observer": observer, "before": before, "after_spoken": spoken,
            "after_silent": silent, "any_war": row["mean"]["classes"]["any_war"],
            "any_war_spoken": row["spoken"]["classes"]["any_war"],
            "any_war_silent": row["silent"]["classes"]["any_war"],
        }
        for row in piece["rows"]
        for observer, (before, spoken, silent) in row["learned"].items()
    ]  # fmt: skip
