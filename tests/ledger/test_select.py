"""Filters of rows."""

from __future__ import annotations

import pytest

from foedus.core.errors import UsageError
from foedus.ledger.ledger import Ledger
from foedus.ledger.select import Selection, parse_label


def numbers(small: Ledger, **filters: object) -> list[int]:
    return small.select(Selection(**filters))["dispnum"].to_list()


def test_each_filter_by_hand(small: Ledger) -> None:
    assert numbers(small) == [10, 11, 12, 13, 14, 15, 90, 99]
    assert numbers(small, first=1941, last=1965) == [13, 14, 15]
    assert numbers(small, nuclear=True) == [11]
    assert numbers(small, major=True) == [10, 12, 14]
    assert numbers(small, pledged=True) == [11, 12, 14, 15, 90]
    assert numbers(small, without_world_wars=True) == [10, 11, 12, 13, 90, 99]
    assert numbers(small, status="unmade") == [99]
    assert numbers(small, state="FRN") == [11, 13, 15, 90]
    assert numbers(small, state="Mexico") == [10, 11, 12, 13, 14, 15, 90]
    assert numbers(small, labels=(("label_any_war_010", "none"),)) == [10, 13]
    assert numbers(small, pledged=True, last=1930, nuclear=True) == [11]


def test_what_is_in_use_is_told() -> None:
    assert Selection().told() == {}
    assert Selection(first=1946, nuclear=True).told() == {"first": 1946, "nuclear": True}


@pytest.mark.parametrize(
    ("filters", "told"),
    [
        ({"first": 1950, "last": 1940}, "wrong way round"),
        ({"status": "sovled"}, "did you mean 'solved'"),
    ],
)
def test_wrong_filters_say_what_to_do(filters: dict[str, object], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        Selection(**filters)


@pytest.mark.parametrize(
    "text", ["", "any_war", "any_war=risen", "war=raised", "any_war:0.02=raised", "x/any_war=none",
             "any_war:a=raised"]
)  # fmt: skip
def test_labels_that_cannot_be_read(text: str) -> None:
    with pytest.raises(UsageError, match="cannot read the label"):
        parse_label(text)


def test_nobody_is_called_so(small: Ledger) -> None:
    with pytest.raises(UsageError):
        numbers(small, state="Atlantis")
