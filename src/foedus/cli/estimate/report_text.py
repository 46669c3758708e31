"""What ``foedus estimate report`` prints, 80 characters wide."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from foedus.brief.fitted import around, cut, ends_cut, onset_slope, own
from foedus.brief.numbers import MINUS
from foedus.cli.layout import Line, fit, section, wrapped

from .checks_text import profiles, recovery

__all__ = ["lines", "number"]

_NAME = 12
_HALF = 0.5
"""Share of a parameter's precision above which it is called mostly prior."""
_SHOWN = 5
KINDS = {
    "level": "how high it went: display, force, war",
    "end": "how it ended, given no war",
    "length": "whether it was over when a monthly clock rang",
    "joined": "whether a candidate came in",
    "fought": "whether a candidate fought, given war",
}

Row = Mapping[str, Any]


def lines(told: Mapping[str, Any]) -> list[Line]:
    """The screen.

    Parameters
    ----------
    told
        Content of a fit's report.json.
    """
    theta: list[Row] = told["parameters"]
    out = _head(told) + _theta(theta) + _errors(theta) + _losses(told["losses"])
    out += _candidates(told.get("candidates", []))
    out += _onset(told["onset"])
    out += _directions(told["directions"], theta)
    if told.get("recovery"):
        out += recovery(told["recovery"])
    if told.get("profiles"):
        out += profiles(told["profiles"])
    return out + _failed(told["failed"])


def number(value: float) -> str:
    """Three figures, with a real minus.

    >>> number(0.00078), number(-1.2345), number(31.0), number(1614.0)
    ('0.00078', '−1.23', '31', '1,610')
    """
    size = abs(value)
    text = f"{float(f'{size:.3g}'):,.0f}" if 1e3 <= size < 1e6 else f"{size:.3g}"
    return f"{MINUS}{text}" if value < 0 else text


def _head(told: Mapping[str, Any]) -> list[Line]:
    plan = told["plan"]
    out: list[Line] = [(told["id"], "bold")]
    out += wrapped(told["status"], indent="")
    asked = [f"at most {plan['k']} candidates a game"]
    if plan["before"] is not None:
        asked.append(f"only what was known before {plan['before']}")
    asked += [f"{name} held at {number(value)}" for name, value in plan["fixed"].items()]
    out += wrapped("; ".join(asked), indent="")
    out += wrapped(
        f"{told['disputes']:,} disputes, {told['onset_rows']:,} dyad-years, "
        f"{told['clusters']:,} clusters; composite log likelihood "
        f"{MINUS}{-told['log_likelihood']:,.1f}, after {len(told['steps']) - 1} steps",
        indent="",
    )
    if not told["converged"]:
        out += wrapped(
            f"NOT AT ITS TOP: about {told['decrement'] / 2:.2g} of log likelihood is left to gain.",
            "bold",
            indent="",
        )
    versions = ", ".join(f"{name} {one['version']}" for name, one in told["data"].items())
    out += wrapped(f"data: {versions}", "dim", indent="")
    own = ", ".join(f"{name} {version}" for name, version in told["versions"].items())
    return out + wrapped(f"{own}, solver {told['solver']}", "dim", indent="")


def _span(ends: tuple[float, float]) -> str:
    return " to ".join(map(number, ends))


def _theta(rows: list[Row]) -> list[Line]:
    out = section("theta: posterior beside prior")
    out.append(
        (f"{'':<{_NAME}}{'point':>9} {'90 %':<20} {'prior':>8} {'90 %':<20} {'left':>6}", "")
    )
    for row in rows:
        left = f"{100 * row['sd'] / row['prior_sd']:.0f} %"
        text = (
            f"{fit(row['name'], _NAME)}{number(own(row, row['mean'])):>9} "
            f"{_span(around(row, 'mean', 'sd')):<20} "
            f"{number(own(row, row['prior_mean'])):>8} "
            f"{_span(around(row, 'prior_mean', 'prior_sd')):<20} {left:>6}"
        )
        out.append((text, ""))
    note = "left: share of the prior's spread that is left."
    if any(row["sd"] > row["prior_sd"] for row in rows):
        note += " Above 100 %, terms that lean on each other leave more doubt than the prior had."
    return out + wrapped(note + cut(rows, number), "dim", "")


def _errors(rows: list[Row]) -> list[Line]:
    out = section("The estimate itself, by two kinds of error")
    out.append((f"{'':<{_NAME}}{'best':>9}  {'sandwich, 90 %':<21} {'decades, 90 %':<21}", ""))
    for row in rows:
        text = (
            f"{fit(row['name'], _NAME)}{number(own(row, row['estimate'])):>9}  "
            f"{_span(around(row, 'estimate', 'sandwich')):<21} "
            f"{_span(ends_cut(row, _decades(row))):<21}"
        )
        out.append((text, ""))
    return out + wrapped(
        "best: top of likelihood and prior. decades: decades drawn again, one step each. Where the "
        "prior holds a parameter its estimate hardly moves: narrow is no knowledge there.",
        "dim",
        "",
    )


