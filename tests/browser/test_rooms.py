"""The rooms Ledger, Network, Record and Sources in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from foedus.web.app import create_app
from foedus.web.live import running

from .conftest import PATIENCE

pytestmark = [
    pytest.mark.browser,
    # Playwright leaves its event loop's sockets to the garbage collector.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
PAGES = (
    "/ledger",
    "/ledger?level=war&major=1&sort=effect",
    "/ledger?until=1816&nuclear=1",
    "/ledger/dispute?number=257",
    "/network?year=1938&about=GMY",
    "/record",
    "/sources",
    "/sources/dataset?name=atop",
)

CONTRAST = """() => {
  const parts = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const found = parts(getComputedStyle(at).backgroundColor);
      if (found.length < 4 || found[3] > 0) return found;
    }
    return [255, 255, 255];
  };
  const poor = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const one = walk.currentNode.parentElement;
    const text = walk.currentNode.textContent.trim();
    if (!text || one.closest("svg, script, title, .vh, option")) continue;
    if (!one.getClientRects().length) continue;
    const [a, b] = [light(parts(getComputedStyle(one).color)), light(behind(one))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) poor.push(`${ratio.toFixed(2)} ${one.tagName} ${text.slice(0, 30)}`);
  }
  return poor;
}"""


@dataclass
class Browser:
    """A browser that looks at the explorer, and what it complained of."""

    address: str
    chromium: Any
    complaints: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def page(self, path: str, **context: Any) -> Any:
        """Open a page in a window of its own."""
        tab = self.chromium.new_context(**context).new_page()
        tab.set_default_timeout(PATIENCE)
        tab.on("console", self._said)
        tab.on("pageerror", lambda error: self.complaints.append(str(error)))
        tab.on("request", self._asked)
        tab.goto(self.address + path)
        return tab

    def _said(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.type}: {message.text}")

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.strangers.append(request.url)


@pytest.fixture(scope="module")
def looking(chromium: Any) -> Iterator[Browser]:
    with running(create_app()) as address:
        yield Browser(address.rstrip("/"), chromium)


@pytest.fixture
def browser(looking: Browser) -> Iterator[Browser]:
    """The browser; at the end nothing was complained of, and nobody else was asked."""
    looking.complaints.clear()
    looking.strangers.clear()
    yield looking
    for context in looking.chromium.contexts:
        context.close()
    assert looking.complaints == []
    assert looking.strangers == []


def query(tab: Any) -> dict[str, list[str]]:
    return parse_qs(urlsplit(tab.url).query)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_fits_and_can_be_read(browser: Browser, path: str, scheme: str) -> None:
    """On a telephone: nothing sticks out, every text has contrast, every table its own scroll."""
    tab = browser.page(path, viewport={"width": 360, "height": 780}, color_scheme=scheme)
    wide = tab.evaluate("document.documentElement.scrollWidth")
    assert wide <= 360
    assert tab.evaluate(CONTRAST) == []
    assert tab.locator("h1").count() == 1
    assert tab.locator("nav [aria-current=page]").first.is_visible()
    for one in tab.locator("table").all():
        assert one.evaluate("one => one.closest('.scroll') !== null")
    tab.set_viewport_size({"width": 1200, "height": 800})
    assert tab.evaluate("document.documentElement.scrollWidth") <= 1200


def test_the_ledger_sorts_by_keyboard(browser: Browser) -> None:
    tab = browser.page("/ledger?level=war")
    tab.locator("th a", has_text=re.compile("^any war$")).focus()
    with tab.expect_navigation():
        tab.keyboard.press("Enter")
    assert query(tab)["sort"] == ["-war"]
    assert query(tab)["level"] == ["war"]
    head = tab.locator("th[aria-sort]")
    assert head.get_attribute("aria-sort") == "descending"
    first = tab.locator("table.disputes tbody td:nth-child(5)").all_inner_texts()
    found = [float(text.strip("<>")) for text in first]
    assert found == sorted(found, reverse=True)
    with tab.expect_navigation():
        tab.locator("th[aria-sort] a").press("Enter")
    assert tab.locator("th[aria-sort]").get_attribute("aria-sort") == "ascending"


def test_filters_are_a_plain_form(browser: Browser) -> None:
    """Without any script."""
    tab = browser.page("/ledger", java_script_enabled=False)
    state = tab.get_by_role("textbox", name="State")
    state.fill("Germany")
    tab.get_by_label("Reached on record").select_option("war")
    tab.get_by_label("without the world wars").check()
    with tab.expect_navigation():
        tab.get_by_role("button", name="Show").click()
    assert query(tab)["who"] == ["Germany"]
    assert query(tab)["level"] == ["war"]
    assert query(tab)["peace"] == ["1"]
    assert state.input_value() == "Germany"
    assert tab.locator("table.disputes tbody tr").count() > 1


def test_a_row_and_a_mark_open_their_dispute(browser: Browser) -> None:
    tab = browser.page("/ledger?level=war")
    row = tab.locator("table.disputes tbody th a").first
    sides = row.inner_text()
    with tab.expect_navigation():
        row.click()
    assert urlsplit(tab.url).path == "/ledger/dispute"
    assert tab.locator("h1").inner_text().split(" against ")[0] in sides
    tab = browser.page("/ledger?since=1914&until=1914")
    mark = tab.locator(".ledger-picture a").last
    title = mark.locator("title").text_content()
    with tab.expect_navigation():
        mark.locator(".mark").click(force=True)
    assert urlsplit(tab.url).path == "/ledger/dispute"
    assert title.split(" against ")[0].split(" and ")[0] in tab.locator("h1").inner_text()


def test_the_slider_turns_the_years(browser: Browser) -> None:
    tab = browser.page("/network?year=1914&about=FRN")
    slider = tab.locator("#year-slider")
    slider.focus()
    with tab.expect_navigation():
        tab.keyboard.press("ArrowRight")
        # The number follows at once, the page when the hand has come to rest.
        assert tab.locator("#year-number").input_value() == "1915"
    assert query(tab) == {"year": ["1915"], "about": ["FRN"]}
    assert tab.locator("h1").inner_text() == "Alliances in 1915"
    assert tab.evaluate("document.activeElement.id") == "year-slider"
    tab.locator("#year-number").fill("1938")
    assert slider.input_value() == "1938"
    with tab.expect_navigation():
        tab.locator("#year-number").press("Enter")
    assert tab.locator("h1").inner_text() == "Alliances in 1938"


def test_the_slider_without_script(browser: Browser) -> None:
    tab = browser.page("/network?year=1900", java_script_enabled=False)
    tab.locator("#year-slider").focus()
    tab.keyboard.press("ArrowLeft")
    with tab.expect_navigation():
        tab.locator("form.slider button").click()
    assert tab.locator("h1").inner_text() == "Alliances in 1899"


def test_references_are_saved_as_a_file(browser: Browser) -> None:
    tab = browser.page("/sources/dataset?name=mid")
    with tab.expect_download() as saving:
        tab.get_by_role("link", name="BibTeX").click()
    assert saving.value.suggested_filename.endswith(".bib")


def test_a_wrong_address_is_a_page_that_helps(browser: Browser) -> None:
    tab = browser.page("/ledger?sinse=1900")
    assert tab.get_by_role("alert").is_visible()
    assert "did you mean 'since'" in tab.locator("main").inner_text().lower()
    # The browser itself notes that the answer was no page.
    browser.complaints[:] = [one for one in browser.complaints if "422" not in one]
