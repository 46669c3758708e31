"""``foedus network``: through the front door, on the real record."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from foedus.cli.app import main
from foedus.cli.network import span
from foedus.core.progress import Lines
from foedus.network.graph import network_in

pytestmark = pytest.mark.usefixtures("data")
Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def foedus(capsys: pytest.CaptureFixture[str]) -> Call:
    """``foedus("1914")``: status, standard output, standard error of ``foedus network``."""

    def call(*words: str) -> tuple[int, str, str]:
        status = main(["network", *words])
        told = capsys.readouterr()
        return status, told.out, told.err

    return call


def test_a_year_says_who_is_allied_strong_and_vulnerable(foedus: Call) -> None:
    status, out, err = foedus("1914")
    assert (status, err) == (0, "")
    net = network_in(1914)
    assert f"{net.states.size} states; {int(net.allied.sum()) // 2} pairs of allies" in out
    for word in ("Blocs", "Strongest", "Most tied", "Vulnerable at gamma 1.5", "GMY AUH"):
        assert word in out
    assert "war-stable" not in out.lower()
    assert max(map(len, out.splitlines())) <= 80
    assert "\x1b" not in out


@pytest.mark.parametrize(
    "words",
    [
        ("1914", "--stability", "--trade", "--gamma", "2", "--exposure", "France"),
        ("2018", "--stability", "--exposure", "USA", "--kinds", "defense"),
        ("1939-08-25", "--stability"),
        ("1816",),
    ],
)
def test_everything_fits_into_80_columns(foedus: Call, words: tuple[str, ...]) -> None:
    status, out, err = foedus(*words)
    assert (status, err) == (0, "")
    assert max(map(len, out.splitlines())) <= 80
    assert "nan" not in out.lower().replace("nanc", "")


def test_json_is_one_document_that_agrees_with_the_network(foedus: Call) -> None:
    status, out, err = foedus("1914", "--stability", "--json")
    assert (status, err) == (0, "")
    told = json.loads(out)
    net = network_in(1914)
    assert [row["ccode"] for row in told["states"]] == net.states.tolist()
    assert [row["allies"] for row in told["states"]] == net.allied.sum(axis=0).tolist()
    assert told["structure"]["pairs_allied"] == len(told["pairs"]) == int(net.allied.sum()) // 2
    assert told["stability"]["war_stable"] is False
    vulnerable = {row["state"] for row in told["states"] if row["vulnerable"]}
    breaches = told["stability"]["breaches"]
    assert vulnerable == {row["state"] for row in breaches if row["condition"] == "S1"}


def test_exposure_without_a_treaty(foedus: Call) -> None:
    """The command of the issue: the Franco-Russian alliance, atop:1385, carries it."""
    status, out, err = foedus("1914", "--exposure", "FRN", "--without", "atop:1385", "--json")
    assert (status, err) == (0, "")
    told = json.loads(out)["exposure"]
    assert told["state"] == "FRN"
    assert told["chance"] == 0
    assert told["change"]["before"] > 0.001
    assert told["change"]["difference"] == pytest.approx(-told["change"]["before"])
    status, out, _ = foedus("1914", "--exposure", "RUS", "--without", "atop:1350", "1385")
    assert status == 0
    assert "Taken out: atop:1350, atop:1385" in out
    assert "No pair ceases to be allied: other treaties bind them." in " ".join(out.split())
    _, out, _ = foedus("1914", "--kinds", "defense", "--without", "1385")
    assert "No longer allied: FRN-RUS" in " ".join(out.split())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("1800",), "known from 1816 to 2018"),
        (("2030",), "known from 1816 to 2018"),
        (("1914-13-01",), "neither a year nor a day"),
        (("²",), "neither a year nor a day"),
        (("soon",), "neither a year nor a day"),
        (("1914", "--exposure", "GMYY"), "did you mean 'GMY'?"),
        (("1914", "--exposure", "Poland"), "Poland"),
        (("1914", "--gamma", "0.5"), "--gamma must be 1 or more"),
        (("1914", "--gamma", "nan"), "--gamma must be 1 or more"),
        (("1914", "--without", "atop:9999"), "no treaty atop:9999 is in force in 1914"),
        (("1914", "--kinds", "defence"), "did you mean 'defense'?"),
        (("1850", "--trade"), "trade is known from"),
        (("1914", "--seed", "-1"), "--seed must not be negative"),
        (("1950:1940",), "years end (1940) before they begin (1950)"),
        (("1800:1900",), "known from 1816"),
        (("a:b",), "not years"),
        (("1910:1912", "--without", "atop:1350"), "--without takes treaties out of one year"),
    ],
)
def test_a_wrong_call_is_one_line_and_status_2(
    foedus: Call, words: tuple[str, ...], said: str
) -> None:
    status, out, err = foedus(*words)
    assert (status, out) == (2, "")
    assert len(err.strip().splitlines()) == 1
    assert said in err


def test_a_folder_holds_page_tables_codebook_and_pictures(foedus: Call, tmp_path: Path) -> None:
    out = tmp_path / "net"
    status, told, err = foedus("1914", "--stability", "--exposure", "FRN", "--out", str(out))
    assert (status, err) == (0, "")
    assert told.endswith(f"written: {out}, pictures in {out / 'index.html'}\n")
    tables = {path.stem for path in (out / "tables").glob("*.parquet")}
    assert tables >= {"states", "pairs", "obligations", "breaches", "chains", "carriers"}
    assert tables == {path.stem for path in (out / "tables").glob("*.csv")}
    book = pl.read_csv(out / "codebook.csv")
    for name in tables:
        frame = pl.read_parquet(out / "tables" / f"{name}.parquet")
        columns = book.filter(pl.col("table") == name)
        assert columns["column"].to_list() == frame.columns
        assert columns["about"].null_count() == 0
    names = {path.name for path in (out / "pictures").iterdir()}
    assert names == {
        f"{one}.{kind}" for one in ("map", "matrix", "chains") for kind in ("svg", "csv", "txt")
    }
    assert (out / "index.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert list(tmp_path.iterdir()) == [out]  # nothing is left beside it


def test_a_strangers_folder_is_not_overwritten_ours_is(foedus: Call, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    status, out, err = foedus("1914", "--out", str(tmp_path))
    assert (status, out) == (2, "")
    assert "not overwritten" in err
    ours = tmp_path / "net"
    assert foedus("1850", "--exposure", "RUS", "--out", str(ours))[0] == 0
    (ours / "tables" / "notes.txt").write_text("mine")
    assert foedus("1851", "--out", str(ours))[0] == 0
    manifest = json.loads((ours / "manifest.json").read_text())
    assert manifest["when"] == "1851"
    there = {path.relative_to(ours).as_posix() for path in ours.rglob("*") if path.is_file()}
    assert there == {"manifest.json", "tables/notes.txt", *manifest["written"]}
    assert not any("chains" in name for name in there)  # of the year before


@pytest.mark.parametrize(
    ("words", "place", "said"),
    [
        (("1914", "--out"), "file/deep/net", "cannot be written"),
        (("1913:1914", "--out"), "file/net", "cannot be written"),
        (("1913:1914", "--annals"), "file/annals", "cannot be written"),
        (("1913:1914", "--annals"), "", "something else than annals"),
    ],
)
def test_a_folder_that_cannot_be_written_is_refused_before_the_work(
    foedus: Call,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    words: tuple[str, ...],
    place: str,
    said: str,
) -> None:
    def worked(*_: object, **__: object) -> None:
        pytest.fail("it began to work")

    monkeypatch.setattr("foedus.cli.network.asked.asked", worked)
    monkeypatch.setattr("foedus.cli.network.span._measured", worked)
    monkeypatch.setattr("foedus.network.annals.build.build", worked)
    (tmp_path / "file").write_text("")
    status, out, err = foedus(*words, str(tmp_path / place))
    assert (status, out, len(err.splitlines())) == (2, "", 1)
    assert said in err
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_years_give_a_table(foedus: Call, tmp_path: Path) -> None:
    out = tmp_path / "net"
    status, told, err = foedus("1909:1915", "--stability", "--exposure", "FRN", "--out", str(out))
    assert status == 0, err
    assert max(map(len, told.splitlines()[:-1])) <= 80  # the last names the folder
    assert [line[:4] for line in told.splitlines() if line[:2] == "19"] == [
        str(y) for y in range(1909, 1916)
    ]
    years = pl.read_parquet(out / "tables" / "years.parquet")
    assert years["year"].to_list() == list(range(1909, 1916))
    assert pl.read_parquet(out / "tables" / "exposure.parquet")["chance"].max() < 0.1
    names = {path.stem for path in (out / "pictures").glob("*.svg")}
    assert names == {"timeline", "map-1914", "map-1915", "matrix-1915"}


def test_the_chance_of_a_year_is_the_same_alone_and_among_years(foedus: Call) -> None:
    """Of a state that enters .7 wars a year elsewhere, it is 50 %, not 70."""
    alone = json.loads(foedus("2018", "--exposure", "USA", "--json")[1])["exposure"]
    _, among, _ = foedus("2018:2018", "--exposure", "USA")
    (row,) = [line for line in among.splitlines() if line.startswith("2018")]
    assert row.endswith(f"{100 * alone['chance']:.2g} %")


def test_years_for_programs(foedus: Call) -> None:
    status, out, _ = foedus("1913:1914", "--json")
    told = json.loads(out)
    assert status == 0
    assert [row["year"] for row in told["years"]] == [1913, 1914]
    assert told["complete"] is True


def test_ctrl_c_keeps_the_years_that_are_done(tmp_path: Path) -> None:
    out = tmp_path / "net"
    child = subprocess.Popen(
        [sys.executable, "-m", "foedus", "network", "1816:2018", "--out", str(out)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stderr is not None
    first = child.stderr.readline()  # the first line of progress
    assert "structure" in first
    time.sleep(0.1)
    os.kill(child.pid, signal.SIGINT)
    told, said = child.communicate(timeout=120)
    assert child.returncode == 130
    assert "interrupted" in said
    assert "Traceback" not in said
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["complete"] is False
    assert pl.read_parquet(out / "tables" / "years.parquet").height < 203
    assert "Alliances 1816 to" in told


@pytest.mark.parametrize("words", [("--exposure", "GMY"), ("--stability", "--trade"), ()])
def test_ctrl_c_after_the_last_year_says_that_something_is_missing(
    foedus: Call, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    class Stopped(Lines):
        def done(self) -> None:
            self.cancel()

    monkeypatch.setattr(span, "reporter_for", Stopped)
    if not words:  # Jackson and Nei's comparison is part of what is asked
        monkeypatch.setattr(span, "_FIRST", 1913)
        monkeypatch.setattr(span, "_LAST", 1914)
    status, out, err = foedus("1913:1914", *words, "--json")
    assert status == 130
    assert json.loads(out)["complete"] is False
    assert "the years 1913 to 1914, without all that was asked of them" in err


def test_annals_of_a_few_years(foedus: Call, tmp_path: Path) -> None:
    folder = tmp_path / "annals"
    status, out, _ = foedus("1913:1914", "--annals", str(folder), "--gamma", "2")
    assert status == 0
    assert "2 years" in out
    content = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert (content["first"], content["last"], content["gamma"]) == (1913, 1914, 2.0)


@pytest.mark.parametrize(
    ("words", "told"),
    [(("1914",), "write 1816:2018"), (("1913:1914", "--stability"), "drop the others")],
)
def test_annals_of_something_else(
    foedus: Call, tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    status, _, err = foedus(*words, "--annals", str(tmp_path / "annals"))
    assert status == 2
    assert told in err
    assert list(tmp_path.iterdir()) == []
