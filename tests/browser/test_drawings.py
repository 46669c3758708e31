"""Drawings measured by a browser: nothing is cut off, and no room is left beside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

import foedus as fd
from foedus.brief.alliances.make import alliances
from foedus.brief.report.blocks import Picture as Shown
from foedus.brief.report.draw import FAMILY, fonts, svg, thin_svg
from foedus.brief.report.model import blocks

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from foedus.core.bundle import Bundle

MOST = 7.0
"""Pixels that may be free on either side: a margin, rounding, and what a letter leaves free."""
_INK = """drawing => {
  const frame = drawing.getBoundingClientRect();
  const ink = [...drawing.querySelectorAll('text, path, line, rect')]
    .filter(one => !one.closest('defs, clipPath, [clip-path]'))
    .map(one => one.getBoundingClientRect()).filter(box => box.width + box.height > 0);
  const left = Math.min(...ink.map(box => box.left)) - frame.left;
  const right = frame.right - Math.max(...ink.map(box => box.right));
  return [left, right];
}"""


def every(bundle: Bundle, *, narrow: bool) -> dict[str, str]:
    """Drawings of a crisis and of the brief on alliances, by name."""
    ours = fd.pictures(bundle).values()
    found = {one.id: thin_svg(one) if narrow else svg(one) for one in ours}
    shown = [one for one in blocks(alliances()) if isinstance(one, Shown)]
    found |= {one.id: one.thin if narrow else one.svg for one in shown}
    return {name: text for name, text in found.items() if text}


@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
def test_the_frame_is_that_of_the_ink(
    make: Callable[..., Bundle], chromium: Browser, *, narrow: bool
) -> None:
    drawn = every(make(edits=("hotline:GMY-RUS",)), narrow=narrow)
    assert len(drawn) >= 12
    face = (fonts() / "source-sans-3-latin-wght-normal.woff2").as_uri()
    tab = chromium.new_page(viewport={"width": 1600, "height": 900})
    tab.goto(fonts().as_uri())  # a page of files may read the type beside it
    tab.set_content(
        f"<style>@font-face {{ font-family: '{FAMILY}'; src: url('{face}'); "
        "font-weight: 200 900 }</style>" + "".join(drawn.values())
    )
    tab.evaluate(f"document.fonts.load('13px \"{FAMILY}\"')")
    assert tab.evaluate(f"document.fonts.check('13px \"{FAMILY}\"')")
    for name, drawing in zip(drawn, tab.query_selector_all("body > svg"), strict=True):
        left, right = drawing.evaluate(_INK)
        assert -0.5 <= left <= MOST, (name, left)
        assert -0.5 <= right <= MOST, (name, right)
    tab.close()
