"""``foedus brief alliances``: through the front door."""

from __future__ import annotations

from pathlib import Path

import pytest

from foedus.cli.app import main


def test_it_writes_the_file_that_was_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOEDUS_DATA", str(tmp_path / "nowhere"))  # it needs no data sets
    out = tmp_path / "deep" / "a.md"
    assert main(["brief", "alliances", "-o", str(out)]) == 0
    told = capsys.readouterr()
    assert told.out == f"written: {out}\n"
    assert told.err == ""
    text = out.read_text(encoding="utf-8")
    assert text.startswith("# Do military alliances escalate or calm?")
    for heading in ("Bottom line", "Base rates", "Rival readings", "Limits", "Sources"):
        assert f"\n## {heading}" in text
    assert list(out.parent.iterdir()) == [out]


@pytest.mark.parametrize("words", [("--draws", "4"), ("--without", "all"), ("--seed", "3")])
def test_what_belongs_to_a_crisis_is_refused(
    words: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "a.html"
    assert main(["brief", "alliances", *words, "-o", str(out)]) == 2
    assert "read from what ships" in capsys.readouterr().err
    assert not out.exists()


def test_an_unknown_form_is_refused_before_any_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["brief", "alliances", "-o", str(tmp_path / "a.docx")]) == 2
    assert ".html, .pdf, .md" in capsys.readouterr().err
