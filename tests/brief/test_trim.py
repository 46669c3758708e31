"""Drawings cut to what they hold; the browser's own measure is asked in tests/browser."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageFont

import foedus as fd
from foedus.brief.report.draw import fonts, svg, with_our_font
from foedus.brief.trim import MARGIN, breadth, trimmed
from foedus.core.bundle import Bundle

FRAME = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="40" viewBox="0 0 {0} 40">{1}</svg>'
)
SIZES = st.integers(-300, 300)


def span(text: str) -> tuple[float, float]:
    """Where the view box begins and ends; its breadth is the width."""
    found = re.search(r'width="([\d.]+)"[^>]*viewBox="(-?[\d.]+) 0 ([\d.]+) ', text)
    assert found is not None
    assert found[1] == found[3]
    return float(found[2]), float(found[2]) + float(found[3])


@given(SIZES, st.integers(1, 200), SIZES, st.integers(1, 200))
def test_the_frame_holds_every_shape_and_little_more(x: int, wide: int, at: int, long: int) -> None:
    drawn = (
        f'<g transform="translate({x},5)"><path d="M0,0h{wide}v9h-{wide}Z"/></g>'
        f'<g transform="translate({at},5)"><line x2="{long}" y2="3"/></g>'
    )
    low, high = span(trimmed(FRAME.format(900, drawn)))
    first, last = min(x, at), max(x + wide, at + long)
    assert low <= first - MARGIN
    assert high >= last + MARGIN
    assert first - low <= MARGIN + 1
    assert high - last <= MARGIN + 1


@given(st.text("abcdefghWMil 0123.", min_size=1, max_size=40), st.sampled_from(["start", "end"]))
def test_a_text_reaches_as_far_as_its_letters(text: str, anchor: str) -> None:
    drawn = (
        f'<g transform="translate(100,9)"><text font-size="13px" text-anchor="{anchor}">{text}'
        "</text></g>"
    )
    low, high = span(trimmed(FRAME.format(700, drawn)))
    wide = breadth(text, 13)
    first = 100 - wide if anchor == "end" else 100.0
    assert abs(low - (first - MARGIN)) <= 1.0
    assert abs(high - (first + wide + MARGIN)) <= 1.0


def test_turned_and_shrunk_things_are_where_they_are() -> None:
    turned = '<text transform="translate(50,9) rotate(-90)" font-size="10px">probability</text>'
    low, high = span(trimmed(FRAME.format(700, turned)))
    assert high - low < 20  # an upright line of letters is as broad as they are high
    shrunk = '<g transform="translate(50,0) scale(0.5)"><rect width="80" height="3"/></g>'
    assert span(trimmed(FRAME.format(700, shrunk))) == (48.0, 92.0)


@pytest.mark.parametrize(
    "drawn",
    [
        '<g transform="matrix(1,0,0,1,5,5)"><rect width="9" height="9"/></g>',
        '<image href="x.png"/>',
        '<g transform="translate(NaN,5)"><rect width="9" height="9"/></g>',
        '<path d="M0,NaNh5v5Z"/>',
        '<g><rect width="50%" height="9"/></g>',
        "",
    ],
)
def test_what_cannot_be_placed_stays_as_it_was(drawn: str) -> None:
    text = FRAME.format(300, drawn)
    assert trimmed(text) == text


def test_the_paper_is_as_wide_as_the_frame() -> None:
    drawn = '<rect width="300" height="40" fill="white"/><g transform="translate(-90,5)">{}</g>'
    text = trimmed(FRAME.format(300, drawn.format('<rect width="60" height="9"/>')))
    low, high = span(text)
    assert f'<rect x="{low:g}" width="{high - low:g}" height="40"' in text


def test_letters_are_as_wide_as_another_library_draws_them() -> None:
    """Pillow, through FreeType."""
    for style, heavy in (("Regular", False), ("Semibold", True)):
        drawn = ImageFont.truetype(str(fonts() / f"SourceSans3-{style}.ttf"), 200)
        for text in ("great-power war", "Österreich-Ungarn", "0.62 to 0.68", "−<0.01"):
            told = drawn.getlength(text, features=["-kern"])
            assert breadth(text, 200, heavy=heavy) == pytest.approx(told, rel=0.01)


def test_a_file_of_its_own_keeps_room_for_another_type(make: Callable[..., Bundle]) -> None:
    """It brings no typeface along."""
    one = fd.pictures(make())["outcomes"]
    wide, ours = span(one.svg()), span(svg(one))
    assert wide[1] - wide[0] > 1.1 * (ours[1] - ours[0])


def test_pictures_lose_the_room_that_nothing_stands_in(make: Callable[..., Bundle]) -> None:
    import vl_convert

    with_our_font()
    for one in fd.pictures(make()).values():
        was = span(vl_convert.vegalite_to_svg(one.spec))
        now = span(svg(one))
        assert now[1] - now[0] < was[1] - was[0], one.id
