"""A brief in a real browser, with the network off: at a desk, on a telephone, on paper."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from foedus.brief.report.blocks import Picture
from foedus.brief.report.crisis.brief import crisis_brief
from foedus.brief.report.html import html
from foedus.brief.report.model import Report, blocks
from foedus.core.bundle import Bundle

from .conftest import PATIENCE

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

    requests: list[str] = field(default_factory=list[str])
    console: list[str] = field(default_factory=list[str])
    errors: list[str] = field(default_factory=list[str])
    overflow: float = 0.0
    outside: list[str] = field(default_factory=list[str])
    font: bool = False
    skipped: str = ""
    focused: list[str] = field(default_factory=list[str])
    downloaded: str = ""
    pdf: bytes = b""


@pytest.fixture(scope="module")
def report(make: Callable[..., Bundle]) -> Report:
    return crisis_brief(make(edits=("without dual-alliance",)))


@pytest.fixture(scope="module", params=[1000, 360], ids=["desk", "telephone"])
def visit(
    request: pytest.FixtureRequest,
    report: Report,
    tmp_path_factory: pytest.TempPathFactory,
    chromium: Browser,
) -> Visit:
    file = tmp_path_factory.mktemp("brief") / "brief.html"
    file.write_text(html(report), encoding="utf-8")
    found = Visit()
    context = chromium.new_context(viewport={"width": request.param, "height": 900}, offline=True)
    context.set_default_timeout(PATIENCE)
    tab = context.new_page()
    tab.on("request", lambda one: found.requests.append(one.url))
    tab.on("console", lambda one: found.console.append(f"{one.type}: {one.text}"))
    tab.on("pageerror", lambda one: found.errors.append(str(one)))
    tab.goto(file.as_uri())
    found.font = tab.evaluate(
        "document.fonts.ready.then(() => document.fonts.check(\"13px 'Source Sans 3'\"))"
    )
    found.overflow = tab.evaluate("document.documentElement.scrollWidth - innerWidth")
    found.outside = tab.evaluate(
        "[...document.querySelectorAll('main *')].filter(e => !e.closest('.scroll')"
        " && e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.hidden'))"
        ".map(e => e.tagName + ' ' + e.textContent.slice(0, 40))"
    )
    _keyboard(tab, found)
    with tab.expect_download() as download:
        tab.click("#outcomes .data a")
    found.downloaded = Path(download.value.path()).read_text(encoding="utf-8")
    _screenshot(tab, request.param)
    found.pdf = tab.pdf(format="A4")
    context.close()
    return found


def _keyboard(tab: Any, found: Visit) -> None:
    """Skip to the text with two keys, and go on from there."""
    tab.keyboard.press("Tab")
    found.skipped = tab.evaluate("document.activeElement.textContent")
    tab.keyboard.press("Enter")
    for _ in range(4):
        tab.keyboard.press("Tab")
        found.focused.append(
            tab.evaluate(
                "(e => e.closest('main') ? e.tagName + '.' + e.className : 'outside')"
                "(document.activeElement)"
            )
        )


def _screenshot(tab: Any, width: int) -> None:
    """Keep what was seen, where FOEDUS_SCREENSHOTS names a folder: for the eye, not for a check."""
    folder = os.environ.get("FOEDUS_SCREENSHOTS")
    if folder:
        tab.screenshot(path=str(Path(folder) / f"brief-{width}.png"), full_page=True)


def test_nothing_but_the_file_is_asked_for_and_nothing_goes_wrong(visit: Visit) -> None:
    asked = [url for url in visit.requests if not url.startswith("data:")]
    assert len(asked) == 1
    assert asked[0].startswith("file:")
    assert visit.errors == []
    assert visit.console == []


def test_the_page_fits_its_window_and_has_its_font(visit: Visit) -> None:
    assert visit.overflow <= 0
    assert visit.outside == []
    assert visit.font


def test_the_keyboard_skips_to_the_text_and_goes_on(visit: Visit) -> None:
    assert visit.skipped == "Skip to the text"
    assert "outside" not in visit.focused
    assert len(visit.focused) == 4


def test_the_data_is_one_click_away(report: Report, visit: Visit) -> None:
    outcomes = next(
        one for one in blocks(report) if isinstance(one, Picture) and one.id == "outcomes"
    )
    assert visit.downloaded.splitlines() == outcomes.csv.splitlines()


def test_it_prints(visit: Visit) -> None:
    import io

    import pypdf

    pages = pypdf.PdfReader(io.BytesIO(visit.pdf)).pages
    assert len(pages) > 4
    text = " ".join(pages[0].extract_text().split())
    assert "Bottom line" in text
    assert "Skip to the text" not in text
