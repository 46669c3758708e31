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
from foedus.brief.alliances.make import alliances
from foedus.brief.narrow import LEAST, ROOM, narrowed
from foedus.brief.picture import Picture
from foedus.brief.report.blocks import Picture as Shown
from foedus.brief.report.draw import svg, thin_svg
from foedus.brief.report.model import blocks
from foedus.brief.spec import RIGID
from foedus.brief.trim import breadth
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


def _panel(title: str, *layers: dict[str, Any]) -> dict[str, Any]:
    bars = {"mark": "bar", "encoding": {"x": {"field": "v"}, "y": {"field": "row"}}}
    rows = {"values": [{"row": i, "v": i, "label": f"the {i}th row"} for i in range(4)]}
    return {"title": title, "width": 300, "data": rows, "layer": [bars, *layers]}


NAMES = {
    "mark": {"type": "text", "align": "right"},
    "encoding": {"x": {"value": -8}, "y": {"field": "row"}, "text": {"field": "label"}},
}


def test_names_that_one_panel_holds_for_all_are_given_to_each() -> None:
    spec = {"hconcat": [_panel("one", NAMES), _panel("two")]}
    made = narrowed(spec)
    assert made is not None
    for panel in made["vconcat"]:
        (names,) = [one for one in panel["layer"] if one.get("mark") == NAMES["mark"]]
        assert (names.get("data") or panel["data"])["values"][3]["label"] == "the 3th row"
        assert LEAST <= panel["width"] < 300
    assert len(spec["hconcat"][1]["layer"]) == 1


def test_panels_without_room_for_shared_names_stay() -> None:
    panel = {"mark": "bar", "encoding": {"y": {"field": "row"}}, "width": 300}
    assert narrowed({"hconcat": [_panel("one", NAMES), panel]}) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"text": {"value": "War"}},
        {"x": {"field": "a", "scale": {"domain": ["1816", "2016"]}}},
        {"x": {"field": "a", "scale": {"domain": [1914, 1914]}}},
        {"x": {"field": "a"}},
    ],
)
def test_words_whose_place_is_not_told_stay(changed: dict[str, Any]) -> None:
    told = {"x": {"field": "a", "scale": {"domain": [1816, 2016]}}, "y": {"value": 0}}
    words = {
        "data": {"values": [{"a": 1914, "t": "First World War"}, {"a": 1915, "t": "Second"}]},
        "mark": "text",
        "encoding": told | {"text": {"field": "t"}} | changed,
    }
    made = narrowed({"width": 900, "layer": [{"mark": "line", "encoding": {}}, words]})
    assert made is not None
    assert len(made["layer"]) == 2


def test_what_is_rigid_stays() -> None:
    spec = {"hconcat": [_panel("one", NAMES), _panel("two")], "usermeta": dict(RIGID)}
    assert narrowed(spec) is None


def test_words_that_would_run_into_each_other_go_and_titles_are_broken() -> None:
    scale = {"domain": [1816, 2016]}
    words = {
        "data": {"values": [{"a": 1914, "t": "First World War"}, {"a": 1939, "t": "Second"}]},
        "mark": {"type": "text", "fontSize": 11},
        "encoding": {
            "x": {"field": "a", "scale": scale}, "y": {"value": 0}, "text": {"field": "t"}
        },
    }  # fmt: skip
    line = {"mark": "line", "encoding": {"x": {"field": "a", "scale": scale}}}
    title = "Wars begun per 10,000 pairs and year: 4.5 % before 1950, 0.55 % since"
    spec = {"width": 900, "title": {"text": title, "fontSize": 14}, "layer": [line, words]}
    made = narrowed(spec)
    assert made is not None
    assert made["layer"] == [line]
    assert " ".join(made["title"]["text"]) == title
    assert not any(one.startswith("%") for one in made["title"]["text"])
    assert all(breadth(one, 14, heavy=True) <= ROOM for one in made["title"]["text"])
    words["data"]["values"][1]["a"] = 1990  # far enough away to stand beside it
    again = narrowed(spec)
    assert again is not None
    assert again["layer"] == [line, words]


def test_every_picture_of_the_brief_on_alliances_fits_a_phone() -> None:
    shown = [block for block in blocks(alliances()) if isinstance(block, Shown)]
    assert len(shown) >= 5
    for one in shown:
        found = re.search(r'<svg[^>]*\bwidth="([\d.]+)"', one.thin)
        assert found is not None, one.id
        assert float(found[1]) <= PAGE, one.id


@given(st.lists(st.text("abc de", max_size=60), max_size=6), st.integers(12, 40))
def test_texts_are_cut_to_their_room(texts: list[str], width: int) -> None:
    made = fitting(texts, width)
    assert len(made) == len(texts)
    for cut, text in zip(made, texts, strict=True):
        assert len(cut) <= width
        assert cut == text or (len(text) > width and "…" in cut)
