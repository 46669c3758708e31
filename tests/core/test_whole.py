"""A file is put in place whole, or not at all."""

import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from foedus.core.whole import clear, whole


@pytest.mark.parametrize("lasting", [False, True])
def test_it_takes_the_place_of_what_was_there(tmp_path: Path, lasting: bool) -> None:
    path = tmp_path / "deep" / "a.txt"
    for text in ("one", "two"):
        with whole(path, lasting=lasting) as made:
            made.write_text(text, encoding="utf-8")
            assert made.parent.parent == path.parent
            assert not path.exists() or path.read_text(encoding="utf-8") == "one"
        assert path.read_text(encoding="utf-8") == text
    assert list(path.parent.iterdir()) == [path]


def test_what_was_there_stays_where_it_goes_wrong(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old", encoding="utf-8")

    def interrupted(made: Path) -> None:
        made.write_text("half", encoding="utf-8")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), whole(path) as made:
        interrupted(made)
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(FileNotFoundError), whole(path):
        pass  # nothing was written
    assert path.read_text(encoding="utf-8") == "old"


def test_permissions_and_links_stay(tmp_path: Path) -> None:
    path, link = tmp_path / "a.txt", tmp_path / "link.txt"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o600)
    link.symlink_to(path)
    with whole(link) as made:
        made.write_text("new", encoding="utf-8")
    assert link.is_symlink()
    assert path.read_text(encoding="utf-8") == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_new_file_has_the_permissions_of_any_other(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.touch()
    with whole(tmp_path / "made") as made:
        made.touch()
    assert (tmp_path / "made").stat().st_mode == plain.stat().st_mode


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(OSError, match="directory"), whole(tmp_path / "a") as made:
        made.touch()
    assert (tmp_path / "a").is_dir()


def test_what_a_killed_process_leaves_is_cleared_away(tmp_path: Path) -> None:
    """Killed while it wrote: neither the folder beside nor what is in it was removed."""
    script = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from foedus.core.whole import whole\n"
        "with whole(Path(sys.argv[1])) as made:\n"
        "    made.write_text('half', encoding='utf-8')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    ended = subprocess.run([sys.executable, "-c", script, tmp_path / "a.txt"], check=False)
    assert ended.returncode == -signal.SIGKILL
    (tmp_path / "mine").touch()
    assert len(list(tmp_path.iterdir())) == 2
    clear(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
