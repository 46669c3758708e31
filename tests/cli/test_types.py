"""Private resolve on the command line: what is asked of the study, and what is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from foedus.cli.crisis.resolved import private_lines
from foedus.cli.crisis.run import believed, edits_of
from foedus.cli.estimate.resolve import resolve, resolve_lines
from foedus.core.bundle import Bundle
from foedus.core.errors import UsageError
from foedus.crisis.intervene import parse_with
from foedus.crisis.scenario import Scenario
from foedus.study.options import Options
from foedus.study.run import run

ACTOR = {"capability": 2.0, "judgement": "made up"}


@pytest.fixture(scope="module")
def solved() -> Bundle:
    scenario = Scenario.model_validate(
        {
            "foedus-scenario": 1,
            "name": "tiny",
            "date": "1950-01-01",
            "start": {"ONE": "display"},
            "actors": {
                "ONE": {"name": "Challenger", "camp": "challenger", "principal": True, **ACTOR},
                "TWO": {"name": "Target", "camp": "target", "principal": True, **ACTOR},
            },
            "issue": {"kind": "policy", "salience": {"ONE": 1, "TWO": 1}, "judgement": "made up"},
            "resolve": {
                "TWO": {"share": 0.6, "range": [0.5, 0.7], "judgement": "made up"},
                "ONE": {"share": 0.5, "judgement": "made up"},
            },
            "perceived": {"ONE": {"TWO": {"share": 0.1, "judgement": "made up"}}},
            "signals": {"TWO": {"cost": 0.5, "judgement": "made up"}},
        }
    )
    options = Options(draws=1, search=1, paths=50, threads=1, types=True)
    return run(scenario, [parse_with("perceived:ONE:TWO=0.6")], options)


def test_the_screen_tells_of_worlds_types_beliefs_and_statements(solved: Bundle) -> None:
    told = [text for text, _ in private_lines(solved)]
    assert all(len(line) <= 80 for line in told)
    whole = " ".join(" ".join(told).split())
    assert whole.count("Private resolve") == 2
    for part in (
        "as things are perceived", "as they are misperceived", "Fights if resolute (if not)",
        "ONE of TWO at", "A statement of TWO that binds it by 0.5", "resolve.TWO.share 0.5 to 0.7",
        "4 profiles of types",
    ):  # fmt: skip
        assert part in whole, part
    assert "Everybody's beliefs are right on average on every rung." in whole  # as requested


def test_nothing_is_told_where_nothing_was_asked(solved: Bundle) -> None:
    tables = {k: v for k, v in solved.tables.items() if k != "worlds"}
    assert private_lines(Bundle(solved.manifest, solved.scenario, tables)) == []


def test_edits_of_beliefs_ask_for_types() -> None:
    assert believed(edits_of(None, ["perceived:GMY:UKG=0.9"], None))
    assert believed(edits_of(None, ["hotline:GMY-RUS", "signal:UKG"], None))
    assert not believed(edits_of(["all"], ["hotline:GMY-RUS"], ["theta.X=2"]))


def test_a_reading_of_the_record_is_laid_out() -> None:
    point = {"spread": 0.7, "share": 0.5, "error": -0.4}
    row = {"point": point, "disputes": 1200, "gain": -0.25, "could": 0.05, "largest": 0.004}
    told = [
        text for text, _ in resolve_lines({"theta": "set", "stride": 1, "groups": {"all": [row]}})
    ]
    assert any("1,200 disputes" in line for line in told)
    assert any(line.split() == ["0.70", "0.50", "-0.40", "-0.25", "0.05", "0.004"] for line in told)


def test_a_file_that_cannot_be_written_is_refused_before_the_work(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"it is a folder.*name another with --out FILE"):
        resolve(out=tmp_path)


@pytest.mark.parametrize("wrong", [{"stride": 0}, {"workers": 0}])
def test_wrong_numbers_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(UsageError, match="at least 1"):
        resolve(**wrong)
