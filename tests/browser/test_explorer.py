"""The explorer in a real browser: each page, a toggle, uploads, keyboard only, a narrow screen."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from foedus.web.app import create_app
from foedus.web.live import running
from foedus.web.settings import Settings

from ..web.conftest import TINY  # noqa: TID252 - tests have no name to import by

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.browser,
    # Playwright leaves its event loop's sockets to the garbage collector.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
LONG = 180_000
"""Milliseconds; no test is about time."""


@dataclass
class Seen:
    """What went wrong in a tab, and what it asked for."""

    requests: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOEDUS_CACHE", str(tmp_path_factory.mktemp("cache")))
        with running(create_app(Settings())) as found:
            yield found


@pytest.fixture(params=[1200, 360], ids=["desk", "telephone"])
def tab(request: pytest.FixtureRequest, chromium: Browser, address: str) -> Iterator[Page]:
    """A tab that fails the test where the console speaks or another host is asked."""
    seen = Seen()
    page = chromium.new_page(viewport={"width": request.param, "height": 800})
    page.set_default_timeout(LONG)
    page.on("request", lambda one: seen.requests.append(one.url))
    page.on("console", lambda one: seen.console.append(f"{one.type}: {one.text}"))
    page.on("pageerror", lambda one: seen.console.append(str(one)))
    yield page
    page.close()
    expected = ("error: Failed to load resource: the server responded with a status of 4",)
    assert [text for text in seen.console if not text.startswith(expected)] == []
    elsewhere = [u for u in seen.requests if not u.startswith((address, "data:", "about:"))]
    assert elsewhere == []


@pytest.fixture(scope="module")
def tiny(address: str, chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of a small crisis, sent as a file and solved whole."""
    file = tmp_path_factory.mktemp("own") / "tiny.yaml"
    file.write_text(yaml.safe_dump(TINY, sort_keys=False), encoding="utf-8")
    page = chromium.new_page()
    page.set_default_timeout(LONG)
    page.goto(f"{address}crisis/own")
    page.set_input_files("#file", file)
    page.click("text=Check and solve")
    page.wait_for_selector("#headline")
    page.wait_for_selector("#progress", state="detached")
    found = page.url
    page.close()
    return found


def keep(page: Page, name: str) -> None:
    """Keep what was seen, where FOEDUS_SCREENSHOTS names a folder: for the eye, not for a check."""
    folder = os.environ.get("FOEDUS_SCREENSHOTS")
    if folder and page.viewport_size:
        path = Path(folder) / f"explorer-{name}-{page.viewport_size['width']}.png"
        page.screenshot(path=path, full_page=True)


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("room", ["", "crisis", "crisis/own", "ledger", "record", "sources"])
def test_each_page_opens(tab: Page, address: str, room: str) -> None:
    answer = tab.goto(address + room)
    assert answer is not None
    assert answer.status == 200
    assert tab.evaluate(
        "document.fonts.ready.then(() => document.fonts.check('16px \"Source Sans 3\"'))"
    )
    assert tab.locator("h1").count() == 1
    assert tab.locator("main").count() == 1
    assert fits(tab)
    keep(tab, room.replace("/", "-") or "front")


def test_a_toggle_changes_the_answer_and_the_address(tab: Page, tiny: str) -> None:
    tab.goto(tiny)
    tab.wait_for_selector("#fights svg:visible")
    before = tab.inner_text("#headline .message")
    box = tab.get_by_label("take it out").first
    box.check()
    tab.wait_for_selector(".asked")
    assert "without=pact" in tab.url
    assert "without the" in tab.inner_text(".asked")
    assert tab.evaluate("document.activeElement.id") == "without-pact"
    tab.wait_for_selector("#outcomes svg:visible")
    tab.wait_for_selector("#ladder-edited svg:visible")
    assert tab.inner_text("#said")
    assert fits(tab)
    beyond = (
        "[...document.querySelectorAll('#answer .chart')]"
        ".filter(c => c.scrollWidth > c.clientWidth + 1)"
    )
    assert tab.evaluate(f"{beyond}.map(c => c.parentElement.id)") == []  # no picture is cut off
    keep(tab, "toggle")
    tab.go_back()
    tab.wait_for_selector(".asked", state="detached")
    assert tab.inner_text("#headline .message") == before
    assert not tab.get_by_label("take it out").first.is_checked()


@pytest.mark.parametrize(
    "where",
    ["#answer .files a >> nth=1", "#answer .scroll >> nth=0", "#headline .foot a",
     "#headline summary", "#headline .chart"],
)  # fmt: skip
def test_a_fuller_answer_leaves_the_focus_where_it_was(tab: Page, tiny: str, where: str) -> None:
    tab.goto(tiny)
    tab.wait_for_selector("#answer .files a")
    tab.locator(where).focus()
    told = "((e) => e.tagName + (e.getAttribute('href') || e.className))(document.activeElement)"
    before = tab.evaluate(told)
    assert not before.startswith("BODY")
    tab.evaluate("document.querySelector('#headline').dataset.old = '1'")
    fuller = tiny.replace("crisis?", "crisis/progress?have=1&")
    tab.evaluate(f"htmx.ajax('GET', '{fuller}', '#answer')")
    tab.wait_for_selector("#headline:not([data-old])")
    tab.wait_for_function("document.activeElement !== document.body")
    assert tab.evaluate(told) == before


