"""Depth, scope and capacity of alliances: the real file, a made file."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from foedus.sources.alliance_scores import SCORES
from foedus.sources.reading.table import read, read_bytes

FILE = "benson_clinton/AllianceDataScoreJCR_RR.csv"
LATENT = ("PotMilCapacity.score", "Depth.score", "Scope.score")


def test_492_alliances(data: Path) -> None:
    reading = read(SCORES, data / FILE)
    frame = reading.frame
    assert reading.rows == frame.height == 492
    assert frame["atopid"].is_unique().all()
    low = min(float(frame[name].min()) for name in LATENT)
    high = max(float(frame[name].max()) for name in LATENT)
    assert (round(low, 1), round(high, 1)) == (-1.5, 4.1)
    assert sum(frame[name].null_count() for name in LATENT) == 0


def test_row_names_are_left_out_and_na_is_null(data: Path) -> None:
    frame = read(SCORES, data / FILE).frame
    assert frame.columns[0] == "atopid"
    assert frame["s2un"].null_count() == 225


def test_built_on_an_earlier_atop_so_there_are_gaps(data: Path) -> None:
    """Some alliances of the current release have no score."""
    scores = set(read(SCORES, data / FILE).frame["atopid"])
    current = set(pl.read_csv(data / "atop/atop5_1m.csv", columns=["atopid"])["atopid"])
    assert len(current - scores) > 250
    assert len(scores - current) < 20


@given(st.lists(st.floats(-2, 5, allow_subnormal=False), min_size=1, max_size=10))
def test_rows_written_are_rows_read(depths: list[float]) -> None:
    names = [column.name for column in SCORES.columns]
    header = ",".join(f'"{name}"' for name in ("", *names))
    lines = []
    for number, depth in enumerate(depths):
        row = {"atopid": str(1000 + number), "Depth.score": repr(depth)}
        lines.append(",".join((f'"phi_{number}_1"', *(row.get(name, "NA") for name in names))))
    frame = read_bytes(SCORES, "\n".join((header, *lines, "")).encode(), "b.csv").frame
    assert frame["Depth.score"].to_list() == depths
