"""The page on private resolve: beliefs beside what is so, worlds, statements, one crisis lived."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from foedus.brief.bundle import private_sheets
from foedus.brief.bundle.beliefs import beliefs
from foedus.brief.bundle.page import page
from foedus.core.bundle import Bundle
from foedus.study.schemas import PRIVATE

Make = Callable[..., Bundle]


def seen(observer: str, actor: str, rung: str, believed: float, so: float) -> tuple[object, ...]:
    return ("base", observer, actor, rung, 3.0, 0.2, 0.3, believed, so)


ROWS: dict[str, list[tuple[object, ...]]] = {
    "worlds": [
        ("base", world, outcome, point + 0.1 * k)
        for k, outcome in enumerate(
            ("any_war", "great_power_war", "challenger_yields", "target_yields", "settled")
        )
        for world, point in (
            ("no types", 0.2), ("types known", 0.25), ("shares known", 0.22), ("as perceived", 0.3),
        )
    ],
    "types": [("base", "UKG", True, 0.6, 0.7, 0.5, 0.4, 0.4)],
    "beliefs": [
        seen("GMY", "UKG", "calm", 0.3, 0.5),
        seen("GMY", "UKG", "mobilised", 0.1, 0.5),
        seen("RUS", "UKG", "calm", 0.5, 0.5),
    ],
    "swings": [("base", "resolve.UKG.share", 0.3, 0.8, "any_war", 0.21, 0.34)],
    "lived": [
        ("base", 0.0, None, "start", "GMY", "UKG", 0.2, True),
        ("base", 0.0, None, "start", "RUS", "UKG", 0.6, True),
        ("base", 4.5, "GMY", "climbs", "GMY", "UKG", 0.15, True),
        ("base", 4.5, "GMY", "climbs", "RUS", "UKG", 0.65, True),
        ("base", 9.0, None, "the war ends", None, None, None, None),
    ],
    "signals": [("base", "UKG", 0.3, 0.7, 0.4, "GMY", 0.2, 0.35, 0.1, 0.3, 0.28, 0.31)],
}  # fmt: skip


@pytest.fixture(scope="module")
def bundle(make: Make) -> Bundle:
    """A bundle with made-up tables of private resolve."""
    plain = make()
    extra = {name: pl.DataFrame(ROWS[name], schema=PRIVATE[name], orient="row") for name in PRIVATE}
    return Bundle(plain.manifest, plain.scenario, plain.tables | extra)


def test_the_picture_shows_the_furthest_rung_of_pairs_that_are_wrong(bundle: Bundle) -> None:
    drawn = beliefs(bundle)
    assert drawn is not None
    assert drawn.title == (
        "Germany takes United Kingdom to be resolute with a chance of 0.10 where it is so with 0.50"
    )
    assert drawn.csv.splitlines()[1:] == ["GMY,UKG,mobilised,0.3,0.1,0.5"]


def test_where_everybody_is_right_the_title_says_so(bundle: Bundle) -> None:
    right = bundle.tables["beliefs"].filter(observer="RUS")
    drawn = beliefs(Bundle(bundle.manifest, bundle.scenario, bundle.tables | {"beliefs": right}))
    assert drawn is not None
    assert "is right on average" in drawn.title


def test_the_parts_of_the_risk_sum(bundle: Bundle) -> None:
    top = private_sheets.worlds(bundle)[0]
    said = {key: value.strip() for key, value in top.items()}
    assert said == {
        "outcome": "any war", "none": "0.20", "types": "+0.050", "private": "−0.030",
        "misread": "+0.080", "seen": "0.30",
    }  # fmt: skip


def test_one_crisis_is_told_event_by_event(bundle: Bundle) -> None:
    told = private_sheets.lived(bundle)
    assert told["types"] == [("United Kingdom", True)]
    assert told["heads"][0] == ("Germany", "United Kingdom")
    assert [event["what"] for event in told["events"]] == [
        "start", "Germany climbs", "the war ends",
    ]  # fmt: skip
    assert told["events"][1]["seen"] == ["0.15", "0.65"]
    assert told["events"][2]["seen"] == ["", ""]


def test_the_page_has_the_section_only_where_asked_for(bundle: Bundle, make: Make) -> None:
    html = page(bundle)
    for part in ("Private resolve", "What each type does", "lived through", "resolve.UKG.share",
                 "What a statement beforehand tells"):  # fmt: skip
        assert part in html, part
    assert "Private resolve" not in page(make())
    assert beliefs(make()) is None
