"""The picture of the house in CONTRIBUTING.md, held by checks."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

LONGEST = 400


def modules(root: Path) -> list[Path]:
    found = sorted((root / "src" / "foedus").rglob("*.py"))
    assert len(found) > 10
    return found


def test_layers_are_kept(root: Path) -> None:
    tool = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run(
        [tool, "--no-logo", "--no-cache"], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 kept, 0 broken" in done.stdout


def whole_package_imports(source: str) -> list[int]:
    """Lines that import the package itself, at run time or not."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import) and any(name.name == "foedus" for name in node.names):
            lines.append(node.lineno)
        if isinstance(node, ast.ImportFrom) and node.module == "foedus" and node.level == 0:
            lines.append(node.lineno)
    return lines


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("import foedus", [1]),
        ("import foedus as fd", [1]),
        ("x = 1\ndef f():\n    import foedus", [3]),
        ("from foedus import scenario", [1]),
        ("from foedus.core import errors\nimport foedus.core.paths", []),
    ],
)
def test_the_check_sees_what_it_should(source: str, lines: list[int]) -> None:
    assert whole_package_imports(source) == lines


def test_no_module_imports_the_whole_package(root: Path) -> None:
    found = [
        f"{path.relative_to(root)}:{line}"
        for path in modules(root)
        for line in whole_package_imports(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_no_module_is_a_hall(root: Path) -> None:
    lengths = {
        str(path.relative_to(root)): len(path.read_text(encoding="utf-8").splitlines())
        for path in modules(root)
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_environment_is_read_in_one_place(root: Path) -> None:
    allowed = root / "src" / "foedus" / "core" / "paths.py"
    found = [
        str(path.relative_to(root))
        for path in modules(root)
        if path != allowed and {"environ", "getenv"} & attributes(path)
    ]
    assert found == []


def attributes(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
