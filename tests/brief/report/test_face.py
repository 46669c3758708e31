"""A brief in one call from Python."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import foedus as fd
from foedus.brief.report.crisis import brief as maker
from foedus.brief.report.write import rendered
from foedus.core.bundle import Bundle, write
from foedus.core.errors import BundleError, UsageError
from foedus.study.result import Result

Make = Callable[..., Bundle]
pytestmark = pytest.mark.usefixtures("unplotted")


def test_a_result_a_bundle_and_its_folder_give_the_same_bytes(make: Make, tmp_path: Path) -> None:
    bundle = make(draws=8)
    kept = write(bundle, tmp_path / "kept")
    expected = rendered(maker.crisis_brief(bundle), ".md")
    for k, subject in enumerate((Result(bundle), bundle, kept, str(kept))):
        target = fd.write_brief(subject, tmp_path / f"{k}.md")
        assert target.read_bytes() == expected


def test_the_question_itself_needs_no_study(tmp_path: Path) -> None:
    text = fd.write_brief("alliances", tmp_path / "a.md").read_text(encoding="utf-8")
    assert text.startswith("# Do military alliances escalate or calm?")


@pytest.mark.parametrize("subject", ["july-1914", 5, None])
def test_what_is_no_result_is_refused(subject: object, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no brief or picture can be made of this"):
        fd.write_brief(subject, tmp_path / "x.md")  # type: ignore[arg-type] # that it is refused
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_no_bundle_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BundleError):
        fd.write_brief(tmp_path, tmp_path / "x.md")
