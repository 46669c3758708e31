"""``foedus score``: through the front door."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from foedus.cli.app import main
from foedus.cli.score.text import as_text
from foedus.estimate.scoring.harness import report
from foedus.estimate.scoring.splits import split
from foedus.estimate.scoring.tasks import Rows, task

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def foedus(capsys: pytest.CaptureFixture[str]) -> Call:
    """``foedus("base")``: status, standard output, standard error of ``foedus score``."""

    def call(*words: str) -> tuple[int, str, str]:
        status = main(["score", *words])
        told = capsys.readouterr()
        return status, told.out, told.err

    return call


def test_lists_need_no_data(foedus: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FOEDUS_DATA", raising=False)
    status, out, _ = foedus("--list")
    assert status == 0
    for name in ("great-power-war", "1946-1992", "penalised", "game-calibrated", "timetable"):
        assert name in out
    status, out, _ = foedus("--list", "--json")
    assert set(json.loads(out)) == {"tasks", "splits", "baselines", "games"}


@pytest.mark.usefixtures("data")
def test_a_model_of_ones_own(foedus: Call, tmp_path: Path) -> None:
    mine = tmp_path / "mine.py"
    mine.write_text(
        "import polars as pl\n"
        "def by_border(train, test):\n"
        "    rates = train.group_by('land').agg(p=pl.col('y').mean())\n"
        "    return test.join(rates, on='land', how='left', maintain_order='left')['p']\n"
    )
    output = tmp_path / "out" / "forecasts.parquet"
    words = (f"{mine}:by_border", "--against", "base,risks", "--draws", "200", "-o", str(output))
    status, out, err = foedus(*words, "--calibration")
    assert (status, err) == (0, "")
    assert "scored on 1,067 rows (dispute), 24 events (2.25 %)" in out
    assert "against base" in out
    assert "calibration of" in out
    frame = pl.read_parquet(output)
    assert frame.height == 1067
    assert f"p_{mine}:by_border" in frame.columns


@pytest.mark.usefixtures("data")
def test_for_programs(foedus: Call) -> None:
    words = ("base", "--against", "risks", "--split", "decades", "--draws", "50", "--json")
    status, out, err = foedus(*words, "--calibration")
    assert (status, err) == (0, "")
    data = json.loads(out)
    assert list(data["scores"]) == ["base", "risks"]
    assert data["contrasts"][0]["against"] == "risks"
    assert len(data["folds"]) == 15
    assert sum(row["rows"] for row in data["calibration"]) == data["scores"]["base"]["rows"]
    assert data["datasets"]["mid"] == "5.0"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "no model is named"),
        (("lgoit",), "did you mean 'logit'"),
        (("base", "--task", "joning"), "did you mean 'joining'"),
        (("base", "--split", "decade"), "did you mean 'decades'"),
        (("base", "--publish", "DIR", "--json"), "drop the others"),
        (("base", "--draws", "0"), "at least 1"),
        (("base", "-o", "x.xlsx"), ".parquet or .csv"),
        (("base", "-o", f"{__file__}/x.csv"), "cannot be written"),
        (("base", "--against", "bse"), "did you mean 'base'"),
        (("gmae",), "did you mean 'game'"),
        (("schools", "--by", "decade"), "schools are one table"),
        (("schools", "--task", "joining"), "schools are one table"),
        (("base", "--publish", "DIR", "--task", "joining"), "drop the others"),
        (("game", "--workers", "1", "--by", "dcade"), "did you mean 'decade'"),
        (("base", "--workers", "0"), "at least 1"),
        (("game", "--theta-draws", "-1"), "must not be negative"),
        (("game-calibrated", "--task", "onset", "--workers", "1"), "calibrated as it is"),
    ],
)
def test_wrong_calls_say_what_to_do(foedus: Call, words: tuple[str, ...], told: str) -> None:
    status, out, err = foedus(*words)
    assert (status, out) == (2, "")
    assert told in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--by", "decades"), "did you mean 'decade'"),
        (("--by", "decade,in-game"), "decade is there for every task"),
        (("--by", "parties", "--task", "onset"), "decade is there for every task"),
        (("--by", "component"), "only the game has components"),
    ],
)
def test_groups_that_are_none_are_refused_before_the_work(
    foedus: Call, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: str
) -> None:
    def report(*_: object, **__: object) -> None:
        pytest.fail("work was begun")

    monkeypatch.setattr("foedus.cli.score.command.report", report)
    status, out, err = foedus("logit", *words)
    assert (status, out) == (2, "")
    assert told in err
    assert err.count("\n") == 1


@pytest.mark.usefixtures("data")
def test_a_model_that_raises_is_one_line(foedus: Call, tmp_path: Path) -> None:
    (tmp_path / "bad.py").write_text("def f(train, test):\n    raise KeyError('land')\n")
    status, _, err = foedus(f"{tmp_path / 'bad.py'}:f")
    assert status == 1
    assert "raised KeyError" in err
    assert err.count("\n") == 1


@pytest.mark.usefixtures("data")
def test_the_game_without_a_fit_says_how_to_get_one(foedus: Call, tmp_path: Path) -> None:
    none = tmp_path / "origins.json"
    none.write_text('{"foedus-origins": 1, "origins": []}', encoding="utf-8")
    for words in (("game",), ("schools", "--draws", "5")):
        status, out, err = foedus(*words, "--workers", "1", "--origins", str(none))
        assert (status, out) == (1, "")
        assert "foedus estimate origins --school game --years 1946 --publish" in err
        assert err.count("\n") == 1


@pytest.mark.usefixtures("data")
def test_scores_by_group(foedus: Call) -> None:
    words = ("logit", "--against", "base", "--draws", "50", "--by", "decade,power")
    status, out, _ = foedus(*words)
    assert status == 0
    assert "decade: 1950" in out
    assert "power: minor states" in out
    status, out, _ = foedus(*words, "--json")
    rows = json.loads(out)["by"]
    assert sum(row["rows"] for row in rows if row["by"] == "power") == 1067


def test_blocks_are_those_of_either_interval() -> None:
    one, years = [1, 2, 3, 4], [1940, 1941, 1950, 1951]
    columns = {"dispnum": one, "year": years, "known": years, "block": one, "y": [0, 1, 0, 1]}
    rows = Rows(pl.DataFrame(columns), "")
    models = {name: (lambda _, test: [0.3] * test.height) for name in ("one", "other")}
    made = report(task("escalation"), split("1946-1992"), models, rows=rows, draws=5)
    assert as_text(made, {}, None).count("2 by block") == 1
    (contrast,) = made.contrasts
    brier = dataclasses.replace(contrast.brier, blocks=9, by="year")
    made = dataclasses.replace(made, contrasts=(dataclasses.replace(contrast, brier=brier),))
    assert "2 by block, 9 by year" in as_text(made, {}, None)


def test_publishing_hands_on_what_was_asked(
    foedus: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it writes is tested beside the scores; solving everything takes minutes."""
    asked: list[tuple[object, ...]] = []

    def publish(model: str, settings: object, folder: Path, **options: object) -> None:
        asked.append((model, folder, options["draws"], getattr(settings, "draws", None)))

    monkeypatch.setattr("foedus.cli.score.publish.publish", publish)
    words = ("game", "--publish", str(tmp_path), "--draws", "50", "--theta-draws", "2")
    status, _, err = foedus(*words, "--workers", "1")
    assert (status, err) == (0, "")
    assert asked == [("game", tmp_path, 50, 2)]
