"""Days from YAML values."""

from __future__ import annotations

import datetime as dt

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from foedus.core.dates import day_between, parse_date, parse_interval


@given(st.dates(min_value=dt.date(1000, 1, 1)))
def test_every_day_survives_yaml_quoted_or_not(day: dt.date) -> None:
    assert parse_date(yaml.safe_load(day.isoformat())) == day
    assert parse_date(day.isoformat()) == day
    assert parse_date(dt.datetime(day.year, day.month, day.day)) == day  # noqa: DTZ001 - as YAML gives it


@pytest.mark.parametrize(
    "value",
    [
        1914,
        "1914",
        "23 July 1914",
        "1914-02-30",
        "1914-7-3",
        None,
        True,
        ["1914-07-23"],
        dt.datetime(1914, 7, 23, 18, 0),  # noqa: DTZ001 - as YAML gives it
        dt.datetime(1914, 7, 23, tzinfo=dt.UTC),
    ],
)
def test_what_is_no_day_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="day"):
        parse_date(value)


def test_interval_open_at_the_end() -> None:
    interval = parse_interval(["1949-08-24", None])
    assert interval == (dt.date(1949, 8, 24), None)
    assert day_between(dt.date(1949, 8, 24), interval)
    assert day_between(dt.date(2100, 1, 1), interval)
    assert not day_between(dt.date(1949, 8, 23), interval)


def test_interval_counts_both_ends() -> None:
    interval = parse_interval((dt.date(1914, 7, 23), "1914-07-28"))
    assert day_between(dt.date(1914, 7, 28), interval)
    assert not day_between(dt.date(1914, 7, 29), interval)


@pytest.mark.parametrize("value", ["1914-07-23", ["1914-07-23"], [None, "1914-07-23"], []])
def test_what_is_no_interval_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="not a"):
        parse_interval(value)


def test_interval_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        parse_interval(["1914-07-23", "1914-07-22"])
