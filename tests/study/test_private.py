"""A study with private resolve: its tables, what it refuses, and that nothing else moves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from foedus.core.bundle import Bundle
from foedus.core.errors import UsageError
from foedus.crisis.intervene import parse_set, parse_with
from foedus.crisis.outcomes import CLASSES
from foedus.crisis.scenario import Scenario
from foedus.study import result
from foedus.study.options import Options
from foedus.study.private import ranges
from foedus.study.question import Question
from foedus.study.run import run, study_key
from foedus.study.schemas import PRIVATE, SCHEMAS

QUICK = Options(draws=2, search=2, paths=100, threads=1, types=True)
RESOLVE: dict[str, Any] = {
    "resolve": {
        "ONE": {"share": 0.5, "judgement": "made up"},
        "FRD": {"share": 0.6, "range": [0.4, 0.9], "judgement": "made up"},
    },
    "perceived": {"ONE": {"FRD": {"share": 0.2, "judgement": "made up"}}},
    "signals": {"FRD": {"cost": 0.4, "judgement": "made up"}},
}


@pytest.fixture(scope="module")
def hidden(tiny: Scenario) -> Scenario:
    """The tiny crisis with two actors of two types, one of them misread."""
    return Scenario.model_validate(tiny.model_dump(by_alias=True) | RESOLVE)


@pytest.fixture(scope="module")
def solved(hidden: Scenario) -> Bundle:
    """Solved with and without what ONE gets wrong."""
    return run(hidden, [parse_with("perceived:ONE:FRD=0.6")], QUICK)


def test_tables_are_promised_and_filled(solved: Bundle) -> None:
    assert set(solved.tables) == {*SCHEMAS, *PRIVATE}
    for name, schema in PRIVATE.items():
        assert dict(solved.tables[name].schema) == dict(schema)
        assert solved.tables[name].height > 0, name
        assert set(solved.tables[name]["case"]) == {"base", "edited"}


def test_worlds_sum_to_one_and_the_first_is_the_game_without_types(solved: Bundle) -> None:
    worlds = solved.tables["worlds"]
    for case in ("base", "edited"):
        for world in ("no types", "types known", "shares known", "as perceived"):
            rows = worlds.filter(case=case, world=world)
            points = dict(rows.select("outcome", "point").rows())
            assert sum(points[c] for c in CLASSES) == pytest.approx(1.0, abs=1e-8)
        plain = solved.tables["outcomes"].filter(case=case, outcome="any_war")["point"].item()
        none = worlds.filter(case=case, world="no types", outcome="any_war")["point"].item()
        assert none == pytest.approx(plain, abs=1e-6)


def test_an_edit_that_puts_a_perception_right_leaves_no_misperception(solved: Bundle) -> None:
    worlds = solved.tables["worlds"].filter(outcome="any_war")
    by = {(r["case"], r["world"]): r["point"] for r in worlds.to_dicts()}
    assert by["edited", "as perceived"] == pytest.approx(by["edited", "shares known"], abs=1e-9)
    assert abs(by["base", "as perceived"] - by["base", "shares known"]) > 1e-6


def test_beliefs_stand_beside_what_is_so(solved: Bundle) -> None:
    told = solved.tables["beliefs"]
    mine = told.filter(case="base", observer="ONE", actor="FRD")
    assert set(mine["perceived"]) == {0.2}
    assert (mine["prior"] > 0.2).all()  # the pact is public
    assert (mine["believed"] < mine["so"]).all()
    right = told.filter(case="edited", observer="ONE", actor="FRD")
    assert (right["believed"] - right["so"]).abs().max() < 1e-4


def test_a_statement_is_told_to_every_observer(solved: Bundle) -> None:
    told = solved.tables["signals"].filter(case="base")
    assert set(told["sender"]) == {"FRD"}
    assert set(told["observer"]) == {"ONE", "TWO"}
    assert ((told["after_spoken"] - told["before"]) * (told["after_silent"] - told["before"]) <= 0)\
        .all()  # fmt: skip


def test_ends_of_ranges_are_solved(hidden: Scenario, solved: Bundle) -> None:
    assert ranges(hidden) == {"resolve.FRD.share": (0.4, 0.9)}
    told = solved.tables["swings"].filter(case="base", outcome="any_war").to_dicts()
    assert [(r["path"], r["low"], r["high"]) for r in told] == [("resolve.FRD.share", 0.4, 0.9)]
    assert told[0]["at_low"] != told[0]["at_high"]


def test_one_crisis_is_lived_through(solved: Bundle) -> None:
    told = solved.tables["lived"].filter(case="base")
    assert told["event"][0] == "start"
    assert (told["day"].diff().drop_nulls() >= 0.0).all()
    held = told.filter(told["believed"].is_not_null())
    assert held["believed"].is_between(0.0, 1.0).all()
    for actor in ("ONE", "FRD"):  # nobody's type changes on the way
        assert held.filter(actor=actor)["resolute"].n_unique() == 1


def test_the_manifest_says_how_it_was_solved(solved: Bundle) -> None:
    told = solved.manifest["private"]["base"]
    assert told["profiles"] == 4
    assert told["residual"] <= 1e-7
    assert told["found"] >= 1


def test_the_rest_of_the_study_is_as_without_types(hidden: Scenario, solved: Bundle) -> None:
    plain = run(hidden, [parse_with("perceived:ONE:FRD=0.6")], replace(QUICK, types=False))
    assert set(plain.tables) == set(SCHEMAS)
    for name in SCHEMAS:
        assert plain.tables[name].equals(solved.tables[name]), name


def test_types_are_part_of_the_key_only_where_asked_for(hidden: Scenario) -> None:
    with_, without = (
        study_key(Question(hidden, [], replace(QUICK, types=types))) for types in (True, False)
    )
    assert with_ != without
    assert "types" not in Options().identity(100)


def test_a_crisis_without_types_is_refused(tiny: Scenario) -> None:
    with pytest.raises(UsageError, match="does not say who may be resolute"):
        run(tiny, [], QUICK)


def test_python_asks_for_types_where_an_edit_is_about_beliefs(hidden: Scenario) -> None:
    asked = result.run(hidden, ["perceived:ONE:FRD=0.6"], draws=1, threads=1)
    assert set(asked.table("worlds")["case"]) == {"base", "edited"}
    assert "worlds" not in result.run(hidden, draws=1, threads=1).bundle.tables
    assert "worlds" in result.run(hidden, draws=1, threads=1, types=True).bundle.tables


def test_types_may_be_set(tiny: Scenario) -> None:
    told = run(tiny, [parse_set("resolve.ONE.share=0.5")], QUICK)
    assert set(told.tables["worlds"]["case"]) == {"edited"}
