"""``foedus estimate curve``: through the front door, on a small grid of disputes."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from foedus.cli.app import main
from foedus.cli.estimate import curve_files
from foedus.core.errors import FoedusError
from foedus.estimate.reduced.curve import choices

Call = Callable[..., tuple[int, str, str]]


def small() -> choices.Grid:
    models = tuple(choices.Model((name,), blocks) for name in choices.PLEDGES[:2]
                   for blocks in choices.control_sets("escalation", nested=True)[:3])  # fmt: skip
    return choices.Grid(tuple(
        choices.Unit(choices.Sampling("escalation", first, last, lag=lag), models)
        for first, last in ((1816, 1944), (1816, 2000)) for lag in (0, 1)
    ))  # fmt: skip


@pytest.fixture
def foedus(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Call:
    """``foedus("--quick")``: status, standard output, standard error, a cache of its own."""
    monkeypatch.setenv("FOEDUS_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(choices, "grid", lambda **_: small())

    def call(*words: str) -> tuple[int, str, str]:
        status = main(["estimate", "curve", *words])
        told = capsys.readouterr()
        return status, told.out, told.err

    return call


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


FILES = {"curve.parquet", "curve.csv", "summary.csv", "choices.csv", "curve.html", "manifest.json"}


@pytest.mark.usefixtures("data")
def test_screen_and_files(foedus: Call, tmp_path: Path) -> None:
    status, out, err = foedus("--out", str(tmp_path / "net" / "curve"))
    assert status == 0
    assert all(line.startswith("specifications: ") for line in err.splitlines())  # progress
    assert "24 models, 24 coefficients of pledges" in out
    assert "Escalation: which disputes become war" in out
    assert "defensive ally of the target" in out
    assert "moved by" in out
    assert "no probabilities" in " ".join(out.split())
    assert max(map(len, out.partition("written:")[0].splitlines())) <= 80
    folder = tmp_path / "net" / "curve"
    assert names(folder) == FILES
    assert names(tmp_path / "net") == {"curve"}  # nothing half-written beside it
    frame = pl.read_parquet(folder / "curve.parquet")
    assert frame.height == 24
    assert frame["failed"].null_count() > 0
    text = pl.read_csv(
        folder / "curve.csv", schema_overrides={"lag": pl.String, "failed": pl.String}
    )
    assert_frame_equal(frame.select(text.columns), text, check_dtypes=False)
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["specifications"] == 24
    assert "cow/MIDA 5.0.csv" in manifest["data"]
    page = (folder / "curve.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    # Again, with what is there: the same bytes, and no work.
    began = time.monotonic()
    assert foedus("--resume", "--out", str(folder))[0] == 0
    assert time.monotonic() - began < 30.0
    assert_frame_equal(pl.read_parquet(folder / "curve.parquet"), frame, check_exact=True)
    assert (folder / "curve.html").read_text(encoding="utf-8") == page


@pytest.mark.usefixtures("data")
def test_for_programs_and_with_workers(foedus: Call) -> None:
    status, out, _ = foedus("--json")
    assert status == 0
    told = json.loads(out, parse_constant=lambda name: pytest.fail(name))
    assert told["complete"] is True
    assert (told["models"], told["specifications"]) == (24, 24)
    assert {row["pledge"] for row in told["summaries"]} == set(choices.PLEDGES[:2])
    assert {row["choice"] for row in told["movers"]} >= {"years", "lag", "controls"}
    status, again, _ = foedus("--json", "--workers", "2")
    assert status == 0
    assert json.loads(again) == told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--workers", "0"), "--workers: must be at least 1"),
        (("--quik",), "--quik"),
        (("--workers", "many"), "many"),
    ],
)
def test_wrong_calls_say_what_is_wrong(foedus: Call, words: tuple[str, ...], told: str) -> None:
    status, out, err = foedus(*words)
    assert (status, out) == (2, "")
    assert told in err
    assert err.count("\n") == 1


def test_a_folder_of_somebody_else_s_is_left_alone(foedus: Call, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    status, _, err = foedus("--out", str(tmp_path / "mine"))
    assert status == 2
    assert "not overwritten" in err
    assert (tmp_path / "mine" / "letter.txt").read_text() == "dear"


def test_missing_data_are_one_line(
    foedus: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("FOEDUS_DATA", str(tmp_path / "empty"))
    status, out, err = foedus()
    assert (status, out) == (1, "")
    assert "foedus data get" in err
    assert err.count("\n") == 1


def test_a_folder_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FoedusError, match="choose another folder"):
        curve_files.write(tmp_path / "file" / "out", {"a": b"1"}, {})
    curve_files.write(tmp_path / "out", {"a": b"1"}, {"what": "x"})
    curve_files.write(tmp_path / "out", {"b": b"2"}, {"what": "x"})
    assert names(tmp_path / "out") == {"b", "manifest.json"}  # whole, and nothing of the old one
    assert names(tmp_path) == {"file", "out"}


@pytest.mark.slow
@pytest.mark.usefixtures("data")
def test_ctrl_c_keeps_what_is_done_and_resume_goes_on(tmp_path: Path) -> None:
    """The real command, its workers and Ctrl-C, as from a terminal: to all of the group."""
    import os

    code = (
        "import signal, sys\n"
        "from foedus.cli.app import main\n"
        "from foedus.estimate.reduced.curve import choices\n"
        "if __name__ == '__main__':\n"
        "    signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "    units = choices.grid(quick=True).units\n"
        "    choices.grid = lambda **_: choices.Grid(units[:4] + units[8:])\n"
        "    sys.exit(main(['estimate', 'curve', '--quick', *sys.argv[1:]]))\n"
    )
    whole = 4 * 56 + 8 * 64
    script = tmp_path / "script.py"
    script.write_text(code)
    environment = os.environ | {"FOEDUS_CACHE": str(tmp_path / "cache")}
    words = [sys.executable, str(script), "--workers", "2", "--out", str(tmp_path / "out")]
    with ExitStack() as stack:
        process = stack.enter_context(subprocess.Popen(
            words, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            start_new_session=True,
        ))  # fmt: skip
        stack.callback(process.kill)
        assert process.stderr is not None
        assert "specifications: " in process.stderr.readline()
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=600.0)
    assert process.returncode == 130, err
    assert out == ""
    assert "--resume goes on" in err
    assert "Traceback" not in err
    assert not (tmp_path / "out").exists()
    (journal,) = (tmp_path / "cache" / "curves").glob("*.jsonl")
    kept = journal.read_text().count("\n")
    assert 0 < kept < whole
    done = subprocess.run(
        [*words, "--resume"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert f"460 models, {whole} coefficients" in done.stdout
    assert journal.read_text().count("\n") == whole
    assert (tmp_path / "out" / "curve.html").exists()
