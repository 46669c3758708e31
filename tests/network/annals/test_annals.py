"""The annals hold of a year what the network itself says, and are kept whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from foedus.core.errors import BundleError, Cancelled, UsageError
from foedus.core.progress import Silent
from foedus.network.annals.annals import Annals
from foedus.network.annals.build import GAMMA, build
from foedus.network.annals.columns import STATE_TYPES, STATES, YEARS
from foedus.network.annals.store import are_annals, read, write
from foedus.network.exposure.drawn_in import exposure
from foedus.network.graph import network_in
from foedus.network.stability.vulnerable import vulnerability
from foedus.network.structure.density import density


@pytest.fixture(scope="module")
def two_years(data: Path) -> Annals:
    assert data.is_dir()
    return build(1913, 1914)


@pytest.fixture
def made() -> Annals:
    years = pl.DataFrame({"year": [1900, 1901], **{n: [1, 2] for n in YEARS if n != "year"}})
    states = pl.DataFrame({"year": [1900, 1901, 1901], "ccode": [2, 2, 20]})
    return Annals(years, states, pl.DataFrame(), pl.DataFrame(), {"gamma": 1.5, "data": {}})


def test_a_year_is_what_the_network_says(two_years: Annals) -> None:
    net = network_in(1914)
    row, states = two_years.year(1914)
    one = density(net)
    assert (row["states"], row["ties"], row["isolates"]) == (one.states, one.ties, one.isolates)
    assert states["ccode"].to_list() == net.states.tolist()
    assert states["allies"].to_list() == net.allied.sum(axis=0).tolist()
    seen = vulnerability(net, GAMMA)
    assert row["vulnerable"] == int(seen.found.flags.sum())
    assert states.drop_nulls("vulnerable")["ccode"].to_list() == seen.known.states.tolist()
    assert states["vulnerable"].drop_nulls().to_list() == seen.found.flags.tolist()
    by = [int(seen.known.states[j]) for j in seen.found.attacker]
    assert states.drop_nulls("vulnerable")["attacker"].to_list() == by
    found = exposure(net)
    assert np.allclose(states["yearly"].to_numpy(), found.yearly, rtol=1e-6, atol=0)
    assert np.allclose(states["given_war"].to_numpy(), found.given_war, rtol=1e-6, atol=0)


def test_it_carries_no_publishers_table(two_years: Annals) -> None:
    """No list of treaties or pairs, and nobody's capabilities."""
    assert two_years.states.columns == list(STATES) == list(STATE_TYPES)
    assert two_years.years.columns == list(YEARS)
    assert two_years.comparison.is_empty()
    assert two_years.robustness.is_empty()
    assert "strength" not in two_years.states.columns
    assert {"atop/atop5_1m.csv"} <= set(two_years.manifest["data"])


def test_what_ships_is_what_is_computed_today(two_years: Annals) -> None:
    shipped = read()
    for year in (1913, 1914):
        mine, theirs = two_years.year(year), shipped.year(year)
        assert mine[0]["vulnerable"] == theirs[0]["vulnerable"]
        assert mine[0]["ties"] == theirs[0]["ties"]
        assert mine[1]["allies"].equals(theirs[1]["allies"])
        assert np.allclose(mine[1]["yearly"], theirs[1]["yearly"], rtol=1e-6, atol=0)


def test_what_ships_covers_the_record() -> None:
    shipped = read()
    assert shipped.span == (1816, 2018)
    assert shipped.years["year"].to_list() == list(range(1816, 2019))
    counts = shipped.states.group_by("year").len().sort("year")["len"].to_list()
    assert counts == shipped.years["states"].to_list()
    flags = shipped.states.group_by("year").agg(pl.col("vulnerable").sum()).sort("year")
    assert flags["vulnerable"].to_list() == shipped.years["vulnerable"].to_list()
    assert set(shipped.comparison["measure"]) == {"wars", "alliances", "loss"}
    assert shipped.robustness.height > 100


@pytest.mark.usefixtures("data")
def test_years_that_are_none() -> None:
    with pytest.raises(UsageError, match="end"):
        build(1914, 1913)
    with pytest.raises(UsageError):
        build(1700, 1701)


@pytest.mark.usefixtures("data")
def test_it_stops_when_asked() -> None:
    class Asked(Silent):
        def cancelled(self) -> bool:
            return True

    with pytest.raises(Cancelled):
        build(1913, 1914, reporter=Asked())


def test_written_and_read_again(made: Annals, tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "annals"
    write(made, folder)
    assert are_annals(folder)
    again = read(folder)
    assert again.years.equals(made.years)
    assert again.states.equals(made.states)
    assert again.manifest["gamma"] == 1.5
    assert again.span == (1900, 1901)
    assert again.year(1901)[1]["ccode"].to_list() == [2, 20]
    with pytest.raises(UsageError, match="1900 to 1901"):
        again.year(1902)
    write(made, folder)  # over one's own
    assert sorted(path.name for path in folder.parent.iterdir()) == ["annals"]


def test_a_strangers_folder_is_left_alone(made: Annals, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="something else"):
        write(made, tmp_path)
    with pytest.raises(UsageError, match="something else"):
        write(made, tmp_path / "mine.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_what_is_damaged_is_refused(made: Annals, tmp_path: Path) -> None:
    folder = tmp_path / "annals"
    write(made, folder)
    with pytest.raises(BundleError, match="holds no annals"):
        read(tmp_path)
    (folder / "years.parquet").write_bytes(b"PAR1")
    with pytest.raises(BundleError, match="is not the table"):
        read(folder)
    (folder / "years.parquet").unlink()
    with pytest.raises(BundleError, match="cannot be read"):
        read(folder)
    manifest = folder / "manifest.json"
    content = json.loads(manifest.read_text()) | {"foedus-annals": 99}
    manifest.write_text(json.dumps(content))
    with pytest.raises(BundleError, match="of this version"):
        read(folder)


def test_where_nothing_can_be_written(
    made: Annals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("foedus.core.swap.tempfile.mkdtemp", full)
    with pytest.raises(UsageError, match="No space left"):
        write(made, tmp_path / "annals")
