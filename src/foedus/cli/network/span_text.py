"""What ``foedus network FIRST:LAST`` prints: a table of years, and the comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from foedus.brief.network.timeline import two
from foedus.brief.network.years import compared, robust
from foedus.cli.layout import fit, wrapped
from foedus.core import countries

if TYPE_CHECKING:
    from foedus.brief.network.years import Years

__all__ = ["lines"]

_ROWS = 24


def lines(found: Years) -> list[str]:
    """The screen, at most 80 characters wide."""
    first, last = found.span
    out = [f"Alliances {first} to {last}", ""]
    out.append("                allies   pairs   lost in         vulner-  wars per")
    out.append("year   states  a state  allied   5 years   blocs   able  10,000 pairs")
    if found.state is not None:
        out[-1] += "  drawn in"
    frame = found.history.frame.join(found.stability, on="year", how="left")
    if found.exposure is not None:
        frame = frame.join(found.exposure, on="year", how="left")
    out += [_row(row, exposed=found.exposure is not None) for row in _some(frame)]
    out += [text for text, _ in wrapped(_note(found), "", "")]
    if found.comparison is not None:
        out += _compared(found)
    return [line.rstrip() for line in out]


def _some(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """All years, or every tenth, the first and the last."""
    rows = frame.to_dicts()
    if len(rows) <= _ROWS:
        return rows
    step = 10 if len(rows) > 5 * _ROWS else 5
    return [row for i, row in enumerate(rows) if i in (0, len(rows) - 1) or row["year"] % step == 0]


def _row(row: dict[str, Any], *, exposed: bool) -> str:
    lost = "–" if row["kept_5"] is None else f"{two(100 * (1 - row['kept_5']))} %"
    wars = "–" if row["wars_per_pair"] is None else two(10_000 * row["wars_per_pair"])
    open_share = row["vulnerable"] / row["known"] if row["known"] else float("nan")
    text = (
        f"{row['year']} {row['states']:>8} {two(row['alliances_per_state']):>8} "
        f"{two(100 * row['density']):>5} % {lost:>9} {row['blocs']:>7} "
        f"{two(100 * open_share):>4} % {wars:>13}"
    )
    if not exposed:
        return text
    return text + ("         –" if row["chance"] is None else f"{two(100 * row['chance']):>8} %")


def _note(found: Years) -> str:
    kinds = ", ".join(found.history.kinds)
    text = f"Allies by pledges of {kinds}. Vulnerable: at gamma {found.gamma:g}."
    if found.state is not None:
        text += f" Drawn in: {countries.name(found.state)}, chance a year."
    if "stable" in found.stability.columns:
        stable = int(found.stability["stable"].sum())
        text += f" War-stable in {stable} of {found.stability.height} years."
    if "stable_trade" in found.stability.columns:
        known = found.stability["stable_trade"].drop_nulls()
        text += (
            f" War-and-trade stable in {int(known.sum())} of {known.len()} years with trade data."
        )
    return text


def _compared(found: Years) -> list[str]:
    assert found.comparison is not None
    early, late = found.comparison.periods
    heads = (f"{early[0]}-{early[1] % 100:02d}", f"{late[0]}-{late[1] % 100:02d}", "change")
    head = " ".join(f"{one:>8}" for one in (*heads, "early", "late", "change"))
    out = ["", f"{fit('Jackson and Nei', 24)}{fit('these data', 27)} theirs", f"{'':<22}{head}"]
    short = {"wars": "wars per 10,000 pairs", "allies": "allies of a state", "ties": "ties lost, %"}
    for measure, *values in compared(found.comparison):
        label = short[measure.split()[0]]
        out.append(f"{fit(label, 22)}" + " ".join(f"{one:>8}" for one in values))
    if found.robustness is not None:
        told = [f"{name}: {same} of {every}" for name, every, same, _ in robust(found.robustness)]
        text = f"Same direction with other years, lists, kinds: {'; '.join(told)}."
        out += [line for line, _ in wrapped(text, "", "")]
    return out
