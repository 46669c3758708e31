"""What ``foedus network`` prints about one year or day: 80 columns of plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

import numpy as np

from foedus.brief.numbers import day
from foedus.cli.layout import WIDTH, Line, fit, section, wrapped
from foedus.cli.lines import show as printed
from foedus.core import countries

if TYPE_CHECKING:
    import polars as pl

    from foedus.brief.network.findings import Findings

__all__ = ["lines", "show", "two"]

_MOST = 8
_NAME = 26


def show(found: Findings, stream: TextIO) -> None:
    """Print the screen; weight only on a terminal where ``NO_COLOR`` is not set."""
    printed(lines(found), stream)


def lines(found: Findings) -> list[Line]:
    """The screen as lines of at most 80 characters."""
    out = [*_head(found), *_structure(found), *_blocs(found), *_strongest(found)]
    if found.exposure is not None:
        from .exposure import exposure_lines

        out += exposure_lines(found)
    out += _vulnerable(found)
    if found.verdict is not None:
        out += _verdict(found)
    if found.trade is not None:
        out += _despite_trade(found)
    return [(text.rstrip(), style) for text, style in out]


def two(value: float | None) -> str:
    """Two figures, for what is no probability.

    Examples
    --------
    >>> two(3.1304), two(43.36), two(0.0123), two(None)
    ('3.1', '43', '0.012', '–')
    """
    if value is None or value != value:
        return "–"
    rounded = float(f"{value:.2g}")
    return f"{rounded:,.0f}" if abs(rounded) >= 10 else f"{rounded:g}"


def _when(found: Findings) -> str:
    net = found.network
    return f"on {day(net.day)}" if net.day is not None else f"in {net.year}"


def _head(found: Findings) -> list[Line]:
    net = found.network
    treaties = net.obligations["atopid"].n_unique()
    out: list[Line] = [(f"Alliances {_when(found)}", "bold")]
    out += wrapped(
        f"{net.states.size} states; {found.density.ties:,} pairs of allies; "
        f"{net.obligations.height:,} obligations under {treaties:,} treaties (ATOP).",
        "",
        "",
    )
    if set(net.kinds) != set(_all_kinds()):
        out += wrapped(f"Allies: by pledges of {', '.join(net.kinds)} only.", "dim", "")
    if found.without:
        numbers = ", ".join(f"atop:{one}" for one in found.without)
        out += wrapped(f"Taken out: {numbers}. {_lost(found)}", "bold", "")
    return out


def _all_kinds() -> tuple[str, ...]:
    from foedus.sources.atop import PLEDGES

    return PLEDGES


def _lost(found: Findings) -> str:
    """Which pairs are allies no more."""
    gone = np.argwhere(np.triu(found.whole.allied & ~found.network.allied))
    names = found.network.names
    if not len(gone):
        return "No pair ceases to be allied: other treaties bind them."
    pairs = [f"{names[i]}-{names[j]}" for i, j in gone[:_MOST]]
    more = f" and {len(gone) - _MOST} more" if len(gone) > _MOST else ""
    return f"No longer allied: {', '.join(pairs)}{more}."


def _structure(found: Findings) -> list[Line]:
    one = found.density
    share = "–" if np.isnan(one.density) else f"{two(100 * one.density)} %"
    rows = (
        ("Allies of a state, mean", two(one.per_state), f"{one.isolates} states have none"),
        ("Pairs of states allied", share, ""),
        (
            "Clustering",
            two(one.clustering),
            f"{two(100 * one.transitivity)} % of triads with two ties are closed",
        ),
    )
    return [("", ""), *((f"  {fit(a, _NAME)} {b:>7}   {c}", "") for a, b, c in rows)]


def _blocs(found: Findings) -> list[Line]:
    net, parted = found.network, found.blocs
    if not parted.count:
        return [*section("Blocs"), ("  none: nobody is allied", "")]
    right = f"modularity {two(parted.modularity)}, polarisation {two(parted.polarisation)}"
    out = section("Blocs", right)
    power = np.nan_to_num(net.strength)
    names = net.names
    for number in range(min(parted.count, _MOST)):
        members = np.flatnonzero(parted.bloc == number)
        ordered = members[np.argsort(-power[members], kind="stable")]
        told = [names[at] for at in ordered[:10]]
        more = f" +{ordered.size - 10}" if ordered.size > 10 else ""
        share = float(parted.share[number])
        text = f"  {number + 1}  {fit(' '.join(told) + more, 50)} {ordered.size:>4} states"
        out.append((f"{text}  {_percent(share)}", ""))
    if parted.count > _MOST:
        out.append((f"     and {parted.count - _MOST} smaller ones", "dim"))
    return out


def _percent(share: float) -> str:
    return "   –" if share != share else f"{100 * share:>3.0f} %"


def _strongest(found: Findings) -> list[Line]:
    net = found.network
    degree = net.allied.sum(axis=0)
    known = np.flatnonzero(~np.isnan(net.strength))
    strong = known[np.argsort(-net.strength[known], kind="stable")][:5]
    tied = np.argsort(-degree, kind="stable")[:5]
    out = section(fit("Strongest, share of power", 40) + "Most tied, allies")
    for i in range(max(strong.size, tied.size)):
        left = right = ""
        if i < strong.size:
            at = int(strong[i])
            left = f"  {fit(_name(found, at), 26)} {_percent(float(net.strength[at]))}"
        if i < tied.size and degree[tied[i]]:
            at = int(tied[i])
            right = f"  {fit(_name(found, at), 26)} {int(degree[at]):>4}"
        out.append((f"{left:<40}{right}", ""))
    return out


def _name(found: Findings, at: int) -> str:
    net = found.network
    return countries.name(int(net.states[at]), net.day or net.year)


def _vulnerable(found: Findings) -> list[Line]:
    frame = found.vulnerable.frame.filter("vulnerable").sort("strength", descending=True)
    known = len(found.vulnerable.known.names)
    title = f"Vulnerable at gamma {found.gamma:g}: {frame.height} of {known} states"
    out = section(title)
    if not frame.height:
        out.append(("  none: no state and its allies could defeat another and its allies", ""))
    else:
        out += _table(found, frame)
    if left_out := found.vulnerable.known.left_out:
        out += wrapped(f"without known strength, left out: {', '.join(left_out)}", "dim")
    return out


def _table(found: Findings, frame: pl.DataFrame) -> list[Line]:
    out: list[Line] = [
        (f"  {fit('the strongest of them', _NAME)} to the coalition of          ratio", "dim")
    ]
    for row in frame.head(_MOST).iter_rows(named=True):
        name = _called(found, row["ccode"])
        by = _called(found, _code(found, row["attacker"]))
        allies = row["coalition"] - 1
        whom = by if not allies else f"{by} +{allies}"
        ratio = "" if row["ratio"] is None else f"{two(row['ratio'])} : 1"
        out.append((f"  {fit(name, _NAME)} {fit(whom, 27)} {ratio:>10}", ""))
    if frame.height > _MOST:
        out.append(
            (f"  and {frame.height - _MOST} weaker ones (all of them: --json, --out)", "dim")
        )
    return out


def _called(found: Findings, code: int) -> str:
    return countries.name(code, found.network.day or found.network.year)


def _code(found: Findings, abbreviation: str) -> int:
    known = found.vulnerable.known
    return int(known.states[known.names.index(abbreviation)])


def _verdict(found: Findings) -> list[Line]:
    assert found.verdict is not None
    judged = found.verdict.verdict
    word = "War-stable" if judged.stable else "Not war-stable"
    out = section(f"{word} at gamma {found.gamma:g} (Jackson and Nei)")
    breaches = found.verdict.breaches
    adds = int(judged.adds.sum()) // 2
    drops = int(judged.drops.sum()) // 2
    ties = int(judged.found.adjacency.sum()) // 2
    out += wrapped(_clause("S1", int(judged.found.flags.sum()), "states are vulnerable", ""))
    out += wrapped(
        _clause(
            "S2",
            adds,
            "pairs could ally and make somebody vulnerable who is not",
            _example(breaches, "S2"),
        )
    )
    out += wrapped(
        _clause(
            "S3",
            drops,
            f"of {ties:,} alliances are not needed by one end",
            _example(breaches, "S3"),
        )
    )
    return out


def _clause(condition: str, count: int, words: str, example: str) -> str:
    if not count:
        return f"{condition} holds"
    return f"{condition} broken: {count:,} {words}{f' ({example})' if example else ''}"


def _example(breaches: pl.DataFrame, condition: str) -> str:
    rows = breaches.filter(breaches["condition"] == condition)
    if rows.is_empty():
        return ""
    one = rows.row(0, named=True)
    if condition == "S2":
        return f"{one['one']} with {one['two']}: {one['state']}"
    return f"{one['one']} without {one['two']}"


def _despite_trade(found: Findings) -> list[Line]:
    assert found.trade is not None
    judged = found.trade.verdict
    word = "War-and-trade stable" if judged.stable else "Not war-and-trade stable"
    out = section(f"{word} at gamma {found.gamma:g}")
    breaches = found.trade.breaches
    at_risk = int(judged.found.flags.sum())
    out += wrapped(
        f"Conquest gives each attacker {100 * found.spoils:g} % of its own trade; it loses its "
        "trade with the conquered, if an ally.",
        "dim",
    )
    out += wrapped(_clause("S1", at_risk, "states are vulnerable despite trade", ""))
    adds = int(judged.adds.sum()) // 2
    pairs = breaches.filter(breaches["condition"] == "S2")
    example = "" if pairs.is_empty() else f"{pairs['one'][0]} with {pairs['two'][0]}"
    out += wrapped(_clause("S2", adds, "pairs would both gain by an alliance", example))
    out += wrapped(
        _clause(
            "S3",
            int(judged.leaves.sum()),
            "times a state would gain by dropping an ally",
            _example(breaches, "S3"),
        )
    )
    return out


assert WIDTH == 80  # the columns above are set for it
