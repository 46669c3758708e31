"""Tables of the page as rows of text: how war begins, accounting, contrasts, lenses, treaties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from foedus.brief.groups import READ_AS
from foedus.brief.numbers import aligned, change, day, interval, probability, signed_interval
from foedus.brief.words import pledge, short

from .reading import (
    GROUPS,
    LABELS,
    accounting,
    effects,
    estimate,
    main_war,
    obliges,
    records,
    scenario,
)
from .sourcing import Sources

if TYPE_CHECKING:
    from foedus.core.bundle import Bundle

__all__ = [
    "STEPS", "accounting_note", "accountings", "begins", "contrasts", "lenses", "treaties",
]  # fmt: skip

STEPS = {
    "nature": "nature's: an incident, or a mobilisation clock",
    "error": "mistaken: chosen although standing still was worth more",
    "deliberate": "deliberate",
}
OFF = {
    "incidents_off_held": "incidents and clocks off, everyone plays as before",
    "incidents_off_solved": "incidents and clocks off, solved again",
}
_OUTCOMES = ("great_power_war", "any_war", "patron_fights")
_LEAST = 0.01


def begins(bundle: Bundle, case: str = "base") -> list[dict[str, str]]:
    """The steps into war by label, and the chance of war without nature's: label, number, range."""
    rows: list[dict[str, str]] = []
    for label, told in {**STEPS, **OFF}.items():
        one = estimate(bundle, "steps", case=case, label=label)
        if one is not None:
            rows.append(
                {
                    "label": told,
                    "number": aligned(probability(one.point)),
                    "kind": "off" if label in OFF else "step",
                    "range": aligned(interval(one.q05, one.q95)) if one.has_interval else "",
                }
            )
    return rows


def accountings(bundle: Bundle) -> list[dict[str, Any]]:
    """Every treaty and channel that moves an outcome, with its shares."""
    rows: list[dict[str, Any]] = []
    for outcome in sorted(_OUTCOMES, key=lambda name: name != main_war(bundle)):
        for effect in effects(bundle, outcome):
            shares = {one.group: one for one in accounting(bundle, effect.instrument, outcome)}
            if not shares or abs(effect.difference.point) < _LEAST:
                continue
            rows.append(
                {
                    "outcome": LABELS[outcome],
                    "title": short(effect.title),
                    "fights": obliges(bundle, effect.instrument),
                    "total": aligned(change(effect.difference.point)),
                    "shares": [
                        {
                            "number": aligned(change(shares[group].share)),
                            "range": signed_interval(shares[group].low, shares[group].high),
                            "separable": shares[group].separable,
                        }
                        if group in shares
                        else {"number": "", "range": "", "separable": True}
                        for group in GROUPS
                    ],
                }
            )
    return rows


def accounting_note(rows: list[dict[str, Any]]) -> str:
    """What stands under the table of `accountings`."""
    text = (
        "Effects under 0.01 are left out. Ranges: the group changing first to changing last. "
        "* not separable: the sign depends on the order. Negative emboldenment is restraint."
    )
    return text if all(row["fights"] for row in rows) else f"{text} {READ_AS}"


def contrasts(bundle: Bundle) -> list[dict[str, str]]:
    """No treaty, a conditional one, an unconditional one; and the two differences by design."""
    rows: list[dict[str, str]] = []
    titles = {
        one.instrument: short(one.title) for name in _OUTCOMES for one in effects(bundle, name)
    }
    for outcome in _OUTCOMES:
        for row in records(bundle, "contrasts", outcome=outcome):
            none, conditional, unconditional = row["none"], row["conditional"], row["unconditional"]
            if any(one is None for one in (none, conditional, unconditional)):
                continue
            if max(abs(unconditional - none), abs(conditional - none)) < _LEAST:
                continue
            rows.append(
                {
                    "outcome": LABELS[outcome],
                    "title": titles.get(row["instrument"], row["instrument"]),
                    "none": aligned(probability(none)),
                    "conditional": aligned(probability(conditional)),
                    "unconditional": aligned(probability(unconditional)),
                    "restraint": aligned(change(conditional - unconditional)),
                    "emboldenment": aligned(change(unconditional - none)),
                }
            )
    return rows


def lenses(bundle: Bundle) -> list[dict[str, str]]:
    """The answer under other readings of what cannot be estimated."""
    return [
        {
            "lens": str(row["lens"]).replace("=", " = "),
            "any_war": aligned(probability(row["any_war"])),
            "great_power_war": aligned(probability(row["great_power_war"])),
        }
        for row in records(bundle, "lens")
    ]


def treaties(bundle: Bundle, sources: Sources) -> list[dict[str, Any]]:
    """The treaties as the scenario has them."""
    rows: list[dict[str, Any]] = []
    for key, one in (scenario(bundle).get("treaties") or {}).items():
        kind, force = one.get("kind") or (), one.get("in_force") or (None, None)
        start, end = (*force, None, None)[:2]
        rows.append(
            {
                "id": key,
                "title": one.get("title") or key,
                "kind": pledge(kind) if isinstance(kind, str) else ", ".join(map(pledge, kind)),
                "owes": "; ".join(
                    f"{who} to {', '.join(whom)}" for who, whom in (one.get("owes") or {}).items()
                ),
                "binding": _binding(one.get("binding")),
                "force": _force(start, end),
                "articles": one.get("articles") or "",
                "numbers": sources.numbers(one),
            }
        )
    return rows


def _force(start: Any, end: Any) -> str:
    if end is None:
        return f"since {day(start)}" if start else ""
    return f"{day(start)} to {day(end)}" if start else f"until {day(end)}"


def _binding(told: Any) -> str:
    if isinstance(told, dict):
        values = list(dict.fromkeys(told.values()))
        if len(values) == 1:
            return f"{values[0]:g}"
        return ", ".join(f"{who} {value:g}" for who, value in told.items())
    return "" if told is None else f"{told:g}"
