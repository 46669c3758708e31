"""The most similar disputes, against a search by hand over plain rows."""

from __future__ import annotations

import datetime as dt
import json
import math
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.core.errors import BundleError
from foedus.crisis.scenario import bundled, dump, load
from foedus.ledger import features as module
from foedus.ledger.features import features, shipped, write
from foedus.ledger.ledger import read_ledger
from foedus.ledger.similar import PARTS, Traits, similar, traits

ROWS = read_ledger().rows
FEATURES = shipped()
PLAIN = (
    ROWS.filter(~pl.col("world_war"))
    .drop_nulls(["issue", "pledged"])
    .select("dispnum", "start", "year", "days", "issue", "pledged")
    .to_dicts()
)
MORE = {row["dispnum"]: row for row in FEATURES.to_dicts()}


def by_hand(crisis: Traits) -> list[tuple[float, int]]:
    """Distance and number of every dispute that counts, the nearest first."""
    found = []
    for row in PLAIN:
        own = MORE.get(row["dispnum"])
        if own is None:
            continue
        if row["start"] + dt.timedelta(days=math.ceil(row["days"] or 0)) >= crisis.day:
            continue
        parts = (
            (row["issue"] == "territory") != crisis.territory,
            abs(own["share"] - crisis.share),
            abs(min(own["majors"], 3) - min(crisis.majors, 3)) / 3,
            row["pledged"] != crisis.allied,
            min(abs(row["year"] - crisis.day.year) / 100, 1),
        )
        found.append((round(sum(map(float, parts)) / 5, 9), row["dispnum"]))
    return sorted(found)


crises = st.builds(
    Traits,
    day=st.dates(dt.date(1850, 1, 1), dt.date(2030, 1, 1)),
    territory=st.booleans(),
    share=st.floats(0, 1),
    majors=st.integers(0, 7),
    allied=st.booleans(),
)


@given(crises)
@settings(max_examples=15)
def test_the_nearest_are_those_found_by_hand(crisis: Traits) -> None:
    found = similar(ROWS, FEATURES, crisis, nearest=7, around=30)
    expected = by_hand(crisis)
    assert found.candidates == len(expected)
    assert found.rows["dispnum"].to_list() == [number for _, number in expected[:7]]
    for (distance, _), row in zip(expected, found.rows.to_dicts(), strict=False):
        assert row["distance"] == pytest.approx(distance, abs=1e-8)
        assert row["distance"] == pytest.approx(sum(row[name] for name in PARTS) / 5)
    levels = dict(ROWS.select("dispnum", "level").iter_rows())
    assert found.wars == sum(levels[number] == "war" for _, number in expected[:30])


def test_nothing_is_told_of_what_was_not_over() -> None:
    early = Traits(dt.date(1816, 2, 1), True, 0.5, 2, True)
    found = similar(ROWS, FEATURES, early)
    assert (found.candidates, found.around, found.wars) == (0, 0, 0)
    assert found.rows.is_empty()


@pytest.mark.parametrize("name", bundled())
def test_every_bundled_scenario_has_traits(name: str) -> None:
    crisis = load(name)
    found = traits(yaml.safe_load(dump(crisis)))
    assert found is not None
    one, other = (crisis.actors[crisis.principal(c)].capability for c in ("challenger", "target"))
    assert found.share == pytest.approx(one / (one + other))
    assert found.majors == sum(actor.major for actor in crisis.actors.values())
    assert found.day == crisis.date
    assert found.territory == (crisis.issue.kind == "territory")


@pytest.mark.parametrize(
    "content", [{}, {"actors": {}}, {"date": "1914-07-23"}, {"date": 3, "actors": {"A": {}}}]
)
def test_a_scenario_without_traits_has_none(content: dict[str, Any]) -> None:
    assert traits(content) is None


def test_the_shipped_features_are_of_the_shipped_disputes() -> None:
    solved = ROWS.filter(pl.col("status") == "solved")
    assert set(solved["dispnum"]) <= set(FEATURES["dispnum"])
    assert FEATURES["share"].is_between(0, 1).all()
    # The ledger says of each whether any great power is in it.
    both = solved.join(FEATURES, on="dispnum")
    assert (both["major"] == (both["majors"] > 0)).all()


def test_a_changed_table_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(FEATURES, tmp_path)
    monkeypatch.setattr(module.resources, "files", lambda _name: tmp_path)
    assert shipped().equals(FEATURES)
    about = json.loads((tmp_path / "features.json").read_text())
    assert about["rows"] == FEATURES.height
    FEATURES.head(3).write_parquet(tmp_path / "features.parquet")
    with pytest.raises(BundleError, match="not the table"):
        shipped()
    (tmp_path / "features.json").unlink()
    with pytest.raises(BundleError, match="cannot be read"):
        shipped()


def test_the_shipped_features_are_those_of_the_record(data: Path) -> None:
    from foedus.cases.case import dispute_cases

    some = {257, 61, 30, 2, 4186} & set(FEATURES["dispnum"])
    found = features(dispute_cases(2, only=some))
    assert found.equals(FEATURES.filter(pl.col("dispnum").is_in(some)))
    assert found.height == len(some) > 2


def test_the_command_writes_into_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: Path
) -> None:
    from foedus.cases import case as cases

    few = cases.dispute_cases(2, only={257})
    monkeypatch.setattr(cases, "dispute_cases", lambda _k: few)
    monkeypatch.setattr(module.resources, "files", lambda _name: tmp_path)
    module.main()
    assert shipped()["dispnum"].to_list() == [257]
