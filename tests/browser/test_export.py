"""A site in a real browser, opened as files with the network off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from foedus.core.progress import Silent
from foedus.web.export.wanted import Wanted
from foedus.web.export.write import export

from .conftest import PATIENCE

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [
    pytest.mark.browser,
    # Playwright leaves its event loop's sockets to the garbage collector.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    wanted = Wanted(("kargil-1999",), toggles=5, disputes=2, years=(1914, 1999))
    return export(tmp_path_factory.mktemp("sites") / "site", wanted, Silent()).folder


@pytest.fixture(scope="module", params=[1180, 390], ids=["desk", "telephone"])
def tab(request: pytest.FixtureRequest, site: Path, chromium: Browser) -> Iterator[Any]:
    """A window without network; at the end nothing was complained of, nobody was asked."""
    context = chromium.new_context(viewport={"width": request.param, "height": 900})
    context.set_offline(True)
    found = context.new_page()
    found.set_default_timeout(PATIENCE)
    complaints: list[str] = []
    strangers: list[str] = []
    found.on("console", lambda one: complaints.append(one.text))
    found.on("pageerror", lambda error: complaints.append(str(error)))
    found.on("requestfailed", lambda one: complaints.append(f"failed: {one.url}"))
    found.on(
        "request",
        lambda one: None if one.url.startswith(site.as_uri()) else strangers.append(one.url),
    )
    yield found
    context.close()
    assert complaints == []
    assert strangers == []


def test_a_walk_through_every_room(tab: Any, site: Path) -> None:
    tab.goto((site / "index.html").as_uri())
    assert tab.get_by_role("heading", level=1).inner_text() == (
        "Do military alliances escalate crises, or calm them?"
    )
    assert tab.evaluate("document.fonts.check('16px \"Source Sans 3\"')")
    ground = tab.evaluate("getComputedStyle(document.querySelector('.skip')).position")
    assert ground == "absolute", "the style is in force"

    tab.get_by_role("navigation", name="Rooms").get_by_role("link", name="Crisis").click()
    tab.get_by_role("link", name="Kargil 1999").click()
    assert tab.locator("#answer svg").count() > 3
    changes = tab.get_by_role("navigation", name="Changes to the crisis")
    changes.get_by_role("link", name="take it out").first.click()
    first = tab.locator("#answer .lead").inner_text()
    assert "Any war" in first
    changes.locator("li:not(.on) a").first.click()
    assert changes.locator("li.on").count() == 2, "two changes at once"
    assert "With 2 changes" in tab.locator("#answer .asked").inner_text()
    changes.locator("li.on a").first.click()
    assert changes.locator("li.on").count() == 1, "one is taken back"
    changes.get_by_role("link", name="As things stand").click()
    tab.get_by_role("link", name="The alliances of 1999").click()
    assert tab.get_by_role("heading", level=1).inner_text() == "Alliances in 1999"

    rooms = tab.get_by_role("navigation", name="Rooms")
    rooms.get_by_role("link", name="Ledger").click()
    tab.get_by_role("link", name="any war", exact=True).click()
    assert tab.url.endswith("ledger/sort--war.html#disputes")
    rooms.get_by_role("link", name="Ledger").click()
    tab.locator("table.disputes th[scope=row] a").first.click()
    assert "against" in tab.get_by_role("heading", level=1).inner_text()
    for name, heading in (
        ("Network", "Alliances in 1914"),
        ("Record", "The record"),
        ("Sources", "Sources"),
    ):
        rooms.get_by_role("link", name=name).click()
        assert tab.get_by_role("heading", level=1).inner_text() == heading
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert tab.evaluate(wide) <= 0, f"{name} fits the screen"


def test_the_briefs_open_too(tab: Any, site: Path) -> None:
    tab.goto((site / "files" / "index.html").as_uri())
    with tab.expect_navigation():
        tab.get_by_role("link", name="Kargil 1999: a war below the peaks: brief").click()
    assert tab.get_by_role("heading", level=1).count() == 1