def _decades(row: Row) -> tuple[float, float]:
    return own(row, row["decades_low"]), own(row, row["decades_high"])


def _candidates(rows: list[Row]) -> list[Line]:
    """What the record says of third parties, by pledge and rank; reports before this had none."""
    if not rows:
        return []
    out = section("Third parties in the record")
    out.append((f"{'':<34}{'candidates':>11}{'came in':>9}{'in wars':>9}{'fought':>8}", "dim"))
    for row in rows:
        who = "great power" if row["major"] else "lesser power"
        owes = "owes defence" if row["bound"] else "owes nothing"
        came = row["joined"] / row["candidates"] if row["candidates"] else math.nan
        fought = row["fought"] / row["in_wars"] if row["in_wars"] else math.nan
        counts = f"{row['candidates']:>11,}{came:>9.1%}{row['in_wars']:>9,}{fought:>8.1%}"
        out.append((f"{f'{who}, {owes}':<34}{counts}", ""))
    return out + wrapped(
        "owes defence: or offence, to the principal of its camp. Allies differ from others in "
        "more than the pledge: no effect of it is read off here.",
        "dim",
        "",
    )


def _onset(told: Mapping[str, Any]) -> list[Line]:
    out = section("Onset: log-odds that a dispute begins in a dyad-year")
    losses = told["losses"]
    out += wrapped(
        f"{told['events']:,} onsets in {told['rows']:,} weighted dyad-years, given what each "
        "crisis would be worth to its challenger at the fitted theta.",
        indent="",
    )
    heads = ("own", "its error", "none", "lambda")
    out.append((" " * _NAME + "".join(f"{head:>11}" for head in heads), ""))
    for row in told["coefficients"]:
        cells = (row["free"], row["error"], row["none"], row["play"])
        out.append((fit(row["name"], _NAME) + "".join(f"{number(cell):>11}" for cell in cells), ""))
    cells = (f"{losses['free']:.4f}", "", f"{losses['none']:.4f}", f"{losses['play']:.4f}")
    out.append((fit("mean loss", _NAME) + "".join(f"{cell:>11}" for cell in cells), ""))
    slope = onset_slope(told)
    if slope is not None:
        out += wrapped(_slope(*slope), indent="")
    return out + wrapped(
        "own: the record's own slope. none: slope held at 0. lambda: slope held at that of play, "
        "an assumption; it is what ships.",
        "dim",
        "",
    )


def _slope(free: float, low: float, high: float) -> str:
    told = (
        f"The record's own slope, per stake that the crisis is worth, is {number(free)} "
        f"(90 %: {number(low)} to {number(high)})"
    )
    if low > 0.0:
        return f"{told}, POSITIVE: what is worth more begins more often."
    if high < 0.0:
        return (
            f"{told}, NEGATIVE: what is worth more begins less often. That speaks against the "
            "game's account of onset."
        )
    return (
        f"{told}, NOT TOLD APART FROM ZERO: the record does not show that what is worth more "
        "begins more often."
    )


def _losses(losses: Mapping[str, list[float]]) -> list[Line]:
    out = section("Mean loss by kind of term")
    out.append((f"{'':<48}{'terms':>8}{'loss':>9}{'chance':>9}", ""))
    for kind, (count, loss) in losses.items():
        text = (
            f"{fit(KINDS.get(kind, kind), 48)}{int(count):>8,}{loss:>9.4f}{math.exp(-loss):>9.3f}"
        )
        out.append((text, ""))
    return out + wrapped("chance: geometric mean of what was given to what happened.", "dim", "")


def _directions(found: list[Row], theta: list[Row]) -> list[Line]:
    told = sum(one["told"] >= 1.0 for one in found)
    out = section("What the record cannot tell")
    out += wrapped(
        f"In {told} of {len(found)} directions the record says more than the prior. From best to "
        "least told; information over that of the prior, and what the direction is made of:",
        indent="",
    )
    for one in found:
        made = " ".join(
            f"{'+' if weight > 0 else MINUS}{abs(weight):.2f} {name}"
            for name, weight in list(one["weights"].items())[:4]
        )
        out.append((fit(f"{one['told']:>10.3g}  {made}", 80), ""))
    mostly = [r["name"] for r in theta if (r["sd"] / r["prior_sd"]) ** 2 > _HALF]
    words = ", ".join(mostly) if mostly else "none"
    return out + wrapped(f"Mostly prior (more than half of the precision): {words}.", indent="")


def _failed(failed: Mapping[str, str]) -> list[Line]:
    out = section("Cases that could not be solved")
    if not failed:
        return [*out, ("none", "")]
    out += wrapped(f"{len(failed):,}; they have no part in the likelihood.", indent="")
    for key, why in list(failed.items())[:_SHOWN]:
        out += wrapped(f"{key}: {why}")
    if len(failed) > _SHOWN:
        out.append((f"  and {len(failed) - _SHOWN:,} more: --json lists them", ""))
    return out
