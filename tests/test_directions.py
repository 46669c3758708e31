"""The two directions that theory guarantees in the model; the rest is only reported.

At fixed policies a channel lowers nature's wars (thinning); a promise that binds nobody changes
nothing. What a channel or a promise does once everybody adjusts is in `benchmarks/directions.py`.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from foedus.crisis.scenario import Channel, Scenario, load

FOLDER = Path(__file__).resolve().parent.parent / "benchmarks"
SMALL = ("average-dispute", "weak-target", "taiwan-strait-1958")
QUALITIES = (0.25, 0.5, 0.75, 1.0)


@pytest.fixture
def directions(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The script, imported as `python benchmarks/directions.py` would be."""
    monkeypatch.syspath_prepend(str(FOLDER))
    before = set(sys.modules)
    yield importlib.import_module("directions")
    for name in {"directions", "_machine"} - before:
        sys.modules.pop(name, None)


def crisis(name: str) -> Scenario:
    """A small crisis, without channels."""
    if name == "taiwan-strait-1958":
        scenario = load(name)
    else:
        scenario = importlib.import_module("_machine").reference(name)
    return scenario.model_copy(update={"channels": {}})


def connected(scenario: Scenario, quality: float) -> Scenario:
    """The scenario with a channel of this quality between all whose forces can meet."""
    channel = Channel(quality=quality, kind="hotline", judgement="made up")
    channels = {f"{one}-{other}": channel for one, other in scenario.contact.pairs}
    return scenario.model_copy(update={"channels": channels})


@pytest.mark.parametrize("name", SMALL)
def test_natures_wars_fall_with_the_channel_at_fixed_policies(
    name: str, directions: ModuleType
) -> None:
    scenario = crisis(name)
    before = directions.play(scenario)
    assert before["nature"] > 1e-5
    nature = [before["nature"]]
    for quality in QUALITIES:
        found = directions.held(before, connected(scenario, quality))
        nature.append(found["nature"])
        # Thinning leaves a share 1 - h of the incidents; talks end some crises before that.
        assert found["nature"] <= (1.0 - quality) * before["nature"] * 1.02 + 1e-12
        assert found["any_war"] < before["any_war"]
    assert nature == sorted(nature, reverse=True)
    assert nature[-1] == pytest.approx(0.0, abs=1e-12)


def test_held_policies_and_no_change_of_nature_are_the_equilibrium(directions: ModuleType) -> None:
    scenario = crisis("weak-target")
    before = directions.play(scenario)
    again = directions.held(before, scenario)
    for name, value in again.items():
        assert value == pytest.approx(before[name], abs=1e-12), name


def bound(scenario: Scenario, treaty: str, binding: float) -> Scenario:
    """The scenario with one treaty binding its signatories so far."""
    terms = scenario.treaties[treaty]
    new = terms.model_copy(update={"binding": dict.fromkeys(terms.binding, binding)})
    return scenario.model_copy(update={"treaties": {**scenario.treaties, treaty: new}})


@pytest.mark.parametrize(
    ("name", "treaty"),
    [
        ("weak-target", "alliance"),
        ("taiwan-strait-1958", "mutual-defence-1954"),
        ("taiwan-strait-1958", "sino-soviet-1950"),
    ],
)
def test_a_treaty_that_binds_nobody_changes_nothing(
    name: str, treaty: str, directions: ModuleType
) -> None:
    scenario = crisis(name)
    none = directions.play(scenario.without(treaty))
    idle = directions.play(bound(scenario, treaty, 0.0))
    firm = directions.play(bound(scenario, treaty, 0.9))
    assert idle.numbers.keys() == none.numbers.keys()
    for measure, value in none.numbers.items():
        assert idle[measure] == pytest.approx(value, abs=1e-9), measure
    assert abs(firm["any_war"] - none["any_war"]) > 1e-3  # the same treaty, meant


def test_what_a_verdict_says(directions: ModuleType) -> None:
    def verdict(expected: str, after: float) -> str:
        return directions.Finding("case", "any_war", expected, 0.1, after).verdict

    assert verdict("falls", 0.09) == verdict("rises", 0.11) == "as expected"
    assert verdict("falls", 0.11) == verdict("rises", 0.09) == "AGAINST"
    assert verdict("falls", 0.1 + 1e-6) == "no change"
    assert verdict("little", 0.105) == "as expected"
    assert verdict("little", 0.12) == "AGAINST"
    assert verdict("open", 0.9) == "reported"


def test_where_a_conclusion_tips(directions: ModuleType) -> None:
    assert directions.tipping({0.0: 0.3, 0.2: 0.31, 0.4: 0.29}) == "tips at h = 0.30"
    assert "does not tip" in directions.tipping({0.0: 0.3, 0.2: 0.29, 0.4: 0.28})


def test_an_ally_that_loses_nothing_by_its_word_is_no_ally(directions: ModuleType) -> None:
    far = [f for f in directions.weak_ally() if f.expected == "little"]
    assert len(far) == 4
    assert {f.verdict for f in far} == {"as expected"}
