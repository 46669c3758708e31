"""``foedus panel``: through the front door."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from foedus.cli.app import main
from foedus.panel.dyads import dyad_years
from foedus.panel.feature import features
from foedus.panel.states import state_years
from foedus.panel.units import UNITS

pytestmark = pytest.mark.usefixtures("data")
Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def foedus(capsys: pytest.CaptureFixture[str]) -> Call:
    """``foedus("state-year")``: status, standard output, standard error of ``foedus panel``."""

    def call(*words: str) -> tuple[int, str, str]:
        status = main(["panel", *words])
        told = capsys.readouterr()
        return status, told.out, told.err

    return call


def test_rows_are_shown(foedus: Call) -> None:
    status, out, err = foedus("dyad-year", "--years", "1914", "--add", "alliances,contiguity")
    assert (status, err) == (0, "")
    panel = dyad_years(1914, 1914).add("alliances", "contiguity")
    assert out.strip() == repr(panel).strip()


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_as_rows_and_for_programs(foedus: Call, unit: str) -> None:
    status, out, err = foedus(unit, "--years", "1935:1936", "--json")
    assert (status, err) == (0, "")
    told = json.loads(out)
    panel = UNITS[unit].build(1935, 1936)
    assert (told["unit"], told["rows"]) == (panel.unit, panel.frame.height)
    assert told["columns"] == panel.frame.columns
    assert told["key"] == list(panel.key)
    assert len(told["head"]) == 10
    assert list(told["head"][0]) == panel.frame.columns


@pytest.mark.parametrize(
    ("words", "years"),
    [
        ("1900:1902", (1900, 1902)),
        ("1914", (1914, 1914)),
        (":1817", (1816, 1817)),
        ("2015:", (2015, 2016)),
        ("", (1816, 2016)),
        (":", (1816, 2016)),
    ],
)
def test_years(foedus: Call, words: str, years: tuple[int, int]) -> None:
    status, out, _ = foedus("state-year", f"--years={words}", "--json")
    assert status == 0
    assert tuple(json.loads(out)["years"]) == years


def test_options_reach_the_builder(foedus: Call, tmp_path: Path) -> None:
    file = tmp_path / "p.parquet"
    status, out, err = foedus(
        "dyad-year", "--directed", "--relevant", "--system", "gw", "--states", "Germany, USA",
        "--years", "2015:2017", "--carry-forward", "--add", "capabilities:version=6 , majors",
        "-o", str(file),
    )  # fmt: skip
    assert (status, err) == (0, "")
    panel = dyad_years(
        2015,
        2017,
        directed=True,
        relevant=True,
        system="gw",
        states=["Germany", "USA"],
        carry_forward=True,
    ).add("capabilities:version=6", "majors")
    assert pl.read_parquet(file).equals(panel.frame)
    rows, wide = panel.frame.shape
    assert out == f"{file}: {rows:,} {panel.unit}s, 2015-2017, {wide} columns\n"


@pytest.mark.parametrize(
    ("state", "years", "told"),
    [
        (
            "Germany",
            "1960",
            "in 1960 (got 'Germany'); write 'West Germany' (260) or 'East Germany'",
        ),
        ("DEU", "1960:1970", "in 1960-1970 (got 'DEU'); in 1970 that was West Germany (260)"),
        ("Estonia", "1960", "in 1960 (got 'Estonia'); choose years in which it was"),
    ],
)
@pytest.mark.parametrize("unit", [("state-year",), ("dyad-year",), ("dyad-year", "--system", "gw")])
def test_states_that_were_none_then_are_refused(
    foedus: Call, unit: tuple[str, ...], state: str, years: str, told: str
) -> None:
    status, out, err = foedus(*unit, "--years", years, "--states", state)
    assert (status, out) == (2, "")
    assert told in err


def test_a_panel_without_rows_has_no_years(foedus: Call) -> None:
    """There was no dispute in 1820."""
    words = ("dispute-dyad", "--years", "1820")
    status, out, _ = foedus(*words)
    assert (status, out.splitlines()[0]) == (0, "no dispute-dyad-years, 26 columns")
    told = json.loads(foedus(*words, "--json")[1])
    assert (told["rows"], told["years"]) == (0, None)


def test_gml_disputes(foedus: Call) -> None:
    _, out, _ = foedus("dispute-dyad", "--directed", "--source", "gml", "--json")
    assert json.loads(out)["rows"] == 10_276
    _, out, _ = foedus("dispute-participant", "--source", "gml", "--json")
    assert json.loads(out)["rows"] == 5_217


@pytest.mark.parametrize("suffix", ["parquet", "csv", "dta"])
def test_a_file_of_each_kind(foedus: Call, tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"r.{suffix}"
    status, out, _ = foedus(
        "state-year", "--years", "1914", "--add", "majors", "--output", str(file)
    )
    assert status == 0
    assert out.startswith(f"{file}: ")
    assert file.stat().st_size > 100


def test_references_and_codebook(foedus: Call, tmp_path: Path) -> None:
    panel = dyad_years(1946, 1946, relevant=True).add("alliances", "disputes")
    words = ("dyad-year", "--relevant", "--years", "1946", "--add", "alliances,disputes")
    assert foedus(*words, "--cite")[1].strip() == panel.cite().strip()
    assert foedus(*words, "--bibtex")[1].strip() == panel.cite(bibtex=True).strip()
    book = foedus(*words, "--codebook")[1]
    assert all(name in book for name in panel.frame.columns)
    file = tmp_path / "r.parquet"
    status, out, _ = foedus(*words, "--cite", "-o", str(file))
    assert status == 0
    assert out.startswith(f"{file}: ")
    assert out.endswith(panel.cite().rstrip("\n") + "\n")


@pytest.mark.parametrize(
    "words",
    [
        ("--cite",),
        ("--bibtex",),
        ("--codebook",),
        ("--codebook", "--cite"),
        ("--cite", "-o", "FILE"),
        ("-o", "FILE"),
    ],
)
def test_for_programs_it_is_one_object(
    foedus: Call, tmp_path: Path, words: tuple[str, ...]
) -> None:
    file = str(tmp_path / "x.csv")
    given = [file if word == "FILE" else word for word in words]
    status, out, err = foedus(
        "state-year", "--years", "1914", "--add", "capabilities", "--json", *given
    )
    assert (status, err) == (0, "")
    told = json.loads(out)
    panel = state_years(1914, 1914).add("capabilities")
    if "--codebook" in words:
        assert [row["column"] for row in told["codebook"]] == panel.frame.columns
    if "--cite" in words:
        assert told["references"] == panel.cite()
    if "--bibtex" in words:
        assert told["references"] == panel.cite(bibtex=True)
    if "-o" in words:
        assert told["file"] == file


def test_what_can_be_added(foedus: Call) -> None:
    status, out, _ = foedus("--features")
    assert status == 0
    assert [line.split()[0] for line in out.splitlines() if not line.startswith(" ")] == list(
        features()
    )
    told = json.loads(foedus("--features", "--json")[1])
    assert {row["name"]: row["options"] for row in told} == {
        one.name: {name: list(values) for name, values in one.options.items()}
        for one in features().values()
    }
    assert {row["name"] for row in told if row["for"] == "pairs"} == {
        one.name for one in features().values() if one.state is None
    }


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "no unit is named; choose state-year, dyad-year"),
        (("stat-year",), "did you mean 'state-year'?"),
        (("state-year", "--years", "soon"), "--years: not years (got 'soon'); write 1816:2014"),
        (("state-year", "--years", "1914:1900"), "years end (1900) before they begin (1914)"),
        (("state-year", "--years", "1800:1900"), "begins in 1816"),
        (("state-year", "--years", "2000:2025"), "--carry-forward"),
        (("state-year", "--years", "2015:40000", "--carry-forward"), "a year has four digits"),
        (("state-year", "--system", "gw", "--states", "²"), "²"),
        (("state-year", "--add", "bases:years=0-99999"), "bases:years=2015-2020"),
        (("state-year", "--add", "bases:years=2020-2010"), "write bases:years=2010-2020"),
        (("state-year", "--directed"), "a state-year panel has no option --directed"),
        (("crisis-actor", "--carry-forward"), "has no option --carry-forward"),
        (("dispute-dyad", "--relevant"), "has no option --relevant"),
        (("dispute-dyad", "--source", "mid"), "choose cow or gml"),
        (("state-year", "--system", "un"), "choose cow or gw"),
        (("state-year", "--states", "Prusia"), "Prussia"),
        (("state-year", "--add", "aliances"), "did you mean 'alliances'?"),
        (("state-year", "--add", "contiguity"), "is about pairs of states"),
        (("state-year", "--add", "majors,majors"), "there already"),
        (("dyad-year", "--years", "1914", "--add", "disputes:rule=frist"), "did you mean 'first'?"),
        (("state-year", "--years", "1914", "-o", "p.xlsx"), "no way to write '.xlsx'"),
        (("state-year", "--unknown"), "--unknown"),
        (("state-year", "dyad-year"), "dyad-year"),
        (("crisis-actor", "--years", "1800:1810"), "ICB covers 1918-2019"),
    ],
)
def test_a_wrong_call_is_one_line_and_status_2(
    foedus: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    status, out, err = foedus(*words)
    assert (status, out) == (2, "")
    assert says in err
    assert len(err.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_refused_before_the_work(
    foedus: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def worked(*_: object, **__: object) -> None:
        pytest.fail("it began to work")

    monkeypatch.setattr("foedus.cli.evidence.panel._make", worked)
    (tmp_path / "no").touch()
    status, out, err = foedus("state-year", "--years", "1914", "-o", str(tmp_path / "no" / "p.csv"))
    assert (status, out) == (2, "")
    assert "cannot be written" in err
    assert len(err.strip().splitlines()) == 1


def test_one_expression_in_python() -> None:
    code = "import foedus as fd; print(fd.dyad_years(1900, 1914).add('alliances').head())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("shape: (5, 19)")
    assert "atop_" in done.stdout
    assert done.stderr == ""


def test_the_reader_may_leave() -> None:
    """``foedus panel ... | head -1`` says nothing on standard error."""
    call = f"{sys.executable} -m foedus.cli panel dyad-year --years 1914 --codebook"
    line = f"{call} --add disputes | head -1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.stdout.startswith("ccode1")
