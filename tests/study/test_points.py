"""Many changes at the centre of theta: the same bits as the study that begins with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from foedus.crisis.intervene import parse_with, parse_without
from foedus.crisis.scenario import load
from foedus.study.journal import Journal
from foedus.study.options import Options
from foedus.study.points import Points
from foedus.study.question import Question
from foedus.study.run import run, study_key

FEW = Options(draws=1, search=0, paths=10)


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOEDUS_CACHE", str(tmp_path))


@pytest.mark.parametrize(
    ("without", "with_"), [([], ["fewer-exercises"]), (["simla-1972"], ["fewer-exercises"])]
)
def test_a_study_begins_with_the_same_numbers(without: list[str], with_: list[str]) -> None:
    scenario = load("kargil-1999")
    edits = [*map(parse_without, without), *map(parse_with, with_)]
    points = Points(scenario, FEW)
    base, edited = points.base(), points.edited(edits)
    journal = Journal(study_key(Question(scenario, edits, FEW)))
    assert journal["point/edited"] == edited, "the study will find it"
    journal.path.unlink()
    tables = run(scenario, edits, FEW).tables
    for case, piece in (("base", base), ("edited", edited)):
        for row in tables["outcomes"].filter(case=case).to_dicts():
            assert row["point"] == piece["classes"][row["outcome"]]
        for row in tables["fights"].filter(case=case).to_dicts():
            assert row["point"] == piece["fights"][row["actor"]]


def test_what_is_in_the_journal_is_not_solved_again(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = load("kargil-1999")
    edits = [parse_with("fewer-exercises")]
    first = Points(scenario, FEW)
    told = (first.base(), first.edited(edits))

    def never(*_: object, **__: object) -> None:
        raise AssertionError("solved again")

    monkeypatch.setattr("foedus.study.points.solve", never)
    again = Points(scenario, FEW)
    assert (again.base(), again.edited(edits)) == told
