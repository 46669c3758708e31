"""The terminal's tables of treaties and channels: effects, accounting, contrasts, readings."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from foedus.brief.bundle.reading import (
    LABELS,
    Effect,
    accounting,
    effects,
    main_war,
    obliges,
    records,
)
from foedus.brief.groups import READ_AS
from foedus.brief.numbers import MINUS, change, no_difference, probability, spans_zero
from foedus.brief.words import short
from foedus.cli.layout import Line, decimal, fit, section, wrapped

if TYPE_CHECKING:
    from foedus.core.bundle import Bundle

__all__ = ["account_lines", "contrast_lines", "effect_lines", "lens_lines", "tip_lines"]

_EFFECTS, _ACCOUNTS, _CONTRASTS = 6, 2, 2
"""Rows shown of each kind; the rest stand on the page and in --json."""
_COLUMNS = ("any_war", "great_power_war", "patron_fights")
_TITLE, _CELL, _SHARE = 21, 19, 11
_LEAST = 0.01
NO_BREAK = "\N{NO-BREAK SPACE}"


def effect_lines(bundle: Bundle) -> list[Line]:
    """With minus without: an instrument a row, an outcome a column."""
    found: dict[str, dict[str, Effect]] = {}
    for outcome in (main_war(bundle), *_COLUMNS):
        for one in effects(bundle, outcome):
            found.setdefault(one.instrument, {})[outcome] = one
    if not found:
        return []
    draws = max(one.difference.draws for row in found.values() for one in row.values())
    told = "with minus without"
    out = section(
        "What each treaty and channel does", f"{told} [90 %], {draws} draws" if draws > 1 else told
    )
    heads = "".join(fit(LABELS[name], _CELL) for name in _COLUMNS)
    out.append((f"  {'':{_TITLE}} {heads}", "dim"))
    shown = list(found.values())[:_EFFECTS]
    for row in shown:
        cells = "".join(_effect(row.get(name)).ljust(_CELL) for name in _COLUMNS)
        out.append((f"  {fit(short(next(iter(row.values())).title), _TITLE)} {cells}", ""))
    hidden = len(found) - len(shown)
    more = f"{hidden} with smaller effects not shown; " if hidden else ""
    out.append((f"  {more}~ no clear effect: the interval spans zero", "dim"))
    return out


def _effect(one: Effect | None) -> str:
    """``+.21 [+.12 +.37]``; a tilde where the interval spans zero."""
    if one is None:
        return " –"
    found = one.difference
    if no_difference(found.point):
        return " 0"
    text = _narrow(change(found.point))
    if not found.has_interval:
        return text
    mark = "~" if spans_zero(found.q05, found.q95) else ""
    return f"{text}{mark} [{_end(found.q05)} {_end(found.q95)}]"


def _narrow(text: str) -> str:
    """Without the zero before the point: ``+0.21`` as ``+.21``."""
    return text.replace("0.", ".", 1)


def _end(value: float) -> str:
    """An end of a range, two decimals; ``0`` for less than .005."""
    if abs(value) < 0.005:
        return "0"
    return _narrow(f"{'+' if value > 0 else MINUS}{abs(value):.2f}")


def account_lines(bundle: Bundle) -> list[Line]:
    """The shares of the largest effects on the main war, each with its range."""
    outcome = main_war(bundle)
    found = [
        (one, shares)
        for one in effects(bundle, outcome)
        if abs(one.difference.point) >= _LEAST
        and (shares := accounting(bundle, one.instrument, outcome))
    ]
    if not found:
        return []
    out = section(f"How: shares of the effect on {LABELS[outcome]}", "first-in to last-in range")
    heads = ("deter.", "embold.", "entrap.", "others", "mechan.")
    told = "".join(head.ljust(_SHARE) for head in heads)
    out.append((f"  {'* not separable':{_TITLE}} {told}", "dim"))
    for one, shares in found[:_ACCOUNTS]:
        numbers = "".join(
            (change(share.share) + ("" if share.separable else "*")).ljust(_SHARE)
            for share in shares
        )
        out.append((f"  {fit(short(one.title), _TITLE)} {numbers}", ""))
        ranges = "".join(f"{_end(one.low)} {_end(one.high)}".ljust(_SHARE) for one in shares)
        out.append((f"  {'= ' + change(one.difference.point):{_TITLE}} {ranges}", "dim"))
    if not all(obliges(bundle, one.instrument) for one, _ in found[:_ACCOUNTS]):
        out += wrapped(READ_AS, "dim")
    return out


def contrast_lines(bundle: Bundle) -> list[Line]:
    """The main war with no treaty, a conditional one, an unconditional one."""
    outcome = main_war(bundle)
    rows = {row["instrument"]: row for row in records(bundle, "contrasts", outcome=outcome)}
    designs = ("none", "conditional", "unconditional")
    chosen = [
        one
        for one in effects(bundle, outcome)
        if one.instrument in rows
        and all(rows[one.instrument][name] is not None for name in designs)
    ]
    if not chosen:
        return []
    out = section(f"By design: {LABELS[outcome]} with the treaty", "   ".join(designs))
    for one in chosen[:_CONTRASTS]:
        values = [decimal(probability(rows[one.instrument][name])) for name in designs]
        numbers = f"{values[0]:7}{values[1]:14}{values[2]}"
        out.append((f"  {fit(short(one.title), 42)} {numbers}", ""))
    return out


def lens_lines(bundle: Bundle) -> list[Line]:
    """The two wars under other values of what disputes cannot tell."""
    told: list[str] = []
    for row in records(bundle, "lens"):
        war, great = probability(row["any_war"]), probability(row["great_power_war"])
        told.append(NO_BREAK.join((str(row["lens"]), war, "/", great)))
    if not told:
        return []
    return section("Under other readings", "any war / great-power war") + wrapped(";  ".join(told))


def tip_lines(bundle: Bundle) -> list[Line]:
    """A requested hotline over its quality, which nobody has measured, and where its sign turns."""
    rows = records(bundle, "tips")
    base = {row["outcome"]: row["point"] for row in records(bundle, "outcomes", case="base")}
    if not rows or "any_war" not in base:
        return []
    out = section("A hotline is as good as its quality: any war", "none    at quality h")
    for name in dict.fromkeys(str(row["instrument"]) for row in rows):
        own = [row for row in rows if row["instrument"] == name]
        values = "  ".join(
            f"h={row['quality']:g}{NO_BREAK}{probability(row['any_war'])}" for row in own
        )
        turn = _turn([(row["quality"], row["any_war"] - base["any_war"]) for row in own])
        if turn is None:
            out += wrapped(f"{name}: changes it by less than 0.01 at any quality")
            continue
        out += wrapped(f"{name}: {probability(base['any_war'])}; {values}; {turn}")
    return out


def _turn(effects: list[tuple[float, float]]) -> str | None:
    """At which quality an effect changes sign, in words; None where it is always small."""
    if all(abs(effect) < _LEAST for _, effect in effects):
        return None
    signs = [(h, effect) for h, effect in effects if abs(effect) >= _LEAST / 10]
    for (h0, e0), (h1, e1) in pairwise(signs):
        if e0 * e1 < 0:
            return f"tips near h = {h0 + (h1 - h0) * e0 / (e0 - e1):.2f}"
    return "lower at every quality" if signs[0][1] < 0 else "higher at every quality"
