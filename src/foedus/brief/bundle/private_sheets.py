"""Tables of the page on private resolve: worlds, types, ranges, statements, one crisis lived."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from foedus.brief.numbers import aligned, change, probability

from .reading import LABELS, actors, records

if TYPE_CHECKING:
    from foedus.core.bundle import Bundle

__all__ = ["lived", "statements", "swings", "types", "worlds"]

_WORLDS = ("no types", "types known", "shares known", "as perceived")
_PAIRS = 3
_OUTCOMES = ("any_war", "great_power_war", "challenger_yields", "target_yields", "settled")


def worlds(bundle: Bundle, case: str = "base") -> list[dict[str, str]]:
    """Outcomes as perceived, without types, and the three parts of the difference."""
    point = {
        (row["world"], row["outcome"]): float(row["point"])
        for row in records(bundle, "worlds", case=case)
    }
    rows = []
    for outcome in _OUTCOMES if point else ():
        none, known, shares, seen = (point[world, outcome] for world in _WORLDS)
        parts = {"types": known - none, "private": shares - known, "misread": seen - shares}
        rows.append(
            {
                "outcome": LABELS[outcome],
                "none": aligned(probability(none)),
                "seen": aligned(probability(seen)),
                **{name: aligned(change(part)) for name, part in parts.items()},
            }
        )
    return rows


def types(bundle: Bundle, case: str = "base") -> list[dict[str, str]]:
    """What each actor does if it is resolute, and if not."""
    names = {one.code: one.name for one in actors(bundle)}
    return [
        {
            "actor": names.get(row["actor"], row["actor"]),
            "type": "resolute" if row["resolute"] else "not resolute",
            "share": aligned(probability(row["share"])),
            "fights": aligned(probability(row["fights"])),
            "any_war": aligned(probability(row["any_war"])),
        }
        for row in records(bundle, "types", case=case)
    ]


def swings(bundle: Bundle, case: str = "base") -> list[dict[str, str]]:
    """Any war at both ends of what is known as a range only."""
    return [
        {
            "path": row["path"],
            "ends": f"{row['low']:g} to {row['high']:g}",
            "low": aligned(probability(row["at_low"])),
            "high": aligned(probability(row["at_high"])),
        }
        for row in records(bundle, "swings", case=case, outcome="any_war")
    ]


def statements(bundle: Bundle, case: str = "base") -> list[dict[str, str]]:
    """What a statement of each sender tells each observer."""
    names = {one.code: one.name for one in actors(bundle)}
    return [
        {
            "sender": f"{names.get(row['sender'], row['sender'])}, bound by {row['cost']:g}",
            "made": f"{probability(row['by_resolute'])} ({probability(row['by_other'])})",
            "observer": names.get(row["observer"], row["observer"]),
            "before": aligned(probability(row["before"])),
            "spoken": aligned(probability(row["after_spoken"])),
            "silent": aligned(probability(row["after_silent"])),
        }
        for row in records(bundle, "signals", case=case)
    ]


def lived(bundle: Bundle, case: str = "base") -> dict[str, Any]:
    """One drawn crisis: who was resolute, and by event what those that were wrong most believed.

    Returns
    -------
    dict
        ``types``: actor and truth; ``heads``: the pairs shown; ``events``: day, what happened, and
        a belief a pair. Empty where nothing was drawn.
    """
    rows = records(bundle, "lived", case=case)
    if not rows:
        return {}
    names = {one.code: one.name for one in actors(bundle)}
    truth = {row["actor"]: bool(row["resolute"]) for row in rows if row["actor"]}
    wrong: dict[tuple[str, str], float] = {}
    for row in rows:
        if row["actor"]:
            pair = row["observer"], row["actor"]
            wrong[pair] = max(wrong.get(pair, 0.0), abs(row["believed"] - truth[row["actor"]]))
    pairs = sorted(wrong, key=lambda pair: (-round(wrong[pair], 9), pair))[:_PAIRS]
    events: list[dict[str, Any]] = []
    for row in rows:
        key = row["day"], row["event"], row["mover"]
        if not events or events[-1]["key"] != key:
            who = names.get(row["mover"], "") if row["mover"] else ""
            told = f"{who} {row['event']}".strip()
            events.append({"key": key, "day": f"{row['day']:.1f}", "what": told, "seen": {}})
        if row["actor"]:
            events[-1]["seen"][row["observer"], row["actor"]] = probability(row["believed"])
    return {
        "types": [(names.get(code, code), resolute) for code, resolute in truth.items()],
        "heads": [(names.get(o, o), names.get(a, a)) for o, a in pairs],
        "events": [
            {"day": e["day"], "what": e["what"], "seen": [e["seen"].get(p, "") for p in pairs]}
            for e in events
        ],
    }
