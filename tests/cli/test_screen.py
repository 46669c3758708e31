"""The terminal's screen: 80 columns, the order of the brief, plain where it is piped."""

from __future__ import annotations

import dataclasses
import io
import re
from collections.abc import Callable

import polars as pl
import pytest

from foedus.brief.numbers import change, interval, probability
from foedus.cli.crisis.remedies import tip_lines
from foedus.cli.crisis.screen import lines, show
from foedus.core.bundle import Bundle

Make = Callable[..., Bundle]
SECTIONS = [
    "How it ends",
    "Who fights",
    "How war begins",
    "What each treaty and channel does",
    "How: shares of the effect on great-power war",
    "By design: great-power war",
    "Under other readings",
    "How far each climbs",
]


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def _text(bundle: Bundle, *, first: bool = False) -> list[str]:
    return [text for text, _ in lines(bundle, first=first)]


@pytest.mark.parametrize("edits", [(), ("without dual-alliance", "hotline:GMY-RUS")])
def test_it_fits_eighty_columns_and_eighty_lines(make: Make, edits: tuple[str, ...]) -> None:
    told = _text(make(edits=edits))
    assert max(map(len, told)) <= 80
    assert len(told) <= 80
    assert all(text == text.rstrip() for text in told)


def test_the_order_is_that_of_the_brief(make: Make) -> None:
    told = _text(make())
    at = [next(i for i, text in enumerate(told) if text.startswith(name)) for name in SECTIONS]
    assert at == sorted(at)
    assert told[0] == "July 1914: from Sarajevo to general war"
    assert "not yet fitted" in told[1]


def test_numbers_are_those_of_the_tables(make: Make) -> None:
    bundle = make(edits=("hotline:GMY-RUS",))
    told = _text(bundle)
    outcomes = bundle.tables["outcomes"]
    for label, outcome in (
        ("great-power war", "great_power_war"),
        ("Serbia yields", "target_yields"),
    ):
        base, edited = (
            outcomes.filter((pl.col("case") == case) & (pl.col("outcome") == outcome)).row(
                0, named=True
            )
            for case in ("base", "edited")
        )
        line = next(text for text in told if text.startswith(f"  {label}"))
        assert probability(base["point"]) in line
        assert interval(base["q05"], base["q95"]) in line
        assert line.endswith(probability(edited["point"]))
    fights = bundle.tables["fights"].filter((pl.col("case") == "base") & (pl.col("actor") == "RUS"))
    line = next(text for text in told if text.startswith("  Russia  "))
    assert probability(fights["point"][0]) in line
    shares = bundle.tables["accounting"].filter(
        (pl.col("instrument") == "dual-alliance") & (pl.col("outcome") == "great_power_war")
    )
    start = next(i for i, text in enumerate(told) if text.startswith("How: shares"))
    row = next(text for text in told[start:] if text.startswith("  Dual Alliance"))
    assert re.findall(r"[+−]<?[\d.]+\*?", row) == [
        change(one["share"]) + ("" if one["separable"] else "*") for one in shares.to_dicts()
    ]


def test_bars_grow_with_their_numbers(make: Make) -> None:
    told = _text(make(draws=1))
    blocks = [
        (float(match[1]), text.count("█"))
        for text in told
        if "│" in text and (match := re.search(r"│\s+(0\.\d+)", text))
    ]
    assert len(blocks) > 8
    assert [count for _, count in sorted(blocks)] == sorted(count for _, count in blocks)


def test_an_interval_that_spans_zero_is_marked(make: Make) -> None:
    told = _text(make())
    row = next(text for text in told if text.startswith("  channel GMY-RUS"))
    assert row.count("~") == 3
    assert any("no clear effect" in text for text in told)


def test_a_first_screen_has_what_is_known(make: Make) -> None:
    told = _text(make(partial=True), first=True)
    assert any(text.startswith("How it ends") for text in told)
    assert any(text.startswith("Who fights") for text in told)
    assert not any(text.startswith("What each treaty") for text in told)
    assert "The study is not complete." in told


@pytest.mark.parametrize("partial", [True, False])
def test_what_a_bundle_lacks_is_left_out(make: Make, partial: bool) -> None:
    bundle = make(partial=partial)
    for name in bundle.tables:
        rest = {key: frame for key, frame in bundle.tables.items() if key != name}
        told = _text(dataclasses.replace(bundle, tables=rest))
        assert "confidence" in " ".join(told).lower()


def test_the_status_line_says_how_the_numbers_came_about(make: Make) -> None:
    bundle = make()
    bundle.manifest["equilibria"] = {"searched": 20, "found": 2}
    bundle.manifest["warnings"] = [f"warning number {i}" for i in range(5)]
    text = " ".join(_text(bundle))
    for part in ("theta provisional-1: not yet fitted", "64 draws", "residual 6e-08", "21.4 s"):
        assert part in text
    assert "2 found in 20 starts" in text
    assert "principal branch" in text
    assert "3 more warnings" in text


def test_what_is_piped_has_no_colour_and_does_not_move(make: Make) -> None:
    stream = io.StringIO()
    show(make(), stream)
    assert "\x1b" not in stream.getvalue()
    assert "\r" not in stream.getvalue()
    assert stream.getvalue().splitlines() == _text(make())


def test_a_terminal_gets_colour_unless_it_is_told_not_to(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    coloured, plain = Terminal(), Terminal()
    show(make(), coloured)
    colour = re.compile(r"\x1b\[(38;5;\d+|[39]\d)m  Russia")
    assert colour.search(coloured.getvalue())
    monkeypatch.setenv("NO_COLOR", "1")
    show(make(), plain)
    assert not colour.search(plain.getvalue())
    assert re.sub(r"\x1b\[[\d;]*m", "", plain.getvalue()).splitlines() == _text(make())


def _hotline(values: list[float], base: float = 0.30) -> list[str]:
    """The lines on a hotline whose any war at qualities .2 to 1 is `values`."""
    tips = pl.DataFrame(
        {
            "instrument": ["hotline A-B (quality 0.8)"] * 5,
            "quality": [0.2, 0.4, 0.6, 0.8, 1.0],
            "any_war": values,
            "great_power_war": values,
        }
    )
    outcomes = pl.DataFrame({"case": ["base"], "outcome": ["any_war"], "point": [base]})
    bundle = Bundle({}, "", {"tips": tips, "outcomes": outcomes})
    return [text for text, _ in tip_lines(bundle)]


def test_where_a_hotline_turns_is_told() -> None:
    assert "tips near h = 0.50" in " ".join(_hotline([0.34, 0.32, 0.28, 0.26, 0.24]))
    assert "lower at every quality" in " ".join(_hotline([0.29, 0.28, 0.27, 0.26, 0.25]))
    assert "higher at every quality" in " ".join(_hotline([0.31, 0.32, 0.33, 0.34, 0.35]))
    assert "less than 0.01 at any quality" in " ".join(_hotline([0.301, 0.3, 0.3, 0.299, 0.299]))
    assert tip_lines(Bundle({}, "", {})) == []


def test_the_base_rate_stands_under_the_bottom_line(make: Make) -> None:
    bundle = make()
    rate = {"any_war": 0.025, "multiparty": 0.145, "average_dispute": 0.026}
    rate |= {"prior_q05": 0.002, "prior_q95": 0.11}
    told = _text(dataclasses.replace(bundle, manifest=bundle.manifest | {"base_rate": rate}))
    head = " ".join(told[: told.index("")])
    assert "Base rate: 0.025" in head
    assert "0.026 (90 % interval <0.01 to 0.11)" in head
