"""Numbers do not change unless the solver's version says so.

Kept equilibria and journals are named by SOLVER_VERSION: a number that changes under the same
version would be mixed with old ones from a user's cache.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from foedus.study.options import SOLVER_VERSION

from .cases import FILE, NAMES, numbers

KEPT: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
HOW = "raise SOLVER_VERSION and run tests/golden/renew.py"
WITHIN = 1e-7
"""Of probabilities and values; of days and path counts, relative."""


def changed(kept: dict[str, float], now: dict[str, float]) -> dict[str, tuple[Any, Any]]:
    """Numbers that differ, or are on one side only."""
    return {
        key: (kept.get(key), now.get(key))
        for key in kept.keys() | now.keys()
        if key not in kept
        or key not in now
        or not abs(now[key] - kept[key]) <= WITHIN * max(1.0, abs(kept[key]))
    }


@pytest.mark.parametrize("name", NAMES)
def test_numbers_are_those_kept(name: str) -> None:
    kept = KEPT["cases"][name]
    differ = changed(kept["numbers"], numbers(kept))
    if differ:
        lines = "\n".join(f"  {key}: {old} -> {new}" for key, (old, new) in sorted(differ.items()))
        pytest.fail(f"{name}: numbers changed; {HOW}\n{lines}", pytrace=False)


def test_the_version_is_the_one_the_numbers_were_kept_under() -> None:
    assert KEPT["solver"] == SOLVER_VERSION, "run tests/golden/renew.py"


def test_what_is_kept_is_worth_keeping() -> None:
    assert tuple(KEPT["cases"]) == NAMES
    for case in KEPT["cases"].values():
        told = case["numbers"]
        exclusive = [
            p for key, p in told.items() if key.startswith("outcomes/") and "any_war" not in key
        ]
        assert len(exclusive) == 8
        assert sum(exclusive) == pytest.approx(1.0, abs=1e-7)
        assert 1e-4 < told["outcomes/any_war"] < 0.5


def test_a_change_is_seen() -> None:
    kept = KEPT["cases"][NAMES[0]]["numbers"]
    assert changed(kept, kept) == {}
    assert changed(kept, kept | {"outcomes/any_war": kept["outcomes/any_war"] + 2e-7})
    assert changed(kept, kept | {"outcomes/settled": float("nan")})
    assert changed(kept, {key: p for key, p in kept.items() if key != "days"})
