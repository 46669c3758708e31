"""Crisis actors as a panel."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from foedus.core.errors import UsageError
from foedus.panel.crises import crisis_actors

pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture(scope="module")
def theirs(data: Path) -> pl.DataFrame:
    frame = pl.read_csv(data / "icb/icb2v15.csv", infer_schema_length=None)
    return frame.rename(str.lower).sort("crisno", "cracno")


def test_every_actor_is_there_once(theirs: pl.DataFrame) -> None:
    panel = crisis_actors()
    assert panel.frame.height == theirs.height == 1_100
    assert (
        panel.frame.select("crisno", "cracno", year="year").rows()
        == theirs.select("crisno", "cracno", "yrtrig").rows()
    )
    assert panel.frame.select(panel.key).is_unique().all()
    assert panel.frame["crisno"].n_unique() == 496


def test_an_actor_can_enter_a_crisis_twice() -> None:
    """Trap: 21 pairs of crisis and actor repeat."""
    frame = crisis_actors().frame.drop_nulls("ccode")
    assert frame.height - frame.select("crisno", "ccode").n_unique() == 21


def test_codes_are_cows(theirs: pl.DataFrame) -> None:
    """Trap: Vichy France 219, Hejaz 671, Najd 672 are no COW states; late codes are not COW's."""
    frame = crisis_actors().frame
    both = frame.select("crisno", "year", "ccode").with_columns(theirs["cracid"])
    assert both.filter(pl.col("cracid").ne_missing(pl.col("ccode"))).rows() == [
        (29, 1924, None, 672),
        (29, 1924, None, 671),
        (84, 1941, None, 219),
        (416, 1995, 679, 678),  # Yemen after 1990, and Germany, as Gleditsch and Ward have them
        (430, 1999, 255, 260),
        (442, 2003, 255, 260),
        (476, 2015, 255, 260),
    ]


def test_a_part_of_a_month_is_told_where_no_day_is() -> None:
    """The codebook of a day sends its reader to the column with _part behind its name."""
    frame = crisis_actors().frame
    for day in ("systrgda", "datrig", "dayres", "daterm"):
        told = frame.filter(pl.col(f"{day}_part").is_not_null())
        assert told.height > 0
        assert told[day].null_count() == told.height


def test_what_is_known_of_the_state_is_added() -> None:
    panel = crisis_actors().add("capabilities", "alliances")
    assert panel.frame.height == 1_100
    stateless = panel.frame.filter(pl.col("ccode").is_null())
    assert stateless["cinc"].null_count() == stateless.height
    assert stateless["atop_partners"].null_count() == stateless.height  # unknown, not none
    germany = panel.frame.filter(ccode=255, year=1938)
    assert germany["cinc"].to_list() == pytest.approx([0.154222, 0.154222], abs=1e-6)


def test_years() -> None:
    frame = crisis_actors(1936, 1939).frame
    assert set(frame["year"]) == {1936, 1937, 1938, 1939}
    with pytest.raises(UsageError, match="ICB covers 1918-2019"):
        crisis_actors(1900, 1910)
