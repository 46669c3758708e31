"""What the fit found and what the record cannot tell: theta, identification, recovery, onset."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from foedus.brief.fitted import around, cut, own
from foedus.brief.numbers import MINUS, MISSING
from foedus.brief.sheet import Table

from .words import COMPONENTS

__all__ = ["directions", "losses", "mostly_prior", "onset", "recovery", "theta"]

Told = Mapping[str, Any]
_HALF = 0.5
_SHOWN = 4


def number(value: float) -> str:
    """Three figures, with a real minus.

    Examples
    --------
    >>> number(0.00078), number(-1.2345), number(1614.0)
    ('0.00078', '−1.23', '1,610')
    """
    size = abs(value)
    text = f"{float(f'{size:.3g}'):,.0f}" if 1e3 <= size < 1e6 else f"{size:.3g}"
    return f"{MINUS}{text}" if value < 0 else text


def _around(row: Told, centre: str, spread: str) -> str:
    return " to ".join(map(number, around(row, centre, spread)))


def theta(told: Told) -> Table:
    """Posterior beside prior, and how much of the prior's spread is left."""
    rows = tuple(
        (
            row["name"],
            number(own(row, row["mean"])),
            _around(row, "mean", "sd"),
            number(own(row, row["prior_mean"])),
            _around(row, "prior_mean", "prior_sd"),
            f"{100 * row['sd'] / row['prior_sd']:.0f} %",
        )
        for row in told["parameters"]
    )
    heads = ("parameter", "fitted", "90 %", "prior", "90 %", "spread left")
    return Table(
        "Theta: what was fitted beside what was believed",
        heads,
        rows,
        (1, 2, 3, 4, 5),
        "Spread left: share of the prior's spread. Near 100 % the record says nothing; above it, "
        "terms that lean on each other leave more doubt than the prior had."
        + cut(told["parameters"], number),
    )


def mostly_prior(told: Told) -> tuple[str, ...]:
    """Parameters of which more than half of the precision is the prior's."""
    return tuple(
        row["name"] for row in told["parameters"] if (row["sd"] / row["prior_sd"]) ** 2 > _HALF
    )


def directions(told: Told) -> Table:
    """Combinations of parameters by how much more is known of them than the prior knew."""
    rows = tuple((_made(one["weights"]), f"{one['told']:.3g}") for one in told["directions"])
    count = sum(one["told"] >= 1.0 for one in told["directions"])
    note = (
        f"In {count} of {len(told['directions'])} directions the record says more than the prior: "
        "there the number is 1 or more."
    )
    heads = ("a direction, by what it is made of", "information over the prior's")
    return Table("What the record can tell, and what it cannot", heads, rows, (1,), note)


def _made(weights: Mapping[str, float]) -> str:
    return ", ".join(
        f"{'+' if weight > 0 else MINUS}{abs(weight):.2f} {name}"
        for name, weight in list(weights.items())[:_SHOWN]
    )


def losses(told: Told) -> Table:
    """Mean loss by kind of term, in the sample."""
    rows = tuple(
        (COMPONENTS.get(kind, kind), f"{int(count):,}", f"{loss:.4f}", f"{math.exp(-loss):.3f}")
        for kind, (count, loss) in told["losses"].items()
    )
    heads = ("", "terms", "mean loss", "chance given to what happened")
    note = "In the sample that was fitted. The last column is a geometric mean."
    return Table("How well the fit describes its own record", heads, rows, (1, 2, 3), note)


def onset(told: Told) -> Table:
    """The model of onset with the record's own slope, with none, and with that of play."""
    part = told["onset"]
    rows = [
        (row["name"], *(number(row[key]) for key in ("free", "error", "none", "play")))
        for row in part["coefficients"]
    ]
    loss = part["losses"]
    rows.append(
        ("mean loss", f"{loss['free']:.4f}", "", f"{loss['none']:.4f}", f"{loss['play']:.4f}")
    )
    heads = ("", "own slope", "its error", "slope 0", "slope lambda (ships)")
    note = f"{part['events']:,} onsets in {part['rows']:,} weighted dyad-years."
    return Table("Onset: log-odds that a dispute begins", heads, tuple(rows), (1, 2, 3, 4), note)


def recovery(told: Told) -> Table | None:
    """Whether records drawn from the game gave theta back; None where it was not tried."""
    part = told.get("recovery")
    if not part:
        return None
    rows = tuple(
        (
            row["name"],
            _signed(row["truth"]),
            _signed(row["bias"]),
            _plain(row["bias_error"]),
            _signed(row["z_mean"]),
            MISSING if row.get("z_posterior") is None else _signed(row["z_posterior"]),
            f"{100 * row['covered']:.0f} %",
        )
        for row in part["parameters"]
    )
    heads = ("parameter", "truth", "bias", "its error", "z", "z, posterior", "held by 90 %")
    note = (
        f"{part['replications']} records drawn, of {part['disputes']:,} disputes each (every "
        f"{part['stride']}th on record). On the scale of estimation, mostly logarithms."
    )
    caption = "Recovery: records drawn from the fitted game, fitted again"
    return Table(caption, heads, rows, (1, 2, 3, 4, 5, 6), note)


def _signed(value: float) -> str:
    text = f"{abs(value):.2f}"
    return f"{MINUS}{text}" if value < 0 and float(text) else text


def _plain(value: float | None) -> str:
    return MISSING if value is None else f"{value:.2f}"
