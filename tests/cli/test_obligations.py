"""``foedus obligations``: through the front door."""

from __future__ import annotations

import json
from collections.abc import Callable

import polars as pl
import pytest

from foedus.cli.app import main
from foedus.panel.obligations import obligations

pytestmark = pytest.mark.usefixtures("data")
Call = Callable[..., tuple[int, str, str]]
DAY = "1914-07-23"


@pytest.fixture
def foedus(capsys: pytest.CaptureFixture[str]) -> Call:
    """``foedus(DAY)``: status, standard output, standard error of ``foedus obligations``."""

    def call(*words: str) -> tuple[int, str, str]:
        status = main(["obligations", *words])
        told = capsys.readouterr()
        return status, told.out, told.err

    return call


def test_rows_for_programs_are_those_of_python(foedus: Call) -> None:
    status, out, err = foedus(DAY, "--json")
    assert (status, err) == (0, "")
    frame = obligations(DAY)
    rows = json.loads(out)
    assert [(r["atopid"], r["obligor"], r["beneficiary"], r["start"]) for r in rows] == [
        (a, o, b, str(s))
        for a, o, b, s in frame.select("atopid", "obligor", "beneficiary", "start").rows()
    ]


def test_lines_for_people(foedus: Call) -> None:
    status, out, _ = foedus(DAY)
    lines = out.splitlines()
    assert status == 0
    assert lines[0].split() == ["ATOP", "owes", "to", "since", "until", "what"]
    assert len(lines) == obligations(DAY).height + 1
    assert any(line.split()[1:3] == ["GMY", "AUH"] and "defense" in line for line in lines)


@pytest.mark.parametrize("state", ["GMY", "255", "Germany"])
def test_of_one_state(foedus: Call, state: str) -> None:
    rows = json.loads(foedus(DAY, "--state", state, "--json")[1])
    frame = obligations(DAY).filter((pl.col("obligor") == 255) | (pl.col("beneficiary") == 255))
    assert len(rows) == frame.height > 0


@pytest.mark.parametrize("kind", ["defense", "offense", "neutral", "nonagg", "consul"])
def test_of_one_kind(foedus: Call, kind: str) -> None:
    rows = json.loads(foedus("1939-08-25", "--kind", kind, "--json")[1])
    assert len(rows) == obligations("1939-08-25").filter(pl.col(kind) == 1).height > 0
    assert {row[kind] for row in rows} == {1}


def test_in_force_at_the_end_has_no_end(foedus: Call) -> None:
    lines = foedus("2018-12-31", "--state", "USA", "--kind", "defense")[1].splitlines()[1:]
    assert lines
    assert {line.split()[4] for line in lines} == {"-"}


def test_a_member_that_is_no_state_has_its_number(foedus: Call) -> None:
    assert any("8152" in line for line in foedus("1880-01-01")[1].splitlines())


def test_nothing_in_force(foedus: Call) -> None:
    status, out, _ = foedus("1914-07-23", "--state", "JPN", "--kind", "neutral", "--json")
    assert status == 0
    assert isinstance(json.loads(out), list)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "DAY"),
        (("1914-02-30",), "no such day in the calendar"),
        (("yesterday",), "write it as YYYY-MM-DD"),
        (("1814-01-01",), "says nothing of that day"),
        (("2019-01-01",), "says nothing of that day"),
        ((DAY, "--state", "Germani"), "Germany"),
        (("1990-10-02", "--state", "Germany"), "write 'West Germany' (260) or 'East"),
        (("1945-06-01", "--state", "Germany"), "no 'Germany' on 1945-06-01"),
        ((DAY, "--kind", "defence"), "did you mean 'defense'?"),
        ((DAY, "--kind", "zzz"), "choose defense, offense"),
        ((DAY, "--colour"), "--colour"),
    ],
)
def test_a_wrong_call_is_one_line_and_status_2(
    foedus: Call, words: tuple[str, ...], says: str
) -> None:
    status, out, err = foedus(*words)
    assert (status, out) == (2, "")
    assert says in err
    assert len(err.strip().splitlines()) == 1


def test_a_state_is_who_bears_the_name_on_the_day(foedus: Call) -> None:
    """The year 1990 has two answers, and its last day one."""
    day, least = "1990-05-01", 10
    west = json.loads(foedus(day, "--state", "West Germany", "--json")[1])
    assert west == json.loads(foedus(day, "--state", "260", "--json")[1])
    assert len(west) > least
    united = json.loads(foedus("1990-12-31", "--state", "Germany", "--json")[1])
    assert {255} < {code for row in united for code in (row["obligor"], row["beneficiary"])}
    last = json.loads(foedus("1990-10-03", "--state", "260", "--json")[1])
    assert len(last) > least  # ATOP's first day of unity is the last of its West Germany


def test_blanks_around_a_day_do_no_harm(foedus: Call) -> None:
    assert foedus(f" {DAY} ", "--state", "GMY") == foedus(DAY, "--state", "GMY")
