"""A sealed folder: read back as written, and refused where anything is another's or was changed."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from foedus.core.errors import BundleError, UsageError
from foedus.core.sealed import Sealed
from foedus.core.swap import beside

SEALED = Sealed("numbers", "foedus-numbers", "numbers.json", "count them again")
TABLE = pl.DataFrame({"n": [1, 2, 3]})


def test_it_is_read_back_as_written_and_replaced_whole(tmp_path: Path) -> None:
    folder = tmp_path / "numbers"
    assert not SEALED.there(folder)
    SEALED.write(folder, {"about": "small"}, {"small": TABLE}, {"words.txt": "one two three"})
    assert SEALED.there(folder)
    content = SEALED.content(folder)
    assert content["about"] == "small"
    assert SEALED.table(folder, "small", content).equals(TABLE)
    assert (folder / "words.txt").read_text() == "one two three"
    SEALED.write(folder, {}, {"large": TABLE})
    assert sorted(path.name for path in folder.iterdir()) == ["large.parquet", "numbers.json"]
    assert [path.name for path in tmp_path.iterdir()] == ["numbers"]


def test_files_of_the_users_own_survive(tmp_path: Path) -> None:
    folder = tmp_path / "numbers"
    SEALED.write(folder, {}, {"small": TABLE}, {"words.txt": "one two three"})
    (folder / "notes").mkdir()
    (folder / "notes" / "mine.txt").write_text("mine")
    (folder / "folder").symlink_to(tmp_path)
    SEALED.write(folder, {}, {"large": TABLE})
    assert (folder / "notes" / "mine.txt").read_text() == "mine"
    assert (folder / "folder").readlink() == tmp_path
    assert {path.name for path in folder.iterdir()} == {
        "folder", "large.parquet", "notes", "numbers.json",
    }  # fmt: skip


def test_where_nothing_can_be_written_is_told_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="holds something else"):
        SEALED.refuse(tmp_path)
    with pytest.raises(UsageError, match="cannot be written"):
        SEALED.refuse(tmp_path / "file" / "deep" / "numbers")
    SEALED.refuse(tmp_path / "deep" / "numbers")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_anybody_elses_is_refused(tmp_path: Path) -> None:
    SEALED.write(tmp_path / "a", {}, {"small": TABLE})
    other = Sealed("words", "foedus-words", "numbers.json", "write them again")
    with pytest.raises(UsageError, match="holds something else than words"):
        other.write(tmp_path / "a", {}, {})
    with pytest.raises(BundleError, match="holds no words of this version"):
        other.content(tmp_path / "a")
    with pytest.raises(BundleError, match=r"holds no numbers.*count them again"):
        SEALED.content(tmp_path)
    SEALED.write(tmp_path / "b", {}, {"small": TABLE.reverse()})
    (tmp_path / "b" / "small.parquet").replace(tmp_path / "a" / "small.parquet")
    with pytest.raises(BundleError, match=r"is not the table that numbers\.json tells of"):
        SEALED.table(tmp_path / "a", "small", SEALED.content(tmp_path / "a"))


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    place = tmp_path / "place"
    place.mkdir()
    (place / "old").write_text("old")

    def fill(made: Path) -> None:
        (made / "new").write_text("new")
        raise OSError(28, "No space left on device")

    with (
        pytest.raises(UsageError, match=r"place: cannot be written \(No space left.*elsewhere"),
        beside(place, "look elsewhere") as made,
    ):
        fill(made)
    assert [path.name for path in place.iterdir()] == ["old"]
    assert [path.name for path in tmp_path.iterdir()] == ["place"]
