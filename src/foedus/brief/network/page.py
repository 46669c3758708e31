"""The page about one network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from foedus.brief.sheet import Section, Table
from foedus.core import countries

from .drawn_in import percent
from .map import when
from .sheet import Sheet

if TYPE_CHECKING:
    import datetime as dt

    import polars as pl

    from foedus.brief.picture import Picture

    from .drawn_in import Carrier
    from .findings import Findings

__all__ = ["page"]

_ROWS = 20


def page(found: Findings, drawn: Sequence[Picture]) -> str:
    """The page, as one HTML file.

    Parameters
    ----------
    drawn
        Its pictures: ``map``, ``matrix``, ``chains``.
    """
    by_id = {one.id: one for one in drawn}
    sections = [
        Section(
            "Who is allied with whom",
            pictures=tuple(by_id[name] for name in ("map", "matrix") if name in by_id),
        )
    ]
    if found.exposure is not None:
        sections.append(_exposure(found, by_id))
    sections.append(_vulnerable(found))
    if found.verdict is not None or found.trade is not None:
        sections.append(_stability(found))
    net = found.network
    told = when(net)
    sheet = Sheet(
        name=f"network-{net.day or net.year}",
        kicker=f"Network of alliances · {told}" + _taken_out(found),
        title=f"Alliances {'on' if net.day else 'in'} {told}",
        sentences=tuple(_sentences(found)),
        limits="Obligations as written down (ATOP): what was said without a treaty, and what a "
        "treaty was worth, is not in them. Strength is the CINC index of material capabilities.",
        sections=tuple(sections),
        sources=found.sources,
        run=(
            ("asked", told),
            ("pledges that make allies", ", ".join(net.kinds)),
            ("taken out", ", ".join(f"atop:{one}" for one in found.without) or "nothing"),
            ("gamma", f"{found.gamma:g}"),
        ),
    )
    return sheet.html()


def _taken_out(found: Findings) -> str:
    return (
        f" · without {', '.join(f'atop:{one}' for one in found.without)}" if found.without else ""
    )


def _sentences(found: Findings) -> list[str]:
    one, net = found.density, found.network
    flags = int(found.vulnerable.found.flags.sum())
    known = len(found.vulnerable.known.names)
    tied = (
        f"{one.states - one.isolates} of {one.states} states had allies, {one.per_state:.2g} on "
        f"average; {100 * one.density:.2g} % of all pairs were allied, in {found.blocs.count} "
        "blocs."
    )
    defeated = (
        f"{flags} of {known} states could have been defeated by another and its allies, if an "
        f"attack needed {found.gamma:g} times the strength of the defence."
    )
    sentences = [tied, defeated]
    if found.exposure is not None:
        at_risk = found.exposure
        name = countries.name(at_risk.ccode, net.day or net.year)
        sentences.append(
            f"The chance of {name} to be drawn into a war that starts elsewhere is "
            f"{percent(at_risk.yearly)} a year: number {at_risk.rank} of "
            f"{at_risk.exposure.states.size} states."
        )
    return sentences


def _exposure(found: Findings, by_id: dict[str, Picture]) -> Section:
    at_risk = found.exposure
    assert at_risk is not None
    year = found.network.day or found.network.year
    name = countries.name(at_risk.ccode, year)
    texts = [
        f"Drawn in, a year: {percent(at_risk.yearly)}"
        + (f" (standard error {percent(at_risk.error)})" if at_risk.error else "")
        + f"; if one war starts between two others: {percent(at_risk.given_war)}."
    ]
    if (change := at_risk.change) is not None:
        before, gap, error = change
        texts.append(
            f"Before the treaties were taken out: {percent(before)} a year; a difference of "
            f"{100 * gap:+.2g} points (standard error {100 * error:.1g})."
        )
    rows = tuple(_carrier(one, year) for one in at_risk.carriers)
    table = Table(
        f"Treaties by which {name} is drawn in",
        ("treaty", f"{name} owes help to", "it honours this", "in the chain", "a year without it"),
        rows,
        (2, 3, 4),
        " ".join(at_risk.assumptions),
    )
    pictures = (by_id["chains"],) if "chains" in by_id else ()
    return Section(f"How {name} can be drawn in", tuple(texts), pictures, (table,) if rows else ())


def _carrier(one: Carrier, year: int | dt.date) -> tuple[str, ...]:
    partners = ", ".join(countries.name(code, year) for code in one.partners[:5])
    more = f" and {len(one.partners) - 5} more" if len(one.partners) > 5 else ""
    return (
        f"atop:{one.atopid}",
        (partners + more) or "nobody: it binds others",
        f"{100 * one.first:.0f} %",
        f"{100 * one.anywhere:.0f} %",
        "–" if one.without is None else percent(one.without),
    )


def _vulnerable(found: Findings) -> Section:
    year = found.network.day or found.network.year
    frame = found.vulnerable.frame.filter("vulnerable").sort("strength", descending=True)
    codes = dict(zip(found.vulnerable.known.names, found.vulnerable.known.states, strict=True))
    rows = tuple(
        (
            countries.name(row["ccode"], year),
            f"{100 * row['strength']:.2g}",
            countries.name(int(codes[row["attacker"]]), year),
            str(row["coalition"] - 1),
            f"{100 * row['attack']:.2g}",
            f"{100 * row['defence']:.2g}",
        )
        for row in frame.head(_ROWS).iter_rows(named=True)
    )
    note = (
        "A state is vulnerable if another and its allies, the state itself left out, have more "
        f"than {found.gamma:g} times the strength of it and its other allies (Jackson and Nei). "
        "Strengths in per cent of the system's capabilities."
    )
    if frame.height > _ROWS:
        note += f" {frame.height - _ROWS} weaker states are in the table of states."
    heads = ("state", "its strength", "weakest against", "its allies", "attack", "defence")
    table = Table(f"Vulnerable at gamma {found.gamma:g}", heads, rows, (1, 3, 4, 5), note)
    texts = (
        () if rows else ("Nobody: no state and its allies could defeat another and its allies.",)
    )
    return Section("Who is vulnerable", texts, (), (table,) if rows else ())


def _stability(found: Findings) -> Section:
    texts: list[str] = []
    made: list[Table] = []
    if found.verdict is not None:
        word = "is" if found.verdict.verdict.stable else "is not"
        texts.append(f"The network {word} war-stable at gamma {found.gamma:g}.")
        made.append(_breaches(found.verdict.breaches, "Breaches of war stability", _WAR))
    if found.trade is not None:
        word = "is" if found.trade.verdict.stable else "is not"
        texts.append(
            f"With trade it {word} war-and-trade stable, if conquest gives each attacker "
            f"{100 * found.spoils:g} % of its own trade."
        )
        made.append(_breaches(found.trade.breaches, "Breaches of stability with trade", _TRADE))
    return Section("Is it stable", tuple(texts), (), tuple(one for one in made if one.rows))


_WAR = {
    "S1": "somebody is vulnerable",
    "S2": "two could ally and make a third vulnerable",
    "S3": "an ally is not needed",
}
_TRADE = {
    "S1": "vulnerable despite trade",
    "S2": "two would both gain by an alliance",
    "S3": "one would gain by dropping an ally",
}


def _breaches(frame: pl.DataFrame, caption: str, words: dict[str, str]) -> Table:
    rows: list[tuple[str, ...]] = []
    for condition, meaning in words.items():
        part = frame.filter(frame["condition"] == condition)
        if part.is_empty():
            continue
        examples = [_spelled(row) for row in part.head(5).iter_rows(named=True)]
        more = f" and {part.height - 5:,} more" if part.height > 5 else ""
        rows.append((condition, meaning, f"{part.height:,}", "; ".join(examples) + more))
    return Table(caption, ("condition", "broken where", "times", "for example"), tuple(rows), (2,))


def _spelled(row: dict[str, str | None]) -> str:
    if row["condition"] == "S1":
        return f"{row['state']} (to {row['attacker']})"
    pair = f"{row['one']}–{row['two']}"
    exposed = row["state"] if row["condition"] == "S2" and row["state"] else None
    return f"{pair} (exposes {exposed})" if exposed else pair
