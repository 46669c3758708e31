"""The journal: what is finished stays finished, however the study ended."""

from __future__ import annotations

import json
import logging
import math
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from foedus.study.journal import Journal, Piece


def pieces(count: int) -> dict[str, Piece]:
    return {f"draw/base/{k}": {"classes": {"any_war": 0.1 * k}, "k": k} for k in range(count)}


def test_what_is_added_is_there_after_reloading(tmp_path: Path) -> None:
    journal = Journal("key", tmp_path)
    assert "a" not in journal
    for name, piece in pieces(5).items():
        journal.add(name, piece)
    for one in (journal, Journal("key", tmp_path)):
        assert all(name in one for name in pieces(5))
        assert one["draw/base/3"] == {"classes": {"any_war": 0.1 * 3}, "k": 3}
        assert one.ordered(pieces(9)) == pieces(5)
    assert Journal("another", tmp_path).ordered(pieces(5)) == {}


def test_numbers_come_back_bit_for_bit(tmp_path: Path) -> None:
    values = [0.1 + 0.2, 1e-308, 2 / 3, math.pi, -0.0, 123456789.123456789]
    Journal("key", tmp_path).add("a", {"v": values})
    assert [v.hex() for v in Journal("key", tmp_path)["a"]["v"]] == [v.hex() for v in values]


def test_a_piece_reads_the_same_before_and_after_reloading(tmp_path: Path) -> None:
    """Tuples become lists and keys text at once, not only after a restart."""
    journal = Journal("key", tmp_path)
    journal.add("a", {"pair": (1, 2), "by": {3: "x"}, "nan": math.nan})
    again = Journal("key", tmp_path)
    assert journal["a"]["pair"] == again["a"]["pair"] == [1, 2]
    assert journal["a"]["by"] == again["a"]["by"] == {"3": "x"}
    assert math.isnan(journal["a"]["nan"])
    assert math.isnan(again["a"]["nan"])


def test_pieces_come_in_the_order_asked_for(tmp_path: Path) -> None:
    journal = Journal("key", tmp_path)
    for name, piece in reversed(pieces(6).items()):
        journal.add(name, piece)
    assert list(journal.ordered(pieces(6))) == list(pieces(6))
    assert list(journal.ordered(["draw/base/4", "missing", "draw/base/1"])) == [
        "draw/base/4", "draw/base/1",
    ]  # fmt: skip


@pytest.mark.parametrize("cut", [1, 20, -2, -1])
def test_a_broken_last_line_is_passed_over(tmp_path: Path, cut: int) -> None:
    journal = Journal("key", tmp_path)
    for name, piece in pieces(3).items():
        journal.add(name, piece)
    whole = journal.path.read_bytes()
    start = whole.rindex(b"\n", 0, -1) + 1
    journal.path.write_bytes(whole[: start + cut] if cut > 0 else whole[:cut])
    again = Journal("key", tmp_path)
    kept = 3 if cut == -1 else 2  # without its newline a line is still whole
    assert again.ordered(pieces(3)) == dict(list(pieces(3).items())[:kept])


@pytest.mark.parametrize("cut", [-20, -1])
def test_what_follows_a_broken_line_is_kept(tmp_path: Path, cut: int) -> None:
    journal = Journal("key", tmp_path)
    for name, piece in pieces(2).items():
        journal.add(name, piece)
    journal.path.write_bytes(journal.path.read_bytes()[:cut])
    Journal("key", tmp_path).add("after", {"k": 9})
    again = Journal("key", tmp_path)
    assert again["draw/base/0"] == pieces(2)["draw/base/0"]
    assert "after" in again


def test_lines_that_are_no_pieces_are_passed_over(tmp_path: Path) -> None:
    good = json.dumps({"name": "a", "piece": {"k": 1}})
    lines = ["", "null", "[1, 2]", '"text"', "{}", '{"name": "b"}', '{"name": "c", "piece": 3}',
             "\x00\x00", good, "{broken"]  # fmt: skip
    (tmp_path / "key.jsonl").write_bytes("\n".join(lines).encode() + b"\n\xff\xfe\n")
    journal = Journal("key", tmp_path)
    assert journal["a"] == {"k": 1}
    assert "b" not in journal
    assert "c" not in journal


def test_a_folder_that_cannot_be_written_costs_only_the_keeping(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("in the way")
    journal = Journal("key", tmp_path / "file" / "studies")
    with caplog.at_level(logging.WARNING, "foedus.study"):
        for name, piece in pieces(3).items():
            journal.add(name, piece)
    assert journal.ordered(pieces(3)) == pieces(3)
    assert "cannot keep finished work" in caplog.text
    assert len(Journal("key", tmp_path / "file" / "studies").ordered(pieces(3))) == 0


def test_many_threads_add_whole_lines(tmp_path: Path) -> None:
    journal, made = Journal("key", tmp_path), pieces(300)
    with ThreadPoolExecutor(8) as executor:
        list(executor.map(journal.add, made, made.values()))
    assert journal.ordered(made) == made
    assert Journal("key", tmp_path).ordered(made) == made
    lines = [row for row in journal.path.read_text(encoding="utf-8").splitlines() if row]
    assert len(lines) == 300
    assert {json.loads(line)["name"] for line in lines} == set(made)


def test_what_is_adopted_does_not_replace_what_is_known(tmp_path: Path) -> None:
    journal = Journal("key", tmp_path)
    journal.add("a", {"k": 1})
    journal.adopt({"a": {"k": 2}, "b": {"k": 3}})
    for one in (journal, Journal("key", tmp_path)):
        assert one["a"] == {"k": 1}
        assert one["b"] == {"k": 3}


def test_journals_lie_in_the_cache(cache: Path) -> None:
    journal = Journal("abc")
    journal.add("a", {})
    assert journal.path == cache / "studies" / "abc.jsonl"
    assert journal.path.is_file()
