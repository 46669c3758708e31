"""The page of a network in a real browser: every picture is drawn, nothing is fetched."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from foedus.brief.network.page import page
from foedus.brief.network.plots import pictures

from ..brief.make_network import make_findings  # noqa: TID252 - tests have no name to import by

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
    ready: str = ""
    marks: dict[str, int] = field(default_factory=dict)
    overflow: float = 0.0
    downloaded: str = ""
    pdf: bytes = b""


@pytest.fixture(scope="module", params=[1000, 400], ids=["desk", "telephone"])
def visit(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    chromium: Browser,
) -> Visit:
    found = make_findings()
    file = tmp_path_factory.mktemp("page") / "index.html"
    file.write_text(page(found, pictures(found)), encoding="utf-8")
    seen = Visit()
    tab = chromium.new_page(viewport={"width": request.param, "height": 900})
    tab.on("request", lambda one: seen.requests.append(one.url))
    tab.on("console", lambda one: seen.console.append(f"{one.type}: {one.text}"))
    tab.on("pageerror", lambda one: seen.console.append(str(one)))
    tab.route(lambda url: not url.startswith("file:"), lambda route: route.abort())
    tab.goto(file.as_uri())
    tab.wait_for_function("document.documentElement.dataset.ready", timeout=60_000)
    seen.ready = str(tab.evaluate("document.documentElement.dataset.ready"))
    seen.marks = tab.evaluate(
        "Object.fromEntries([...document.querySelectorAll('.chart')].map(c => [c.id,"
        " c.querySelectorAll('svg [class*=mark-] path, svg [class*=mark-] line').length]))"
    )
    seen.overflow = tab.evaluate("document.documentElement.scrollWidth - innerWidth")
    with tab.expect_download() as download:
        tab.click("#matrix .data a")
    seen.downloaded = Path(download.value.path()).read_text(encoding="utf-8")
    seen.pdf = tab.pdf(format="A4")
    tab.close()
    return seen


def test_every_picture_is_drawn(visit: Visit) -> None:
    assert visit.ready == "yes"
    assert set(visit.marks) == {"chart-map", "chart-matrix"}
    assert all(count >= 10 for count in visit.marks.values()), visit.marks


def test_nothing_but_the_file_is_asked_for_and_nothing_goes_wrong(visit: Visit) -> None:
    asked = [url for url in visit.requests if not url.startswith("data:")]
    assert len(asked) == 1
    assert asked[0].startswith("file:")
    assert visit.console == []


def test_it_fits_its_window_and_prints(visit: Visit) -> None:
    assert visit.overflow <= 0
    assert visit.pdf.startswith(b"%PDF")


def test_the_data_is_one_click_away(visit: Visit) -> None:
    assert visit.downloaded.splitlines()[0].startswith("obligor,")
    assert len(visit.downloaded.splitlines()) == 8