def test_the_keyboard_is_enough(tab: Page, tiny: str) -> None:
    tab.goto(tiny)
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"
    for _ in range(40):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.type") == "checkbox":
            break
    tab.keyboard.press("Space")
    tab.wait_for_selector(".asked")
    assert tab.evaluate("document.activeElement.type") == "checkbox"
    assert tab.evaluate("document.activeElement.checked")
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert tab.evaluate(outline) != "none"


def test_what_was_opened_stays_open_while_the_answer_grows(tab: Page, tiny: str) -> None:
    tab.goto(f"{tiny}&with=fewer-exercises%3D0.{37 if tab.viewport_size['width'] > 400 else 38}")
    tab.wait_for_selector("#headline .words summary")
    tab.click("#headline .words summary")
    tab.wait_for_selector("#progress", state="detached")
    assert tab.evaluate("document.querySelector('#headline .words').open")


def test_firmer_and_softer_are_not_both_ticked(tab: Page, tiny: str) -> None:
    tab.goto(f"{tiny}&with=firmer%3Apact")
    tab.wait_for_selector(".asked")
    tab.evaluate("document.querySelectorAll('#changes details').forEach(d => { d.open = true; })")
    tab.get_by_label("more softly worded").first.check()
    tab.wait_for_url("**softer**")
    assert "firmer" not in tab.url
    assert not tab.get_by_label("more firmly worded").first.is_checked()


def test_on_paper_the_answer_has_the_page(chromium: Browser, tiny: str) -> None:
    """A sheet on its side is wide enough for two columns; the boxes are not printed."""
    page = chromium.new_page(viewport={"width": 1046, "height": 700})
    page.set_default_timeout(LONG)
    page.goto(tiny)
    page.wait_for_selector("#headline svg:visible")
    page.emulate_media(media="print")
    assert page.evaluate("document.querySelector('#answer').clientWidth") > 600
    page.close()


def test_a_bad_file_is_mended_in_place(tab: Page, address: str) -> None:
    text = yaml.safe_dump(TINY, sort_keys=False).replace("camp: challenger", "camp: chalenger")
    tab.goto(f"{address}crisis/own")
    tab.fill("#text", text)
    tab.click("text=Check and solve")
    tab.wait_for_selector(".defects")
    assert "did you mean 'challenger'" in tab.inner_text(".defects")
    tab.click(".defects a >> nth=0")
    assert tab.locator("tr.wrong").first.is_visible()
    assert fits(tab)
    keep(tab, "defects")
    tab.fill("#text", tab.input_value("#text").replace("chalenger", "challenger"))
    tab.click("text=Check and solve")
    tab.wait_for_selector("#headline svg:visible")


def test_without_a_script_all_is_there(chromium: Browser, tiny: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(LONG)
    page.goto(tiny)
    page.get_by_label("take it out").first.check()
    page.get_by_role("button", name="Show").click()
    assert "without=pact" in page.url
    for _ in range(200):
        if page.locator("#headline svg").count():
            break
        page.reload()
    page.get_by_role("link", name="The ladder, the treaties").click()
    assert page.locator("#more h2").count() >= 3
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_can_be_told_from_the_paper(chromium: Browser, tiny: str, scheme: str) -> None:
    """WCAG AA: 4.5 to 1, of every text on the page, drawings included."""
    page = chromium.new_page(color_scheme=scheme)
    page.set_default_timeout(LONG)
    page.goto(tiny)
    page.wait_for_selector("#fights svg:visible")
    faint = page.evaluate(CONTRAST)
    page.close()
    assert faint == []


CONTRAST = """() => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const f = (v) => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
    return 0.2126 * f(r) + 0.7152 * f(g) + 0.0722 * f(b);
  };
  const paper = (one) => {
    for (; one; one = one.parentElement) {
      const c = rgb(getComputedStyle(one).backgroundColor);
      if (c.length < 4 || c[3] > 0) return c;
    }
    return [255, 255, 255];
  };
  const out = new Set();
  for (const one of document.querySelectorAll("body *")) {
    const own = [...one.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || !one.getClientRects().length) continue;
    const style = getComputedStyle(one);
    const ink = one instanceof SVGElement ? style.fill : style.color;
    if (!ink.startsWith("rgb")) continue;
    const [a, b] = [light(rgb(ink)), light(paper(one))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    const text = one.textContent.trim().slice(0, 30);
    if (ratio < 4.5) out.add(`${one.tagName}: ${text} ${ratio.toFixed(1)}`);
  }
  return [...out];
}"""
