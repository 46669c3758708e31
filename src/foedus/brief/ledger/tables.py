"""Rows of the ledger's tables as text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from foedus.brief.numbers import MINUS

from .numbers import number, signed, spanned
from .words import SHEET_LEVEL

__all__ = ["COUNTED", "EFFECT", "counted", "effect", "expected"]

Told = Mapping[str, Any]
COUNTED = ("", "raised, 90 %", "sure", "lowered, 90 %", "sure", "unclear", "none")
EFFECT = (
    "",
    "any war: expected",
    "+",
    MINUS,
    "net",
    "great-power war: expected",
    "+",
    MINUS,
    "net",
)
"""Expected wars as things were; disputes moved up and down; net, of the two outcomes."""


def counted(name: str, one: Told) -> tuple[str, ...]:
    """Counts of disputes: intervals, those beyond doubt, unclear, without an obligation."""
    up, down = one["raised"], one["lowered"]
    return (
        name,
        spanned(up),
        number(up["labelled"]),
        spanned(down),
        number(down["labelled"]),
        number(one["unclear"]),
        number(one["none"]),
    )


def expected(name: str, one: Told) -> tuple[str, ...]:
    """Expected wars added, taken away and net, with 90 % intervals."""
    up, down, net = one["raised"], one["lowered"], one["net"]
    return (
        name,
        f"{number(up['median'])} [{spanned(up)}]",
        f"{number(down['median'])} [{spanned(down)}]",
        f"{signed(net['median'])} [{signed(net['low'])} to {signed(net['high'])}]",
    )


def effect(name: str, one: Told) -> tuple[str, ...]:
    """A ledger at one theta: expected wars, counts at the headline's threshold, net, by outcome."""
    lost = f" ({one['failed']:,} of {one['rows']:,} did not converge)" if one["failed"] else ""
    out = [name + lost]
    for outcome in ("any_war", "great_power_war"):
        part = one[outcome]
        at = next(c for c in part["counts"] if c["level"] == SHEET_LEVEL)
        out += [
            number(part["with"]),
            number(at["raised"]),
            number(at["lowered"]),
            signed(part["net"]),
        ]
    return tuple(out)
