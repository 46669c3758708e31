"""The page in a real browser: every picture is drawn, nothing is asked of the network."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from foedus.brief.bundle.page import page
from foedus.brief.bundle.plots import pictures
from foedus.core.bundle import Bundle

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [
    pytest.mark.browser,
    # Playwright leaves its event loop's sockets to the garbage collector.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@dataclass
class Visit:
    """What a browser made of the page."""

    requests: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    ready: str = ""
    marks: dict[str, int] = field(default_factory=dict)
    widths: dict[str, float] = field(default_factory=dict)
    overflow: float = 0.0
    font: bool = False
    downloaded: str = ""
    pdf: bytes = b""


@pytest.fixture(scope="module")
def bundle(make: Callable[..., Bundle]) -> Bundle:
    return make(edits=("without dual-alliance", "hotline:GMY-RUS"))


@pytest.fixture(scope="module", params=[1000, 390], ids=["desk", "telephone"])
def visit(
    request: pytest.FixtureRequest,
    bundle: Bundle,
    tmp_path_factory: pytest.TempPathFactory,
    chromium: Browser,
) -> Visit:
    file = tmp_path_factory.mktemp("page") / "index.html"
    file.write_text(page(bundle), encoding="utf-8")
    found = Visit()
    tab = chromium.new_page(viewport={"width": request.param, "height": 900})
    tab.on("request", lambda one: found.requests.append(one.url))
    tab.on("console", lambda one: found.console.append(f"{one.type}: {one.text}"))
    tab.on("pageerror", lambda one: found.errors.append(str(one)))
    tab.route(lambda url: not url.startswith("file:"), lambda route: route.abort())
    tab.goto(file.as_uri())
    tab.wait_for_function("document.documentElement.dataset.ready", timeout=60_000)
    found.ready = str(tab.evaluate("document.documentElement.dataset.ready"))
    found.marks = tab.evaluate(
        "Object.fromEntries([...document.querySelectorAll('.chart')].map(c => [c.id,"
        " c.querySelectorAll('svg [class*=mark-] path, svg [class*=mark-] line').length]))"
    )
    found.widths = tab.evaluate(
        "Object.fromEntries([...document.querySelectorAll('.chart svg')].map(c =>"
        " [c.closest('.chart').id, c.getBoundingClientRect().right]))"
    )
    found.overflow = tab.evaluate("document.documentElement.scrollWidth - innerWidth")
    found.font = tab.evaluate("document.fonts.check(\"13px 'Source Sans 3'\")")
    with tab.expect_download() as download:
        tab.click("#outcomes .data a")
    found.downloaded = Path(download.value.path()).read_text(encoding="utf-8")
    _screenshots(tab, request.param)
    found.pdf = tab.pdf(format="A4")
    tab.close()
    return found


def _screenshots(tab: object, width: int) -> None:
    """Keep what was seen, where FOEDUS_SCREENSHOTS names a folder: for the eye, not for a check."""
    folder = os.environ.get("FOEDUS_SCREENSHOTS")
    if folder:
        tab.screenshot(path=str(Path(folder) / f"page-{width}.png"), full_page=True)  # type: ignore[attr-defined] # a tab


def test_every_picture_is_drawn_with_marks(bundle: Bundle, visit: Visit) -> None:
    assert visit.ready == "yes"
    assert set(visit.marks) == {f"chart-{one.id}" for one in pictures(bundle)}
    assert all(count >= 7 for count in visit.marks.values()), visit.marks


def test_nothing_but_the_file_is_asked_for(visit: Visit) -> None:
    asked = [url for url in visit.requests if not url.startswith("data:")]
    assert len(asked) == 1
    assert asked[0].startswith("file:")


def test_nothing_goes_wrong(visit: Visit) -> None:
    assert visit.errors == []
    assert visit.console == []


def test_the_page_fits_its_window_and_has_its_font(visit: Visit) -> None:
    assert visit.overflow <= 0
    assert visit.font


def test_the_data_is_one_click_away(bundle: Bundle, visit: Visit) -> None:
    outcomes = next(one for one in pictures(bundle) if one.id == "outcomes")
    assert visit.downloaded.splitlines() == outcomes.csv.splitlines()


def test_it_prints(visit: Visit) -> None:
    assert visit.pdf.startswith(b"%PDF")
    assert len(visit.pdf) > 20_000
