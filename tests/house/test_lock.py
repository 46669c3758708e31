"""The lock file: hashes for all, addresses for none; and no machine's paths in the project."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

ADDRESS = re.compile(r"[a-z]+://|^-|find-links|index-url|\.(org|com|net|io)\b| @ ", re.MULTILINE)


def test_lock_names_no_host(root: Path) -> None:
    text = (root / "requirements.lock").read_text(encoding="utf-8")
    assert ADDRESS.findall(text) == []


def test_every_requirement_is_pinned_and_hashed(root: Path) -> None:
    text = (root / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    assert len(lines) > 50
    for line in lines:
        assert re.match(r"^[a-z0-9-]+(\[[a-z0-9,-]+\])?==[\w.]+ ", line), line
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", line), line


def test_lock_covers_what_the_package_needs(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    text = (root / "requirements.lock").read_text(encoding="utf-8")
    locked = set(re.findall(r"^([a-z0-9-]+)==", text, re.MULTILINE))
    extras = project["optional-dependencies"]
    wanted = [
        *project["dependencies"], *extras["brief"], *extras["test"], *extras["docs"], *extras["dev"]
    ]  # fmt: skip
    names = {re.split(r"[\[<>=!~; ]", one)[0].lower().replace("_", "-") for one in wanted}
    assert names - {"foedus"} <= locked
    assert "torch" not in locked


def test_no_path_of_this_machine_in_the_project(root: Path) -> None:
    """The folder the checkout lies in is nobody's business but its owner's."""
    here = f"{root.parent}/"
    assert len(here) > 2
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=root, capture_output=True, text=True, check=True,
    )  # fmt: skip
    files = [root / name for name in listed.stdout.split("\0") if name]
    assert files
    found = [
        str(path.relative_to(root))
        for path in files
        if path.is_file() and here.encode() in path.read_bytes()
    ]
    assert found == []
