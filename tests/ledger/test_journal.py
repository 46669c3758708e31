"""The journal: nothing finished is lost, nothing torn believed, no other question answered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.core.errors import BundleError, UsageError
from foedus.ledger.journal import Journal, difference

ASKED = {"part": "disputes", "options": {"draws": 4, "k": 2}}
PIECES = {"1": {"with": [0.1]}, "2": {"with": [1e-300, 0.25]}, "3": {"failed": "too far — ünter"}}


def written(path: Path) -> bytes:
    with Journal(path, ASKED) as journal:
        for name, piece in PIECES.items():
            journal.add(name, piece)
    return path.read_bytes()


def test_what_was_added_is_there_again(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.jsonl"
    written(path)
    with Journal(path, ASKED, resume=True) as journal:
        assert len(journal) == 3
        assert "2" in journal
        assert "4" not in journal
        assert journal.pieces(iter(["3", "1", "9"])) == {"3": PIECES["3"], "1": PIECES["1"]}


def test_it_is_on_disk_before_the_next_begins(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with Journal(path, ASKED) as journal:
        journal.add("1", PIECES["1"])
        assert json.loads(path.read_text().splitlines()[1])["name"] == "1"


@given(cut=st.integers(min_value=0, max_value=10_000))
def test_a_torn_end_loses_the_torn_line_alone(
    cut: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("torn") / "a.jsonl"
    whole = written(path)
    kept = whole[: cut % (len(whole) + 1)]
    path.write_bytes(kept)
    complete = kept.count(b"\n")
    with Journal(path, ASKED, resume=True) as journal:
        assert len(journal) == max(complete - 1, 0)
        for name, piece in PIECES.items():
            if name not in journal:
                journal.add(name, piece)
    assert path.read_bytes() == whole  # the same lines, as if nothing had happened


def test_another_question_is_refused_and_what_differs_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    written(path)
    other = {"part": "disputes", "options": {"draws": 8, "k": 2}}
    with pytest.raises(UsageError, match=r"options\.draws: 4 there, 8 here") as caught:
        Journal(path, other, resume=True)
    assert caught.value.fix is not None
    assert "--out" in caught.value.fix


def test_it_is_not_taken_up_unasked(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    written(path)
    with pytest.raises(UsageError, match="--resume"):
        Journal(path, ASKED)


@pytest.mark.parametrize("content", [b"not json\n", b"{}\n", b'{"foedus-ledger-journal": 9}\n'])
def test_what_is_no_journal_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(content)
    with pytest.raises(BundleError, match="not a journal of this version"):
        Journal(path, ASKED, resume=True)
    assert path.read_bytes() == content


def test_a_damaged_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = written(path).splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:2], b"\0\0\0\n", *lines[3:]]))
    with pytest.raises(BundleError, match="damaged") as caught:
        Journal(path, ASKED, resume=True)
    assert caught.value.line == 3


def test_two_builds_do_not_write_to_one(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with Journal(path, ASKED), pytest.raises(BundleError, match="another build"):
        Journal(path, ASKED, resume=True)


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="cannot be written"):
        Journal(tmp_path / "file" / "a.jsonl", ASKED)


def test_numbers_that_are_none_are_refused(tmp_path: Path) -> None:
    with Journal(tmp_path / "a.jsonl", ASKED) as journal, pytest.raises(ValueError, match="JSON"):
        journal.add("1", {"with": [float("nan")]})


def test_differences_are_few_and_short() -> None:
    there = {str(k): k for k in range(9)}
    told = difference(there, {})
    assert len(told) == 5
    assert told[0] == "0: 0 there, nothing here"
    assert difference({"a": "x" * 90}, {"a": 1})[0].startswith("a: xxx")
    assert difference(there, there) == []
