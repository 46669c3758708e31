"""The chance of a state to be drawn in: computed, and as lines of text."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import polars as pl

from foedus.brief.network.drawn_in import Carrier, DrawnIn, chance, percent
from foedus.cli.layout import Line, fit, section, wrapped
from foedus.core import countries
from foedus.network.exposure.drawn_in import exposure
from foedus.network.exposure.onset import onset
from foedus.sources.load import load

if TYPE_CHECKING:
    from foedus.brief.network.findings import Findings
    from foedus.network.graph import Network
    from foedus.sources.load import Source

__all__ = ["drawn_in", "exposure_lines", "yearly"]

_TAKEN_OUT = 4
"""Treaties, the most important ones, that are taken out in turn."""
_SHOWN = 6
_TABLES = ("wars/participants", "contiguity/dyad-years", "cow-states/majors")


def drawn_in(net: Network, whole: Network, place: int, seed: int) -> tuple[DrawnIn, list[Source]]:
    """Exposure of a state, its chains, and what each of the main treaties does.

    Parameters
    ----------
    net, whole
        Without the treaties taken out, and with them; the same object where none was.
    place
        Position of the state in `net`.

    Returns
    -------
    tuple
        The result, and further tables used.
    """
    from foedus.network.exposure.chains import chains

    rates = onset()
    code = int(net.states[place])
    matrix = rates.matrix(net)
    found = exposure(net, rates=matrix, seed=seed)
    ways = chains(net, code, rates=matrix, seed=seed)
    carriers: list[Carrier] = []
    for i, row in enumerate(ways.treaties.head(_SHOWN).iter_rows(named=True)):
        number = int(row["atopid"])
        without = error = None
        if i < _TAKEN_OUT:
            less = found.less(exposure(net.without(number), rates=matrix, seed=seed))
            own = less.row(by_predicate=pl.col("ccode") == code, named=True)
            without = chance(own["without"])
            error = math.exp(-own["without"]) * float(own["error"])
        carriers.append(
            Carrier(
                number, _partners(net, number, code), row["first"], row["anywhere"], without, error
            )
        )
    before = None if whole is net else exposure(whole, rates=matrix, seed=seed)
    unmet = exposure(net, rates=matrix, seed=seed, conditions="unmet")
    result = DrawnIn(code, place, found, ways, tuple(carriers), before, rates, unmet)
    return result, _sources()


def _partners(net: Network, atopid: int, code: int) -> tuple[int, ...]:
    """To whom the state owes help under a treaty."""
    rows = net.obligations.filter(
        pl.col("atopid") == atopid,
        pl.col("obligor") == code,
        (pl.col("defense") == 1) | (pl.col("offense") == 1),
    )
    return tuple(rows["beneficiary"].unique().sort().to_list())


def _sources() -> list[Source]:
    return [load(name) for name in _TABLES]


def yearly(net: Network, state: int, seed: int) -> tuple[dict[str, float], list[Source]]:
    """Exposure of a state in a year as a row, and further tables used."""
    found = exposure(net, seed=seed)
    place = net.position(state)
    row = {
        "year": net.year,
        "chance": chance(float(found.yearly[place])),
        "yearly": float(found.yearly[place]),
        "yearly_error": float(found.yearly_error[place]),
        "given_war": float(found.given_war[place]),
    }
    return row, _sources()


def exposure_lines(found: Findings) -> list[Line]:
    """How likely the state is drawn in, by whom, under which treaties."""
    at_risk = found.exposure
    assert at_risk is not None
    when = found.network.day or found.network.year
    name = countries.name(at_risk.ccode, when)
    out = section(f"{name} drawn into a war that starts elsewhere")
    error = f" (± {percent(at_risk.error)})" if at_risk.error else ""
    out += wrapped(
        f"{percent(at_risk.yearly)}{error} a year, number {at_risk.rank} of "
        f"{at_risk.exposure.states.size}; {percent(at_risk.given_war)} if one war starts between "
        "two others.",
        "bold",
    )
    if (change := at_risk.change) is not None:
        before, gap, spread = change
        out += wrapped(
            f"With what was taken out: {percent(before)} a year; taking it out changes that by "
            f"{100 * gap:+.2g} points (± {100 * spread:.1g})."
        )
    out += _ways(found)
    out += _treaties(found)
    for text in at_risk.assumptions:
        out += wrapped(text, "dim")
    return out


def _ways(found: Findings) -> list[Line]:
    assert found.exposure is not None
    when = found.network.day or found.network.year
    out: list[Line] = [("  chains (share of its entries)", "dim")]
    frame = found.exposure.chains.paths
    merged = frame.group_by("chain", "role", maintain_order=True).agg(pl.col("share").sum())
    merged = merged.sort("share", "chain", descending=[True, False])
    if merged.is_empty():
        return [("  no chain of pledges reaches it", "")]
    for row in merged.head(_SHOWN).iter_rows(named=True):
        names = [countries.name(countries.code(code), when) for code in row["chain"].split(" < ")]
        began = "attacked" if row["role"] == "attacked" else "attacks"
        text = f"{names[-1]} {began} > " + " > ".join(reversed(names[:-1]))
        out.append((f"  {100 * row['share']:>3.0f} %  {fit(text, 70)}", ""))
    if merged.height > _SHOWN:
        rest = float(merged["share"][_SHOWN:].sum())
        out.append((f"  {100 * rest:>3.0f} %  {merged.height - _SHOWN:,} rarer ones", "dim"))
    return out


def _treaties(found: Findings) -> list[Line]:
    assert found.exposure is not None
    if not found.exposure.carriers:
        return []
    when = found.network.day or found.network.year
    out: list[Line] = [
        (f"  {fit('treaty', 11)}{fit('it owes help to', 36)}  honoured  in chain   without", "dim")
    ]
    for one in found.exposure.carriers:
        names = [countries.name(code, when) for code in one.partners]
        text = ", ".join(names[:2]) + (f" +{len(names) - 2}" if len(names) > 2 else "")
        without = "–" if one.without is None else percent(one.without)
        line = f"  {fit(f'atop:{one.atopid}', 11)}{fit(text or 'nobody: it binds others', 36)}"
        shares = f"{100 * one.first:>8.0f} % {100 * one.anywhere:>7.0f} % {without:>9}"
        out.append((line + shares, ""))
    return out
