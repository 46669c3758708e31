"""The command line through real processes: exit status, streams, signals, files."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from foedus.core.bundle import read
from foedus.core.paths import cache_dir
from foedus.crisis.library import bundled, folder

ESCAPE = "\x1b"
COLOUR = re.compile(r"\x1b\[[0-9;]*\b(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])\b[0-9;]*m")
SECONDS = re.compile(r"[\d.]+ s$", re.MULTILINE)
WAIT = 180.0
"""Seconds given to a process; the first one may have to compile the kernels."""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """One cache for all processes here, empty but for the compiled kernels of the session."""
    mine = tmp_path_factory.mktemp("cache")
    kernels = cache_dir() / "kernels"
    kernels.mkdir(parents=True, exist_ok=True)
    (mine / "kernels").symlink_to(kernels)
    kept = {k: v for k, v in os.environ.items() if k not in {"NO_COLOR", "FORCE_COLOR"}}
    return kept | {"FOEDUS_CACHE": str(mine), "FOEDUS_THREADS": "1", "PYTHONIOENCODING": "utf-8"}


@dataclass(frozen=True)
class Ended:
    status: int
    out: str
    err: str


Foedus = Callable[..., Ended]


@pytest.fixture
def foedus(environment: dict[str, str], tmp_path: Path) -> Foedus:
    """``foedus("run", ...)``: run the command, streams piped."""

    def call(*words: str | Path, **extra: str) -> Ended:
        done = subprocess.run(
            [sys.executable, "-m", "foedus", *map(str, words)],
            env=environment | extra, cwd=tmp_path, capture_output=True, timeout=WAIT,
        )  # fmt: skip
        said = extra.get("PYTHONIOENCODING", "utf-8")
        return Ended(done.returncode, done.stdout.decode(said), done.stderr.decode(said))

    return call


TAIWAN = ("run", "taiwan-strait-1958", "--draws", "4")


# -- what it prints --------------------------------------------------------------------------------


def test_json_is_one_document_on_standard_output(foedus: Foedus) -> None:
    done = foedus(*TAIWAN, "--json")
    assert done.status == 0, done.err
    told = json.loads(done.out)
    assert told["manifest"]["complete"] is True
    assert told["manifest"]["draws"] == 4
    outcomes = told["tables"]["outcomes"]
    assert sum(r["point"] for r in outcomes if r["outcome"] != "any_war") == pytest.approx(1.0)
    assert {r["instrument"] for r in told["tables"]["effects"]} >= {"mutual-defence-1954"}
    # read by another program: no NaN, no infinity
    json.loads(done.out, parse_constant=lambda name: pytest.fail(name))


def test_the_screen_is_plain_text_where_it_is_piped(foedus: Foedus) -> None:
    done = foedus(*TAIWAN)
    assert done.status == 0, done.err
    assert ESCAPE not in done.out
    assert ESCAPE not in done.err
    for words in ("How it ends", "any war", "Who fights", "theta fitted to"):
        assert words.lower() in done.out.lower()
    assert max(map(len, done.out.splitlines())) <= 130
    again = foedus(*TAIWAN)
    assert SECONDS.sub("", again.out) == SECONDS.sub("", done.out)


def on_a_terminal(environment: dict[str, str], *words: str) -> tuple[int, str]:
    """Run with standard output a terminal; return exit status and what it showed."""
    ours, theirs = pty.openpty()
    shown = bytearray()

    def watch() -> None:
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:
                return
            if not part:
                return
            shown.extend(part)

    reader = threading.Thread(target=watch)
    with subprocess.Popen(
        [sys.executable, "-m", "foedus", *words],
        env=environment | {"TERM": "xterm-256color", "COLUMNS": "100"},
        stdin=subprocess.DEVNULL, stdout=theirs, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        os.close(theirs)
        reader.start()
        status = process.wait(WAIT)
    reader.join(10)
    os.close(ours)
    return status, shown.decode(errors="replace")


def test_no_color_means_no_colour_on_a_terminal(environment: dict[str, str]) -> None:
    status, plain = on_a_terminal(environment | {"NO_COLOR": "1"}, *TAIWAN)
    assert status == 0
    assert "How it ends" in plain
    assert COLOUR.search(plain) is None
    status, shown = on_a_terminal(environment, *TAIWAN)
    assert status == 0
    assert COLOUR.search(shown) is not None


def test_the_list_holds_all_that_ship(foedus: Foedus) -> None:
    done = foedus("scenario", "list")
    assert done.status == 0
    assert len(bundled()) == 14
    for name in bundled():
        assert re.search(rf"^\s*{name}\b", done.out, re.MULTILINE), name
    assert ESCAPE not in done.out
    assert done.err == ""


def test_a_reader_who_leaves_is_no_error(environment: dict[str, str]) -> None:
    words = [sys.executable, "-m", "foedus", "scenario", "show", "july-1914"]
    with subprocess.Popen(
        words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
        assert process.wait(WAIT) in (0, -signal.SIGPIPE)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_an_encoding_that_lacks_a_letter_is_no_error(foedus: Foedus, encoding: str) -> None:
    words = ("ledger", "show", "257")
    whole = foedus(*words)
    done = foedus(*words, PYTHONIOENCODING=encoding)
    assert (done.status, done.err) == (0, "")
    assert "?" not in done.out
    assert [len(line) for line in done.out.splitlines()] == [
        len(line) for line in whole.out.splitlines()
    ]
    assert "\u2212" in whole.out
    assert "\\u" not in done.out


def test_json_keeps_every_letter_in_any_encoding(foedus: Foedus) -> None:
    words = ("scenario", "show", "july-1914", "--json")
    done = foedus(*words, PYTHONIOENCODING="ascii")
    assert (done.status, done.err) == (0, "")
    assert done.out.isascii()
    assert json.loads(done.out) == json.loads(foedus(*words).out)


# -- what it writes --------------------------------------------------------------------------------


def test_out_holds_the_bundle_and_the_page(foedus: Foedus, tmp_path: Path) -> None:
    done = foedus(*TAIWAN, "--with", "hotline:CHN-USA", "--without", "sino-soviet-1950",
                  "--out", "result")  # fmt: skip
    assert done.status == 0, done.err
    out = tmp_path / "result"
    assert {p.name for p in out.iterdir()} == {
        "manifest.json", "scenario.yaml", "tables", "index.html",
    }  # fmt: skip
    bundle = read(out)
    assert bundle.manifest["complete"] is True
    assert len(bundle.manifest["edits"]) == 2
    assert set(bundle.tables["outcomes"]["case"]) == {"base", "edited"}
    assert {p.stem for p in (out / "tables").iterdir()} == set(bundle.tables)
    assert "pieces" not in bundle.tables
    page = (out / "index.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "Taiwan Strait" in page
    assert not re.search(r"""(?:src|href)=["']https?://""", page)  # opens offline
    assert [p.name for p in tmp_path.iterdir()] == ["result"]  # nothing half-written beside it
    # the scenario in the bundle can be run again
    assert foedus("scenario", "check", out / "scenario.yaml").status == 0


