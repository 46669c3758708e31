"""Published scores: what is kept of a report is what the report says; whole or not at all."""

from __future__ import annotations

import datetime as dt
import json
import math
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from foedus.cli.score.publish import _schools, publish
from foedus.core.errors import BundleError, UsageError
from foedus.estimate.scoring.game import Settings
from foedus.estimate.scoring.harness import Report, report
from foedus.estimate.scoring.published import scores as kept
from foedus.estimate.scoring.published.scores import FORECASTS, report_data, worst
from foedus.estimate.scoring.published.store import are_scores, read, write
from foedus.estimate.scoring.scores import Floats
from foedus.estimate.scoring.splits import Fold, Split
from foedus.estimate.scoring.tasks import Rows, task

SPLIT = Split("made", "made up", (Fold(1950, 1960),))
FRAME = pl.DataFrame(
    {
        "dispnum": [1, 2, 3, 4, 5, 6],
        "year": [1940, 1941, 1950, 1951, 1952, 1953],
        "known": [1940, 1941, 1950, 1951, 1952, 1953],
        "y": [0, 1, 0, 1, 1, 0],
        "block": [1, 2, 3, 4, 5, 6],
    }
)


def said(_: pl.DataFrame, test: pl.DataFrame) -> Floats:
    told = {3: 0.2, 4: 0.9, 5: 0.1, 6: 0.2}
    return np.array([told[n] for n in test["dispnum"]])


def half(_: pl.DataFrame, test: pl.DataFrame) -> Floats:
    return np.full(test.height, 0.5)


@pytest.fixture
def made() -> Report:
    models = {"mine": said, "half": half}
    return report(task("escalation"), SPLIT, models, rows=Rows(FRAME, "made up"), draws=50)


def test_the_worst_come_first_and_carry_their_loss(made: Report) -> None:
    found = worst(made)
    assert found.columns == [*FORECASTS, "p_mine", "p_half"]
    # 5 was given one in ten and came; 3 and 6 are as bad as each other: the lower number first.
    assert found["dispnum"].to_list() == [5, 3, 6, 4]
    expected = [-math.log(p) for p in (0.1, 0.8, 0.8, 0.9)]
    assert found["loss"].to_list() == pytest.approx(expected, rel=1e-6)
    assert found["ccode"].null_count() == 4


def test_of_a_large_report_only_the_worst(made: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_WHOLE", 3)
    monkeypatch.setattr(kept, "_KEPT", 2)
    assert worst(made)["dispnum"].to_list() == [5, 3]


def test_a_report_as_data(made: Report) -> None:
    told = report_data(made, {"mine": ["a note"]}, [{"by": "decade", "group": "1950"}])
    assert (told["task"], told["split"], told["model"]) == ("escalation", "made", "mine")
    assert told["scores"]["mine"]["log_score"] == made.scores["mine"].log_score
    assert told["contrasts"][0]["against"] == "half"
    assert told["contrasts"][0]["verdict"] in {"better", "worse", "unclear"}
    assert sum(row["rows"] for row in told["calibration"]["mine"]) == 4
    assert told["notes"] == {"mine": ["a note"]}
    json.dumps(told, allow_nan=False)


def test_written_and_read_again(made: Report, tmp_path: Path) -> None:
    folder = tmp_path / "scores"
    content = {"date": "2026-11-27", "reports": [report_data(made, {}, [])]}
    write(content, [worst(made), worst(made).drop("p_half")], folder)
    assert are_scores(folder)
    again = read(folder)
    assert again.forecasts.height == 8
    assert again.report("escalation", "made")["model"] == "mine"
    with pytest.raises(UsageError, match="escalation made"):
        again.report("onset", "made")
    write(content, [worst(made)], folder)
    assert [path.name for path in tmp_path.iterdir()] == ["scores"]


def test_a_strangers_folder_is_left_alone(made: Report, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="something else"):
        write({}, [worst(made)], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_what_is_damaged_is_refused(
    made: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "scores"
    with pytest.raises(BundleError, match="holds no published scores"):
        read(folder)
    write({}, [worst(made)], folder)
    (folder / "forecasts.parquet").write_bytes(b"PAR1")
    with pytest.raises(BundleError, match="is not the table"):
        read(folder)
    (folder / "forecasts.parquet").unlink()
    with pytest.raises(BundleError, match="cannot be read"):
        read(folder)
    (folder / "scores.json").write_text('{"foedus-scores": 99}')
    with pytest.raises(BundleError, match="of this version"):
        read(folder)

    def full(*_: object, **__: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("foedus.core.swap.tempfile.mkdtemp", full)
    with pytest.raises(UsageError, match="No space left"):
        write({}, [worst(made)], tmp_path / "other")


@pytest.mark.usefixtures("data")
def test_one_command_scores_and_publishes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With plain models only: what the game needs is solved elsewhere."""
    folder = tmp_path / "scores"
    publish(
        "base", Settings(), folder, tasks=("escalation",), splits=("1993-2014",),
        rivals=("risks",), draws=50, date=dt.date(2026, 11, 27),
    )  # fmt: skip
    assert "escalation 1993-2014" in capsys.readouterr().out
    found = read(folder)
    one = found.report("escalation", "1993-2014")
    assert set(one["scores"]) == {"base", "risks"}
    assert found.forecasts.height == one["scores"]["base"]["rows"]
    assert int(found.forecasts["y"].sum()) == one["scores"]["base"]["events"]
    assert {row["by"] for row in one["groups"]} == {"decade", "parties", "power", "obligations"}
    assert found.content["data"]["mid"] == "5.0"
    assert found.content["date"] == "2026-11-27"


def test_what_ships_agrees_with_itself() -> None:
    """Rows, events and mean losses of the forecasts are those of the scores."""
    found = read()
    for one in found.content["reports"]:
        rows = found.forecasts.filter(
            (pl.col("task") == one["task"]) & (pl.col("split") == one["split"])
        )
        mine = one["scores"][one["model"]]
        assert rows["loss"].is_sorted(descending=True)
        # Rows of the escalation of disputes are all there; of the others the worst 200 are.
        whole = one["task"] in ("escalation", "great-power-war")
        assert rows.height == (mine["rows"] if whole else 200)
        if whole:
            assert int(rows["y"].sum()) == mine["events"]
            assert float(rows["loss"].mean()) == pytest.approx(mine["log_score"], rel=1e-4)
        assert sum(b["rows"] for b in one["calibration"][one["model"]]) == mine["rows"]


def test_the_game_is_judged_beside_the_schools_that_were_fitted() -> None:
    """The shipped fits: all five before 1946, two before 1993."""
    every = ["capability", "deterrence", "timetable", "moral-hazard", "spiral"]
    assert sorted(_schools("game", Settings(), "1946-1992")) == sorted(every)
    assert set(_schools("game", Settings(), "1993-2014")) <= set(every)
    assert _schools("logit", Settings(), "1946-1992") == []
    shipped_ = read().report("escalation", "1946-1992")
    assert set(every) <= set(shipped_["scores"])
