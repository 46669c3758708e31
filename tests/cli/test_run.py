"""``foedus run``: what it asks of the study, what it writes, and how it refuses.

The study's place is taken by one that returns a recorded bundle: the door is tested, not the game.
"""

from __future__ import annotations

import io
import json
import math
import subprocess
import sys
import types
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from foedus.cli.app import main
from foedus.cli.crisis import run as door
from foedus.core.bundle import Bundle, read
from foedus.core.errors import UsageError

Make = Callable[..., Bundle]


@dataclass(frozen=True)
class Options:
    """The study's options, as agreed."""

    draws: int | None = None
    seed: int = 0
    search: int = 20
    paths: int = 2000
    types: bool = False
    threads: int | None = None


@pytest.fixture
def asked(make: Make, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the study was asked for; it answers with ``asked["bundle"]``."""
    seen: dict[str, Any] = {"bundle": make()}

    def study(scenario: Any, edits: Any, options: Any, **rest: Any) -> Bundle:
        seen.update(scenario=scenario, edits=edits, options=options, **rest)
        if rest["first"] is not None:
            rest["first"](make(partial=True))
        return seen["bundle"]

    run, options = types.ModuleType("foedus.study.run"), types.ModuleType("foedus.study.options")
    run.run, options.Options = study, Options  # type: ignore[attr-defined] # a module made here
    monkeypatch.setitem(sys.modules, "foedus.study.run", run)
    monkeypatch.setitem(sys.modules, "foedus.study.options", options)
    return seen


def test_options_and_edits_reach_the_study(
    asked: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["run", "july-1914", "--without", "dual-alliance", "--with", "hotline:GMY-RUS"]
    assert main([*words, "--set", "theta.X=2", "--draws", "8", "--seed", "3"]) == 0
    assert asked["scenario"].name == "july-1914"
    assert asked["options"] == Options(draws=8, seed=3)
    assert [type(edit).__name__ for edit in asked["edits"]] == ["Without", "Hotline", "Set"]
    assert asked["directory"] is None
    assert asked["resume"] is False
    assert asked["first"] is None
    assert "How it ends" in capsys.readouterr().out


def test_flags_may_be_repeated(asked: dict[str, Any]) -> None:
    assert main(["run", "july-1914", "--without", "dual-alliance", "--without", "GMY-RUS"]) == 0
    assert len(asked["edits"]) == 2


def test_json_is_one_document_and_nothing_else(
    asked: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    bundle: Bundle = asked["bundle"]
    bundle.tables["extra"] = pl.DataFrame({"a": [1.0, math.nan, None, math.inf], "b": ["x"] * 4})
    assert main(["run", "july-1914", "--json"]) == 0
    out = capsys.readouterr().out
    content = json.loads(out, parse_constant=lambda name: pytest.fail(f"{name} is not JSON"))
    assert set(content) == {"manifest", "scenario", "tables"}
    assert content["manifest"] == bundle.manifest
    assert [row["a"] for row in content["tables"].pop("extra")] == [1.0, None, None, None]
    for name, rows in content["tables"].items():
        assert rows == bundle.tables[name].to_dicts()


def test_out_writes_a_bundle_and_a_page(
    asked: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "result"
    assert main(["run", "july-1914", "--out", str(out)]) == 0
    assert asked["directory"] == out
    written = read(out)
    assert written.tables["outcomes"].equals(asked["bundle"].tables["outcomes"])
    assert (out / "index.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert str(out / "index.html") in capsys.readouterr().out
    before = (out / "index.html").read_bytes()
    assert main(["run", "july-1914", "--out", str(out), "--resume"]) == 0
    assert asked["resume"] is True
    assert (out / "index.html").read_bytes() == before


def test_an_interrupted_study_is_shown_and_told(
    asked: dict[str, Any], make: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    asked["bundle"] = make(partial=True)
    assert main(["run", "july-1914"]) == door.INTERRUPTED
    caught = capsys.readouterr()
    assert "The study is not complete." in caught.out
    assert "interrupted" in caught.err


def test_a_terminal_gets_a_first_screen(
    asked: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    stream = Terminal()
    monkeypatch.setattr(sys, "stdout", stream)
    assert main(["run", "july-1914"]) == 0
    assert stream.getvalue().count("How it ends") == 2
    assert asked["first"] is not None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--draws", "0"], "--draws must be at least 1"),
        (["--seed", "-1"], "--seed must not be negative"),
        (["--resume"], "--out"),
        (["--with", "hotlin:GMY-RUS"], "hotline"),
        (["--set", "theta.X"], "theta.X"),
        (["--drows", "3"], "--drows"),
    ],
)
def test_a_wrong_call_is_refused_in_one_line(
    asked: dict[str, Any], words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "july-1914", *words]) == 2
    caught = capsys.readouterr()
    assert caught.out == ""
    assert len(caught.err.strip().splitlines()) == 1
    assert said in caught.err
    assert "scenario" not in asked


def test_a_folder_of_something_else_is_refused_before_the_work(
    asked: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    assert main(["run", "july-1914", "--out", str(tmp_path)]) == 2
    assert "not overwritten" in capsys.readouterr().err
    assert "scenario" not in asked
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_folder_that_cannot_be_written_is_refused_before_the_work(
    asked: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    assert main(["run", "july-1914", "--out", str(tmp_path / "file" / "deep" / "out")]) == 2
    caught = capsys.readouterr()
    assert (caught.out, len(caught.err.splitlines())) == ("", 1)
    assert "cannot be written" in caught.err
    assert "scenario" not in asked


def test_the_numbers_are_printed_where_the_folder_fails_after_all(
    asked: dict[str, Any],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object) -> None:
        raise UsageError("cannot be written (No space left on device)")

    monkeypatch.setattr(door, "_write", full)
    assert main(["run", "july-1914", "--out", str(tmp_path / "out")]) == 2
    caught = capsys.readouterr()
    assert "How it ends" in caught.out
    assert "written" not in caught.out
    assert "No space left" in caught.err


def test_help_in_a_real_process_names_every_flag() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "foedus", "run", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    for flag in (
        "--without",
        "--with",
        "--set",
        "--draws",
        "--seed",
        "--out",
        "--json",
        "--resume",
    ):
        assert flag in done.stdout
    assert "--no-json" not in done.stdout
    assert "--empty" not in done.stdout


def test_the_drawing_libraries_are_not_imported_for_the_screen() -> None:
    code = (
        "import sys, foedus.cli.crisis.screen;"
        "print([m for m in ('altair', 'vl_convert', 'jinja2') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
