"""What the filters offer, in the order and the words in which they are offered."""

from __future__ import annotations

from foedus.brief.words import pledge
from foedus.cases.placebo import REGIONS
from foedus.ledger.select import KINDS, REACHED
from foedus.ledger.summary.labels import LABELS

from .state import COLUMNS, THRESHOLDS, State

__all__ = ["FLAGS", "OPTIONS", "sorted_by"]

_LABELS = {
    "raised": "likelier",
    "lowered": "less likely",
    "unclear": "not told",
    "none": "no pact in the game",
}
OPTIONS: dict[str, dict[str, str]] = {
    "regions": {name: name for name in REGIONS},
    "kinds": {name: pledge(name) for name in KINDS},
    "levels": {name: name for name in REACHED},
    "effects": {name: _LABELS[name] for name in LABELS},
    "thresholds": {name: name for name in THRESHOLDS},
}
"""By menu: value, and the words for it."""
FLAGS = {
    "major": "a great power",
    "nuclear": "a nuclear state",
    "pledged": "a pact in the game",
    "peace": "without the world wars",
}


def sorted_by(state: State) -> str:
    """In words what the table is sorted by."""
    key = state.sort.removeprefix("-")
    label = next(one.label for one in COLUMNS if one.key == key)
    return f"{label}, {'falling' if state.sort.startswith('-') else 'rising'}"
