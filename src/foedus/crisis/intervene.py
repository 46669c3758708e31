"""Interventions: what the command line and a caller may change, read and applied.

The edits themselves are in `pledged`, `remedies` and `edit`; they compose.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

from foedus.core.errors import UsageError

from .edits.edit import Set, parse_set
from .edits.pledged import Conditional, Firmer, Public, Softer, Unconditional, Without
from .edits.remedies import (
    FewerExercises,
    Hotline,
    Intervention,
    MoreTrade,
    Revocable,
    Slower,
    unknown_word,
)
from .edits.resolved import Ambiguous, Assurance, Perceived, Pledged, Signalled
from .scenario import Scenario
from .text.defects import Defect

__all__ = [
    "Ambiguous",
    "Assurance",
    "Conditional",
    "FewerExercises",
    "Firmer",
    "Hotline",
    "Intervention",
    "MoreTrade",
    "Perceived",
    "Pledged",
    "Public",
    "Revocable",
    "Set",
    "Signalled",
    "Slower",
    "Softer",
    "Unconditional",
    "Without",
    "apply",
    "parse_set",
    "parse_with",
    "parse_without",
]


def apply(scenario: Scenario, edits: Iterable[Intervention]) -> Scenario:
    """Apply edits in order; the scenario given stays as it was.

    Raises
    ------
    UsageError
        If an edit names something unknown, or leads to a scenario that could not be played.
    """
    from .text.checks import defects  # checks import the readers; edits that parse need them not

    before: list[Defect] | None = None
    for edit in edits:
        edited = edit(scenario)
        if isinstance(edit, Set):
            before = before if before is not None else defects(scenario)
            new = [defect for defect in defects(edited) if defect not in before]
            if new:
                raise UsageError(new[0].message, field=edit.path, value=edit.value, fix=new[0].fix)
        scenario = edited
    return scenario


_NUMBER: dict[str, tuple[Callable[..., Intervention], float, float]] = {
    "hotline": (Hotline, 0.0, 1.0),
    "firmer": (Firmer, 0.0, 1.0),
    "softer": (Softer, 0.0, 1.0),
    "slower": (Slower, 0.01, 100.0),
    "trade": (MoreTrade, 0.0, 1.0),
    "fewer-exercises": (FewerExercises, 0.0, 1.0),
    "perceived": (Perceived, 0.0, 1.0),
    "assurance": (Assurance, 0.0, 1.0),
    "pledge": (Pledged, 0.0, 1.0),
    "signal": (Signalled, 0.0, 10.0),
}
_PLAIN: dict[str, Callable[[str], Intervention]] = {
    "conditional": Conditional,
    "unconditional": Unconditional,
    "public": Public,
    "revocable": Revocable,
    "ambiguous": Ambiguous,
}


def parse_without(text: str) -> Without:
    """Read what follows `--without`: a treaty, `A-B`, `all`, `camp:target`.

    Raises
    ------
    UsageError
        If there is nothing.
    """
    if not text.strip():
        raise UsageError("nothing to leave out", fix="write --without dual-alliance")
    return Without(text.strip())


def parse_with(text: str) -> Intervention:
    """Read what follows `--with`.

    >>> parse_with("hotline:GMY-RUS").label
    'hotline GMY-RUS (quality 0.8)'
    >>> parse_with("slower:RUS=3").spec
    '--with slower:RUS=3'

    Raises
    ------
    UsageError
        If the remedy is unknown, lacks what it applies to, or its number is out of range.
    """
    head, sign, number = text.strip().partition("=")
    kind, _, subject = head.partition(":")
    if kind not in _NUMBER and kind not in _PLAIN:
        raise unknown_word("remedy", kind, [*_NUMBER, *_PLAIN])
    alone = kind == "fewer-exercises"
    if alone == bool(subject):
        fix = "write fewer-exercises=0.5" if alone else f"write {kind}:NAME"
        raise UsageError(f"cannot read '{text}'", value=text, fix=fix)
    if kind in _PLAIN:
        if sign:
            raise UsageError(f"'{kind}' takes no number", value=text, fix=f"write {head}")
        return _PLAIN[kind](subject)
    make, low, high = _NUMBER[kind]
    words: list[Any] = [] if alone else [subject]
    if not sign:
        return make(*words)
    try:
        value = float(number)
    except ValueError:
        value = math.nan
    if not low <= value <= high:
        fix = f"write a number from {low:g} to {high:g}"
        raise UsageError(f"'{number}' does not fit '{kind}'", value=text, fix=fix)
    return make(*words, value)
