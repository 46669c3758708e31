"""Pictures for a narrow screen: they fit it, and lose no row, no bar and no number."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import foedus as fd
from foedus.brief.narrow import LEAST, ROOM, narrowed
from foedus.brief.picture import Picture
from foedus.brief.report.draw import svg, thin_svg
from foedus.brief.words import fitting
from foedus.core.bundle import Bundle

Make = Callable[..., Bundle]
PAGE = 350
"""Width of the text on a phone of 390 pixels."""


@pytest.fixture(scope="module", params=[(), ("without dual-alliance", "hotline:GMY-RUS")])
def drawn(request: pytest.FixtureRequest, make: Make) -> dict[str, Picture]:
    return fd.pictures(make(edits=request.param))


def _marks(spec: Any) -> list[dict[str, Any]]:
    if isinstance(spec, dict):
        own = [spec] if "mark" in spec else []
        return own + [one for value in spec.values() for one in _marks(value)]
    return [one for value in spec for one in _marks(value)] if isinstance(spec, list) else []


def _texts(drawing: str) -> list[str]:
    return [text.strip() for text in re.findall(r"<text[^>]*>([^<]*)</text>", drawing)]


def test_every_picture_of_a_crisis_fits_a_phone(drawn: dict[str, Picture]) -> None:
    for one in drawn.values():
        thin = thin_svg(one)
        assert thin, one.id
        found = re.search(r'<svg[^>]*\bwidth="([\d.]+)"', thin)
        assert found is not None
        assert float(found[1]) <= PAGE, one.id


def test_what_is_drawn_is_the_same(drawn: dict[str, Picture]) -> None:
    for one in drawn.values():
        before = copy.deepcopy(one.spec)
        made = narrowed(one.spec)
        assert one.spec == before  # the wide one is as it was
        assert made is not None
        was, now = _marks(one.spec), _marks(made)
        gone = [mark for mark in was if _data(mark) not in [_data(other) for other in now]]
        # only a second column of text may go, which the words hold
        assert {json.dumps(mark["encoding"]["text"]) for mark in gone} <= {
            json.dumps({"field": "range", "type": "nominal"})
        }
        widths = [spec["width"] for spec in _plots(made)]
        assert all(LEAST <= width <= ROOM for width in widths)


def _data(mark: dict[str, Any]) -> str:
    return json.dumps([mark["mark"], mark.get("data"), mark["encoding"].get("text")])


def _plots(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return [spec] if "width" in spec else list(spec["vconcat"])


def test_names_and_numbers_are_those_of_the_wide_one(drawn: dict[str, Picture]) -> None:
    wide, thin = _texts(svg(drawn["outcomes"])), _texts(thin_svg(drawn["outcomes"]))
    rows = [text for text in wide if " to " not in text and not re.fullmatch(r"[\d.]+", text)]
    assert set(rows) <= set(thin)


def test_names_that_one_panel_holds_for_all_stay_with_it() -> None:
    names = {"mark": "text", "encoding": {"x": {"value": -8}, "y": {"field": "row"}}}
    panel = {"mark": "bar", "encoding": {"y": {"field": "row"}}, "width": 300}
    assert narrowed({"hconcat": [{"layer": [panel, names], "width": 300}, panel]}) is None


@given(st.lists(st.text("abc de", max_size=60), max_size=6), st.integers(12, 40))
def test_texts_are_cut_to_their_room(texts: list[str], width: int) -> None:
    made = fitting(texts, width)
    assert len(made) == len(texts)
    for cut, text in zip(made, texts, strict=True):
        assert len(cut) <= width
        assert cut == text or (len(text) > width and "…" in cut)
