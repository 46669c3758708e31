"""The models: normalisation, reading, writing, pledges."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from foedus.core.errors import ScenarioErrors, UsageError
from foedus.crisis.ladder import BUILT_IN, built_in_name, transit_index, trigger_index
from foedus.crisis.scenario import Scenario, bundled, dump, load, loads
from foedus.crisis.treaty import Pledge, pledges

from .conftest import GOOD
from .strategies import scenarios


def test_a_scenario_is_read_with_its_short_forms_written_out(good: str) -> None:
    scenario = loads(good)
    treaty = scenario.treaties["pact"]
    assert treaty.kind == ("defence",)
    assert treaty.binding == {"GMY": 0.9}
    assert treaty.against == {"GMY": ("RUS", "SER")}
    assert treaty.in_force == (dt.date(1879, 10, 15), None)
    assert scenario.contact.pairs == (("AUH", "SER"), ("GMY", "RUS"))
    assert scenario.ladder == BUILT_IN["default"]
    assert scenario.version == 1
    assert scenario.principal("challenger") == "AUH"
    assert scenario.opposed("AUH", "SER")
    assert not scenario.opposed("AUH", "GMY")
    assert scenario.sources == {"1": "A work", "2": "Another"}


def test_codes_that_yaml_takes_for_truth_values_stay_words(good: str) -> None:
    scenario = loads(good.replace("SER", "NO"))
    assert "NO" in scenario.actors
    assert scenario.treaties["pact"].against == {"GMY": ("RUS", "NO")}


def test_a_scenario_cannot_be_changed_in_place(good: str) -> None:
    scenario = loads(good)
    with pytest.raises(ValidationError):
        scenario.title = "another"  # type: ignore[misc] # frozen: it must fail
    with pytest.raises(ValidationError):
        scenario.actors["AUH"].capability = 3.0  # type: ignore[misc] # frozen: it must fail


@given(scenarios())
@settings(max_examples=60, deadline=None)
def test_writing_and_reading_give_the_same_scenario(scenario: Scenario) -> None:
    text = dump(scenario)
    assert loads(text) == scenario
    assert dump(loads(text)) == text


TRICKY = [
    "no",
    "1914-07-23",
    "010",
    "1e5",
    "~",
    "null",
    ".nan",
    "- a",
    "a: b",
    "#",
    "'",
    '"',
    "<<",
    "=",
    "1_000",
    "0x1f",
    "12:30",
    " lead",
    "trail ",
    "two\nlines",
    "\u2028",
    "é",
    "😀",
    "&a",
    "*a",
    "!x",
    "%x",
    "@x",
    "`x",
    "true",
    "1.0",
    ".5",
    "+1",
    "[",
    "{",
    "]",
    "? x",
]
ODD = st.one_of(
    st.text(st.characters(exclude_categories=("Cs",)), min_size=1), st.sampled_from(TRICKY)
)


@given(ODD)
@settings(max_examples=300, deadline=None)
def test_any_text_survives_writing(text: str) -> None:
    scenario = loads(GOOD).model_copy(update={"title": text, "sources": {text: text}})
    assert loads(dump(scenario)) == scenario


@pytest.mark.parametrize("name", bundled())
def test_bundled_scenarios_survive_writing(name: str) -> None:
    scenario = load(name)
    assert loads(dump(scenario)) == scenario


def test_all_defects_come_in_one_exception(good: str) -> None:
    bad = good.replace("capability: 4.4", "capability: -4.4").replace("quality: 0.3", "quality: 3")
    with pytest.raises(ScenarioErrors) as caught:
        loads(bad, file="bad.yaml")
    assert [error.field for error in caught.value.errors] == [
        "actors.AUH.capability",
        "channels.GMY-RUS.quality",
    ]


def test_an_unknown_name_is_a_wrong_call() -> None:
    with pytest.raises(UsageError) as caught:
        load("july-1941")
    assert caught.value.fix == "did you mean 'july-1914'?"


def test_ladders_by_name() -> None:
    assert [rung.name for rung in BUILT_IN["default"]][-1] == "war"
    assert built_in_name(BUILT_IN["default"][:-1]) is None
    assert trigger_index(BUILT_IN["mobilisation"]) == transit_index(BUILT_IN["mobilisation"]) == 2
    assert transit_index(BUILT_IN["default"]) is None
    marked = tuple(
        rung.model_copy(update={"trigger": rung.name == "force"}) for rung in BUILT_IN["default"]
    )
    assert trigger_index(marked) == 3


def test_a_treaty_comes_to_pledges_of_actor_to_actor(good: str) -> None:
    assert pledges(loads(good)) == (
        Pledge("pact", "defence", "GMY", "AUH", ("SER", "RUS"), 1, False, 0.9, True),
    )


def bloc(edit: Callable[[str], str] = lambda text: text) -> Scenario:
    """A bloc of three in the target's camp, two of them bound to Serbia."""
    text = edit(BLOC)
    return loads(text, file="bloc.yaml")


BLOC = """
foedus-scenario: 1
name: bloc
date: 1914-07-23
actors:
  AUH: {name: Austria, camp: challenger, principal: true, capability: 4, judgement: x}
  SER: {name: Serbia, camp: target, principal: true, capability: 1, judgement: x}
  WEU: {name: West, camp: target, capability: 10, members: {BEL: 1, NTH: 2, FRN: 7}, judgement: x}
issue: {kind: policy, salience: {AUH: 1, SER: 1}, judgement: x}
treaties:
  t:
    kind: [defence, consultation]
    owes: {BEL: [SER], FRN: [SER], SER: [BEL, NTH]}
    against: {FRN: [AUH]}
    binding: {BEL: 0.5, FRN: 1, SER: 0.8}
    theatres: [elsewhere]
    in_force: [1900-01-01, null]
    source: x
"""


def test_a_bloc_owes_by_the_share_of_its_bound_members() -> None:
    everyone = [p for p in pledges(bloc()) if p.kind == "defence"]
    assert [(p.obligor, p.beneficiary, p.against, round(p.weight, 9)) for p in everyone] == [
        ("WEU", "SER", None, 0.05),
        ("WEU", "SER", ("AUH",), 0.7),
        ("SER", "WEU", None, 0.8),
    ]
    assert not any(p.applies for p in everyone)
    assert {p.kind for p in pledges(bloc())} == {"defence", "consultation"}


def test_members_bound_alike_add_their_shares() -> None:
    same = bloc(lambda text: text.replace("against: {FRN: [AUH]}", "against: [AUH]"))
    first = pledges(same)[0]
    assert (first.obligor, first.beneficiary) == ("WEU", "SER")
    assert first.weight == pytest.approx(0.5 * 0.1 + 1.0 * 0.7)
