"""``foedus brief``: what it solves or reads, what it writes, and how it refuses."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from foedus.cli.app import main
from foedus.cli.crisis.run import INTERRUPTED
from foedus.core.bundle import Bundle, write

Make = Callable[..., Bundle]


@pytest.fixture
def asked(make: Make, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the study was asked for; it answers with ``asked["bundle"]``."""
    seen: dict[str, Any] = {"bundle": make(draws=8)}

    def study(scenario: Any, edits: Any, options: Any, **rest: Any) -> Bundle:
        seen.update(scenario=scenario, edits=edits, options=options, **rest)
        return seen["bundle"]

    run = types.ModuleType("foedus.study.run")
    run.run = study  # type: ignore[attr-defined] # a module made here
    monkeypatch.setitem(sys.modules, "foedus.study.run", run)
    return seen


def test_a_name_is_solved_and_told(
    asked: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "j.md"
    words = ["brief", "july-1914", "-o", str(out), "--without", "dual-alliance", "--draws", "8"]
    assert main([*words, "--seed", "3", "--set", "theta.X=2", "--with", "hotline:GMY-RUS"]) == 0
    assert asked["scenario"].name == "july-1914"
    assert (asked["options"].draws, asked["options"].seed) == (8, 3)
    assert [type(one).__name__ for one in asked["edits"]] == ["Without", "Hotline", "Set"]
    assert asked["first"] is None
    assert out.read_text(encoding="utf-8").startswith("# July 1914")
    assert str(out) in capsys.readouterr().out


@pytest.mark.parametrize(
    ("more", "types_"),
    [
        ([], False),
        (["--types"], True),
        (["--with", "perceived:GMY:UKG=0.9"], True),
        (["--with", "hotline:GMY-RUS"], False),
    ],
)
def test_types_are_solved_where_they_are_asked_for(
    asked: dict[str, Any], tmp_path: Path, more: list[str], types_: bool
) -> None:
    assert main(["brief", "july-1914", "-o", str(tmp_path / "j.md"), *more]) == 0
    assert asked["options"].types is types_


def test_a_bundle_is_read_and_gives_the_same(
    asked: dict[str, Any], make: Make, tmp_path: Path
) -> None:
    write(make(draws=8), tmp_path / "bundle")
    assert main(["brief", "july-1914", "-o", str(tmp_path / "a.md")]) == 0
    del asked["scenario"]
    assert main(["brief", str(tmp_path / "bundle"), "-o", str(tmp_path / "b.md")]) == 0
    assert "scenario" not in asked
    assert (tmp_path / "a.md").read_bytes() == (tmp_path / "b.md").read_bytes()


def test_an_interrupted_study_is_told(
    asked: dict[str, Any], make: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked["bundle"] = make(partial=True)
    out = tmp_path / "j.md"
    assert main(["brief", "july-1914", "-o", str(out)]) == INTERRUPTED
    assert "interrupted" in capsys.readouterr().err
    assert "incomplete study" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["july-1914"], "output"),
        (["july-1914", "-o", "j.docx"], ".html, .pdf, .md"),
        (["july-1914", "-o", "j"], ".html, .pdf, .md"),
        (["july-1914", "-o", "j.md", "--draws", "0"], "--draws must be at least 1"),
        (["july-1914", "-o", "j.md", "--seed", "-1"], "--seed must not be negative"),
        (["july-1914", "-o", "j.md", "--with", "hotlin:GMY-RUS"], "hotline"),
        (["july-1941", "-o", "j.md"], "july-1914"),
        (["nowhere.yaml", "-o", "j.md"], "nowhere.yaml"),
    ],
)
def test_a_wrong_call_is_refused_before_any_work(
    asked: dict[str, Any], words: list[str], said: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert main(["brief", *words]) == 2
    caught = capsys.readouterr()
    assert said in caught.err
    assert len(caught.err.strip().splitlines()) == 1
    assert "scenario" not in asked
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_is_refused_before_the_work(
    asked: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder.md").mkdir()
    for place in ("file/j.md", "folder.md"):
        assert main(["brief", "july-1914", "-o", str(tmp_path / place)]) == 2
        caught = capsys.readouterr()
        assert "cannot be written" in caught.err
        assert (caught.out, len(caught.err.splitlines())) == ("", 1)
    assert "scenario" not in asked
    assert sorted(one.name for one in tmp_path.iterdir()) == ["file", "folder.md"]


def test_a_folder_that_is_no_bundle_is_refused(
    tmp_path: Path, make: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["brief", str(tmp_path), "-o", str(tmp_path / "x.md")]) == 1
    assert "not a result bundle" in capsys.readouterr().err
    write(make(draws=8), tmp_path / "bundle")
    assert main(["brief", str(tmp_path / "bundle"), "-o", "x.md", "--seed", "3"]) == 2
    assert "read as it is" in capsys.readouterr().err
