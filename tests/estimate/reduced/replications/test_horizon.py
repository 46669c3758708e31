"""Degrees of separation against networkx; conflict by degree by hand and on the record."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import numpy as np
import numpy.typing as npt
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.core.errors import UsageError
from foedus.estimate.reduced.replications.beside import figures, table
from foedus.estimate.reduced.replications.degrees import NO_PATH, degrees, distances
from foedus.estimate.reduced.replications.horizon import (
    BEYOND,
    DECAY,
    DEGREES,
    begun,
    make,
    pairs,
    rates,
)
from foedus.estimate.reduced.replications.initiation import beside
from foedus.network.graph import network_in

_KEY = ["ccode1", "ccode2", "year"]


@st.composite
def _tied(draw: st.DrawFn) -> npt.NDArray[np.bool_]:
    size = draw(st.integers(1, 12))
    ties = draw(
        st.lists(st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)), max_size=18)
    )
    allied = np.zeros((size, size), np.bool_)
    for one, two in ties:
        allied[one, two] = allied[two, one] = one != two
    return allied


def _by_networkx(allied: npt.NDArray[np.bool_]) -> npt.NDArray[np.int16]:
    steps = np.full(allied.shape, NO_PATH, np.int16)
    for one, lengths in nx.all_pairs_shortest_path_length(nx.from_numpy_array(allied)):
        for two, length in lengths.items():
            steps[one, two] = length
    return steps


@given(_tied())
def test_distances_are_those_of_networkx(allied: npt.NDArray[np.bool_]) -> None:
    steps = distances(allied)
    assert np.array_equal(steps, _by_networkx(allied))
    assert np.array_equal(steps, steps.T)
    assert np.array_equal(steps == 1, allied)


def test_degrees_of_a_real_year(data: Path) -> None:
    """Iran and Turkey in 1965, each an ally of the United States: the example of the study."""
    net = network_in(1965, kinds="defense")
    assert np.array_equal(distances(net.allied), _by_networkx(net.allied))
    found = {row[:2]: row[3] for row in degrees(1965, 1965).iter_rows()}
    assert len(found) == net.states.size * (net.states.size - 1) // 2
    assert (found[2, 630], found[2, 640], found[630, 640]) == (1, 1, 2)
    assert degrees(1966, 1966, lag=1)["degree"].equals(degrees(1965, 1965)["degree"])


def test_what_counts_as_begun_by_hand() -> None:
    rows = pl.DataFrame(
        {
            "ccode1": [1, 1, 1, 1, 1],
            "ccode2": [2, 2, 3, 4, 5],
            "year": [1970] * 5,
            "onset": [0, 1, 1, 1, 0],
            "orig1": [1] * 5,
            "orig2": [1, 1, 0, 1, 1],
            "hostlev1": [5, 2, 4, 3, 5],
            "hostlev2": [5, 4, 4, 3, 5],
        }
    )  # to 2 force in a new dispute; to 3 a joiner; to 4 a display; to 5 an old dispute
    for originators, force, expected in (
        (True, True, [1, 0, 0, 0]),
        (False, True, [1, 1, 0, 0]),
        (True, False, [1, 0, 1, 0]),
    ):
        found = begun(rows, originators=originators, force=force).sort("ccode2")
        assert found["begun"].to_list() == expected
        assert found["ongoing"].to_list() == [1] * 4


def test_figures_used_are_there() -> None:
    for design in (DEGREES, BEYOND, DECAY):
        assert set(design.published) <= set(design.pledges)
        assert set(design.published.values()) <= set(figures())
    with pytest.raises(UsageError):
        pairs(disputes="wars")


def test_each_pair_has_one_degree(data: Path) -> None:
    rows = pairs().frame
    assert rows.select(_KEY).is_duplicated().sum() == 0
    assert (rows["ccode1"] < rows["ccode2"]).all()
    assert (rows["year"].min(), rows["year"].max()) == (1965, 2000)
    ones = rows.select(pl.sum_horizontal(*DEGREES.pledges, "no_path"))
    assert (ones.to_series() == 1).all()
    assert (rows["contiguous"] == 1).all()
    gulf = rows.filter(pl.col("ccode1") == 630, pl.col("ccode2") == 645)  # Iran and Iraq
    assert gulf.filter(pl.col("year") == 1979)["begun"].item() == 1
    assert gulf.filter(pl.col("year") == 1985).is_empty()  # the old dispute goes on


def test_shares_by_degree(data: Path, root: Path) -> None:
    """Without controls the horizon is there: low within three degrees, high at four and more."""
    found = rates(pairs())
    assert found["degree"].to_list() == [1, 2, 3, 4, NO_PATH]
    assert found["begun"].to_list() == [136, 11, 16, 16, 333]
    share = found["share"].to_list()
    assert max(share[:3]) < share[4] < share[3]
    page = (root / "docs/explanation/replications.md").read_text(encoding="utf-8")
    assert f"left out, {pairs().left_out} pair-years" in page
    for name, row in zip(("1", "2", "3", "4 or more", "no path"), found.iter_rows(), strict=True):
        assert f"| {name} | {row[1]:,} | {row[2]} | {100 * row[3]:.1f} % |" in page


def test_li(data: Path, root: Path) -> None:
    """Nothing is told apart from nothing, but where the years of peace are left out."""
    rows, how = pairs(), "without years of peace"
    made = [make(DEGREES, "main", rows), make(DEGREES, how, rows, without=("log_peace_years",))]
    lines = beside(DEGREES, made)
    verdicts = [line.verdict for line in lines if line.figure.value]
    assert verdicts == ["not told apart", "agrees", *["not told apart"] * 4]
    assert lines[0].ours == pytest.approx(-0.184, abs=0.005)
    assert (made[0].model.rows, made[0].model.events) == (11_175, 506)
    assert all(one.forward[0] < one.forward[1] for one in made)
    beyond = [make(BEYOND, "main", rows), make(BEYOND, how, rows, without=("log_peace_years",))]
    assert [one.verdict for one in beside(BEYOND, beyond)] == ["not told apart", "agrees"]
    decay = beside(DECAY, [make(DECAY, "main", rows)])
    assert decay[0].verdict == "agrees"
    page = (root / "docs/explanation/replications.md").read_text(encoding="utf-8")
    for line in table([*lines, *beside(BEYOND, beyond), *decay]).splitlines()[2:]:
        assert line in page
