"""Errors render as one line with place, field, value and fix."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from foedus.core import errors


def test_message_of_an_unknown_actor_reads_as_promised() -> None:
    error = errors.ScenarioError(
        "unknown actor 'GMYY'",
        file="july.yaml",
        line=14,
        field="treaties.dual.owes.GMYY",
        value="GMYY",
        fix=errors.did_you_mean("GMYY", ["AUH", "GMY"]),
    )
    assert str(error) == (
        "july.yaml:14: treaties.dual.owes.GMYY: unknown actor 'GMYY'; did you mean 'GMY'?"
    )


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({}, "broken"),
        ({"file": Path("a.yaml")}, "a.yaml: broken"),
        ({"line": 3}, "line 3: broken"),
        ({"field": "x.y"}, "x.y: broken"),
        ({"value": 0}, "broken (got 0)"),
        ({"value": float("nan")}, "broken (got nan)"),
        ({"fix": "mend it"}, "broken; mend it"),
        ({"file": "a", "value": ""}, "a: broken"),
    ],
)
def test_what_is_not_known_leaves_no_trace(fields: dict[str, object], text: str) -> None:
    assert str(errors.FoedusError("broken", **fields)) == text


def test_long_value_is_cut() -> None:
    text = str(errors.FoedusError("broken", value="x" * 10_000))
    assert len(text) < 120
    assert text.endswith("...)")


def test_several_errors_are_listed_in_order() -> None:
    first = errors.ScenarioError("one", file="a.yaml", line=1)
    second = errors.ScenarioError("two", file="a.yaml", line=9)
    both = errors.ScenarioErrors([first, second])
    assert both.errors == [first, second]
    assert str(both).splitlines() == ["a.yaml:1: one", "a.yaml:9: two"]
    assert isinstance(both, errors.ScenarioError)


def test_no_errors_at_all_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="at least one"):
        errors.ScenarioErrors([])


@pytest.mark.parametrize(
    "kind",
    ["ScenarioError", "NotConverged", "BundleError", "UsageError", "ThetaError", "Cancelled"],
)
def test_every_kind_is_a_foedus_error_and_survives_another_process(kind: str) -> None:
    error = getattr(errors, kind)("broken", file="f", line=2, field="x", value=1, fix="mend it")
    assert isinstance(error, errors.FoedusError)
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is type(error)
    assert str(back) == str(error) == "f:2: x: broken (got 1); mend it"


def test_several_errors_survive_another_process() -> None:
    both = errors.ScenarioErrors([errors.ScenarioError("one"), errors.ScenarioError("two")])
    back = pickle.loads(pickle.dumps(both))
    assert [str(one) for one in back.errors] == ["one", "two"]
    assert str(back) == "one\ntwo"


def test_did_you_mean_ignores_case_and_stays_silent_when_nothing_is_near() -> None:
    assert errors.did_you_mean("capabilty", ["capability", "camp"]) == "did you mean 'capability'?"
    assert errors.did_you_mean("AUS", ["auh", "rus"]) is not None
    assert errors.did_you_mean("zzz", ["capability", "camp"]) is None
    assert errors.did_you_mean("zzz", []) is None
