"""The pages: built without a warning, and no link that leads nowhere."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def pages(root: Path) -> list[Path]:
    found = [*root.glob("*.md"), *(root / "docs").rglob("*.md")]
    return [path for path in found if "_build" not in path.parts]


def test_links_between_pages_lead_somewhere(root: Path) -> None:
    links = [
        (path, target)
        for path in pages(root)
        for target in LINK.findall(path.read_text(encoding="utf-8"))
        if "://" not in target
    ]
    assert len(links) > 20
    broken = [
        f"{path.name}: {target}" for path, target in links if not (path.parent / target).exists()
    ]
    assert broken == []


@pytest.fixture(scope="module")
def site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site")
    words = ["-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html", "-d", out / "trees"]
    done = subprocess.run(
        [sys.executable, *words, root / "docs", out / "html"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return out / "html"


def test_every_parameter_stands_on_its_page(root: Path, site: Path) -> None:
    file = root / "src" / "foedus" / "crisis" / "theta" / "fitted.json"
    page = (site / "reference" / "parameters.html").read_text(encoding="utf-8")
    names = json.loads(file.read_text(encoding="utf-8"))["parameters"]
    assert len(names) > 10
    assert [name for name in names if f'<span class="pre">{name}</span>' not in page] == []


def test_pages_fetch_nothing(site: Path) -> None:
    """Scripts, styles and pictures come with the pages, so that they open offline."""
    outside = re.compile(
        r"<(?:script|img|link)[^>]+(?:src|href)=\"(?:https?:)?//[^\"]+", re.IGNORECASE
    )
    found = {
        str(page.relative_to(site)): outside.findall(page.read_text(encoding="utf-8"))
        for page in site.rglob("*.html")
    }
    assert len(found) > 10
    assert {name: hits for name, hits in found.items() if hits} == {}