# -- what it refuses -------------------------------------------------------------------------------


def refused(done: Ended, *said: str) -> None:
    assert done.status == 2
    assert done.out == ""
    assert "Traceback" not in done.err
    for words in said:
        assert words in done.err


def test_a_bad_file_is_refused_by_file_and_line(foedus: Foedus, tmp_path: Path) -> None:
    text = (folder() / "taiwan-strait-1958.yaml").read_text(encoding="utf-8")
    bad = re.sub(r"camp: challenger", "camp: chalenger", text, count=1)
    assert bad != text
    line = next(k for k, row in enumerate(bad.splitlines(), 1) if "chalenger" in row)
    (tmp_path / "taiwan-strait-1958.yaml").write_text(bad, encoding="utf-8")
    done = foedus("run", "./taiwan-strait-1958.yaml", "--draws", "4")
    refused(done, f"taiwan-strait-1958.yaml:{line}: ", "camp", "chalenger")
    assert len(done.err.strip().splitlines()) == 1


def test_two_defects_are_two_lines(foedus: Foedus, tmp_path: Path) -> None:
    text = (folder() / "taiwan-strait-1958.yaml").read_text(encoding="utf-8")
    bad = re.sub(r"camp: challenger", "camp: chalenger", text, count=1)
    bad = re.sub(r"capability: [\d.]+", "capability: -1", bad, count=1)
    (tmp_path / "taiwan-strait-1958.yaml").write_text(bad, encoding="utf-8")
    done = foedus("run", "taiwan-strait-1958.yaml", "--json")
    refused(done, "chalenger", "capability")
    rows = done.err.strip().splitlines()
    assert len(rows) == 2
    assert all(re.match(r"\S*taiwan-strait-1958\.yaml:\d+: ", row) for row in rows)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--without", "mutual-defense-1954"), "did you mean 'mutual-defence-1954'"),
        (("--with", "hotline:CHN-USSA"), "did you mean"),
        (("--set", "theta.lamda=3"), "did you mean"),
        (("--with", "hotlin:CHN-USA"), "did you mean 'hotline'"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(
    foedus: Foedus, words: tuple[str, str], said: str
) -> None:
    done = foedus(*TAIWAN, *words)
    refused(done, said)
    assert len(done.err.strip().splitlines()) == 1


def test_an_unknown_scenario_is_refused_with_the_nearest(foedus: Foedus) -> None:
    refused(foedus("run", "taiwan-strait-1985"), "taiwan-strait-1958")
    refused(foedus("run", "no/such/file.yaml"), "no such file")


def test_a_folder_of_somebody_else_s_is_left_alone(foedus: Foedus, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    refused(foedus(*TAIWAN, "--out", "mine"), "not overwritten")
    assert (tmp_path / "mine" / "letter.txt").read_text() == "dear"


# -- Ctrl-C ----------------------------------------------------------------------------------------


@dataclass
class Watched:
    """A process whose standard error is read as it comes."""

    process: subprocess.Popen[str]
    seen: list[str]

    def until(self, words: str) -> None:
        """Wait for a line of standard error that holds these words."""
        deadline = time.monotonic() + WAIT
        while not any(words in row for row in self.seen):
            assert self.process.poll() is None, (self.process.returncode, self.seen)
            assert time.monotonic() < deadline, self.seen
            time.sleep(0.02)


@pytest.fixture
def watched(environment: dict[str, str], tmp_path: Path) -> Iterator[Callable[..., Watched]]:
    """``watched("run", ...)``: start the command; whatever still runs in the end is killed."""
    with ExitStack() as stack:

        def begin(*words: str) -> Watched:
            out = stack.enter_context((tmp_path / "stdout").open("w"))
            process = stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-m", "foedus", *words],
                    env=environment, cwd=tmp_path, text=True, stdout=out, stderr=subprocess.PIPE,
                )
            )  # fmt: skip
            seen: list[str] = []
            reader = threading.Thread(target=lambda: seen.extend(process.stderr or ()))
            reader.start()
            stack.callback(reader.join)
            stack.callback(process.kill)
            return Watched(process, seen)

        yield begin


