"""The ledger as Python holds it."""

from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path

import polars as pl
import pytest

from foedus.core.errors import BundleError, UsageError
from foedus.ledger import ledger as module
from foedus.ledger.ledger import Ledger, read_ledger, shipped_folder
from foedus.ledger.store import is_ledger


def test_it_is_frozen(small: Ledger) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        small.folder = Path()


def test_a_summary_has_the_nine_outputs_and_is_json(small: Ledger) -> None:
    told = small.summary().data
    json.dumps(told, allow_nan=False)
    for output in ("headline", "stages", "quiet", "range", "removed", "schemes", "periods",
                   "decades", "placebos", "confounding", "calibration", "convergence", "prior",
                   "historians"):  # fmt: skip
        assert output in told
    assert told["convergence"]["unmade"] == 1
    assert told["calibration"]["rows"] == 7
    head = told["headline"]["any_war"]
    assert head == told["stages"]["escalation"]["any_war"]["counts"][1]
    assert head["none"] == 2


def test_filters_reach_every_output(small: Ledger) -> None:
    told = small.summary(first=1941, without_world_wars=True).data
    assert told["selection"] == {
        "first": 1941, "without_world_wars": True, "scheme": "dispute", "rows": 2,
    }  # fmt: skip
    assert told["stages"]["escalation"]["rows"] == 2
    assert told["range"]["as built"]["rows"] == 2
    assert told["calibration"]["rows"] == 2
    assert set(told["decades"]) == {"1940", "1990"}
    with pytest.raises(UsageError, match="no solved dispute is left"):
        small.summary(status="unmade")
    with pytest.raises(UsageError, match="no such scheme"):
        small.summary(scheme="guess")


def test_a_scheme_reaches_every_sum_of_disputes() -> None:
    """Left out by the scheme or by the filter, the world wars are gone from each output alike."""
    ledger = read_ledger()
    scheme, filtered = ledger.summary(scheme="peace"), ledger.summary(without_world_wars=True)
    for output in ("stages", "range", "opponents", "removed", "placebos", "confounding", "prior"):
        assert _sums(scheme[output]) == pytest.approx(_sums(filtered[output]), nan_ok=True)
    for name in ("rows", "wars", "expected", "log_score"):
        assert scheme["calibration"][name] == pytest.approx(filtered["calibration"][name])
    every = ledger.summary()
    assert every["opponents"]["between"]["weight"] > scheme["opponents"]["between"]["weight"]
    assert scheme["quiet"] == filtered["quiet"] == every["quiet"]


def _sums(told: object, path: str = "") -> dict[str, float]:
    """Numbers by where they stand, but for those that count games."""
    if isinstance(told, dict):
        return {k: v for key, one in told.items() if key not in ("rows", "failed")
                for k, v in _sums(one, f"{path}/{key}").items()}  # fmt: skip
    if isinstance(told, list):
        return {k: v for i, one in enumerate(told) for k, v in _sums(one, f"{path}/{i}").items()}
    return {path: float(told)} if isinstance(told, int | float) else {}


def test_filters_reach_the_dyad_years_without_a_dispute_or_they_are_left_out() -> None:
    ledger = read_ledger()
    whole, early, late = (
        ledger.summary(**years)["quiet"] for years in ({}, {"last": 1945}, {"first": 1946})
    )
    assert early["sampled"] + late["sampled"] == whole["sampled"]
    assert early["any_war"]["mean"] + late["any_war"]["mean"] == pytest.approx(
        whole["any_war"]["mean"]
    )
    of_one = ledger.summary(state="Venezuela", pledged=True)["quiet"]
    assert 0 < of_one["sampled"] < 20
    left_out = ledger.summary(first=1946, nuclear=True, region="Europe")
    assert left_out["quiet"] is None
    assert left_out["quiet_left_out"] == ["nuclear", "region"]


def test_one_dispute_whole(small: Ledger) -> None:
    told = small.show(90).data
    json.dumps(told, allow_nan=False)
    row = small.rows.filter(pl.col("dispnum") == 90).row(0, named=True)
    assert told["start"] == "1999-03-01"
    assert told["effects"]["any_war"]["with"] == pytest.approx(row["any_war"], rel=1e-6)
    assert told["effects"]["any_war"]["low"] == pytest.approx(row["any_war_low"], abs=1e-7)
    assert [one["instrument"] for one in told["treaties"]][-1] == "all"
    total = sum(
        share["share"] for share in told["accounting"]["shares"] if share["outcome"] == "any_war"
    )
    mine = next(t for t in told["treaties"] if t["instrument"] == told["accounting"]["treaty"])
    assert total == pytest.approx(mine["any_war_difference"], abs=1e-5)
    assert told["happened"]["level"] == "force"
    assert told["theta"]["status"] == "provisional: not yet fitted"
    assert small.show("90").data == told


def test_one_that_was_not_solved_is_shown_too(small: Ledger) -> None:
    told = small.show(99).data
    assert told["status"] == "unmade"
    assert "effects" not in told
    with pytest.raises(UsageError, match="no dispute of this ledger"):
        small.show(12345)


def test_without_a_shipped_ledger_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "shipped_folder", lambda: tmp_path)
    with pytest.raises(BundleError, match="no computed ledger comes with this version") as caught:
        read_ledger()
    assert "foedus ledger build" in str(caught.value)


def test_what_ships_is_small_and_whole() -> None:
    folder = shipped_folder()
    if not is_ledger(folder):
        assert sorted(p.name for p in folder.iterdir()) in ([], ["README.md"])
        return
    found = read_ledger()
    assert not found.manifest["parts"]["disputes"]["partial"]
    assert sum(p.stat().st_size for p in folder.iterdir()) < 3 * 1024 * 1024
    assert found.rows.height == found.manifest["parts"]["disputes"]["rows"]
    found.summary()


def test_tables_that_were_changed_are_refused(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    pl.read_parquet(copy / "rows.parquet").head(2).write_parquet(copy / "rows.parquet")
    with pytest.raises(BundleError, match="not the table that the manifest tells of"):
        read_ledger(copy)
    (copy / "rows.parquet").unlink()
    with pytest.raises(BundleError, match="cannot be read"):
        read_ledger(copy)
    with pytest.raises(BundleError, match="holds no ledger"):
        read_ledger(tmp_path)


def test_another_format_is_refused(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    manifest = json.loads((copy / "manifest.json").read_text())
    (copy / "manifest.json").write_text(json.dumps(manifest | {"foedus-ledger": 99}))
    with pytest.raises(BundleError, match="format 99 cannot be read"):
        read_ledger(copy)


def test_the_codebook_is_that_of_the_tables(small: Ledger) -> None:
    assert set(small.codebook["table"]) == {"rows", "effects", "treaties", "accounting"}
