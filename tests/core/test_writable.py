"""What can be written, tried before the work."""

from __future__ import annotations

from pathlib import Path

import pytest

from foedus.core.errors import UsageError
from foedus.core.writable import refuse_file, refuse_folder, writing


def test_what_can_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    refuse_file(tmp_path / "new" / "deep" / "x.csv", "choose another")
    refuse_folder(tmp_path, "choose another")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_and_a_path_through_a_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("there", encoding="utf-8")
    with pytest.raises(UsageError, match=r"it is a folder.*choose another"):
        refuse_file(tmp_path, "choose another")
    with pytest.raises(UsageError, match=r"x.csv: cannot be written \(Not a directory\)"):
        refuse_file(tmp_path / "file" / "x.csv", "choose another")
    with pytest.raises(UsageError, match="cannot be written"):
        refuse_folder(tmp_path / "file", "choose another")


def test_what_fails_after_all_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"), writing(tmp_path, "choose another"):
        tmp_path.write_text("a folder", encoding="utf-8")