@pytest.mark.slow
def test_ctrl_c_leaves_what_is_done_and_resume_completes_it(
    watched: Callable[..., Watched], foedus: Foedus, tmp_path: Path
) -> None:
    words = ("run", "agadir-1911", "--draws", "240", "--seed", "7", "--out", "out")
    running = watched(*words)
    running.until("draws of theta: ")
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(WAIT) == 130
    said = "".join(running.seen)
    assert "stopping; what is done will be kept" in said
    assert "--resume --out out" in said
    assert "Traceback" not in said
    assert "The study is not complete." in (tmp_path / "stdout").read_text(encoding="utf-8")

    part = read(tmp_path / "out")
    assert part.manifest["complete"] is False
    finished = set(part.tables["pieces"]["name"])
    assert "point/base" in finished
    drawn = [name for name in finished if name.startswith("draw/base/")]
    assert 1 <= len(drawn) < 240
    assert part.tables["outcomes"]["point"].null_count() == 0
    assert (tmp_path / "out" / "index.html").is_file()  # and it can be looked at

    done = foedus(*words, "--resume")
    assert done.status == 0, done.err
    whole = read(tmp_path / "out")
    assert whole.manifest["complete"] is True
    assert whole.manifest["key"] == part.manifest["key"]
    assert "pieces" not in whole.tables
    assert set(whole.tables["outcomes"]["draws"]) == {240}
    before = part.tables["draws"]
    kept = whole.tables["draws"].filter(pl.col("draw").is_in(before["draw"].unique().to_list()))
    assert_frame_equal(kept, before, check_exact=True)
    assert_frame_equal(
        whole.tables["outcomes"].select("outcome", "point"),
        part.tables["outcomes"].select("outcome", "point"),
        check_exact=True,
    )

    other = foedus(*words[:-2], "--draws", "25", "--out", "out", "--resume")
    assert other.status != 0
    assert "Traceback" not in other.err


def test_a_second_ctrl_c_stops_at_once(watched: Callable[..., Watched], tmp_path: Path) -> None:
    running = watched("run", "cuba-1962", "--draws", "400", "--seed", "8", "--out", "out")
    running.until("draws of theta: ")
    running.process.send_signal(signal.SIGINT)
    running.until("stopping")
    running.process.send_signal(signal.SIGINT)
    began = time.monotonic()
    assert running.process.wait(WAIT) == 130
    assert time.monotonic() - began < 30
    assert "Traceback" not in "".join(running.seen)
