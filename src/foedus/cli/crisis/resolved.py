"""What ``foedus run --types`` adds to the screen: private resolve, beliefs, misperception."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from foedus.brief.bundle.reading import apart, furthest, records
from foedus.brief.numbers import probability
from foedus.cli.layout import Line, section, wrapped

if TYPE_CHECKING:
    from foedus.core.bundle import Bundle

__all__ = ["private_lines"]

_WORLDS = ("no types", "types known", "shares known", "as perceived")
_OUTCOMES = {"any_war": "any war", "great_power_war": "great-power war"}
_ROWS, _LEAST = 6, 0.01


def private_lines(bundle: Bundle) -> list[Line]:
    """The section on private resolve; nothing where it was not asked for."""
    if "worlds" not in bundle.tables:
        return []
    out: list[Line] = []
    for case in dict.fromkeys(bundle.tables["worlds"]["case"].to_list()):
        rows = records(bundle, "worlds", case=case)
        out += section("Private resolve" + (", as requested" if case == "edited" else ""))
        out += _worlds(rows) + _types(bundle, case) + _beliefs(bundle, case)
        out += _signals(bundle, case) + _swings(bundle, case) + _found(bundle, case)
    return out


def _worlds(rows: list[dict[str, Any]]) -> list[Line]:
    point = {(row["world"], row["outcome"]): float(row["point"]) for row in rows}
    out: list[Line] = []
    for outcome, name in _OUTCOMES.items():
        none, open_, known, seen = (point[world, outcome] for world in _WORLDS)
        out += wrapped(
            f"{name} {probability(seen)} as things are perceived: {probability(none)} were all as "
            f"on average, {open_ - none:+.4f} as types differ, {known - open_:+.4f} as they are "
            f"private, {seen - known:+.4f} as they are misperceived."
        )
    return out


def _types(bundle: Bundle, case: str) -> list[Line]:
    rows = records(bundle, "types", case=case)
    parts = []
    for actor in dict.fromkeys(row["actor"] for row in rows):
        fights = {row["resolute"]: row["fights"] for row in rows if row["actor"] == actor}
        if len(fights) == 2:
            parts.append(f"{actor} {probability(fights[True])} ({probability(fights[False])})")
    return wrapped(f"Fights if resolute (if not): {', '.join(parts)}.") if parts else []


def _beliefs(bundle: Bundle, case: str) -> list[Line]:
    """Where each observer is furthest from the truth about each actor, the furthest first."""
    wrong = [row for row in furthest(bundle, case) if apart(row) >= _LEAST][:_ROWS]
    if not wrong:
        return wrapped("Everybody's beliefs are right on average on every rung.")
    out = wrapped("Where beliefs are furthest from what is so (resolute, by rung):")
    for row in wrong:
        believed, so = probability(row["believed"]), probability(row["so"])
        place = f"{row['observer']} of {row['actor']} at {row['rung']}"
        out.append((f"    {place}: believes {believed}, so {so}", ""))
    return out


def _signals(bundle: Bundle, case: str) -> list[Line]:
    rows = records(bundle, "signals", case=case)
    out: list[Line] = []
    for sender in dict.fromkeys(row["sender"] for row in rows):
        mine = [row for row in rows if row["sender"] == sender]
        moved = max(mine, key=lambda row: abs(row["after_spoken"] - row["before"]))
        one = mine[0]
        out += wrapped(
            f"A statement of {sender} that binds it by {one['cost']:g}: made by the resolute with "
            f"chance {probability(one['by_resolute'])}, by the other type "
            f"{probability(one['by_other'])}; {moved['observer']} takes it to be resolute with "
            f"{probability(moved['before'])} before, {probability(moved['after_spoken'])} after "
            f"it, {probability(moved['after_silent'])} after none; any war "
            f"{probability(one['any_war_spoken'])} after it, "
            f"{probability(one['any_war_silent'])} after none."
        )
    return out


def _swings(bundle: Bundle, case: str) -> list[Line]:
    rows = records(bundle, "swings", case=case, outcome="any_war")
    if not rows:
        return []
    out = wrapped("Known as a range only; any war at its ends:")
    for row in rows:
        ends = f"{probability(row['at_low'])} to {probability(row['at_high'])}"
        out.append((f"    {row['path']} {row['low']:g} to {row['high']:g}: {ends}", ""))
    return out


def _found(bundle: Bundle, case: str) -> list[Line]:
    how = (bundle.manifest.get("private") or {}).get(case)
    if not how:
        return []
    text = (
        f"{how['profiles']} profiles of types; values within {how['residual']:.0e}, beliefs "
        f"within {how['shift']:.0e}, in {how['rounds']} rounds; equilibria: {how['found']} found "
        f"in {how['searched']} starts"
    )
    return wrapped(text, "dim")
