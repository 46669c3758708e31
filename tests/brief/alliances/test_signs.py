"""Sentences turn with the numbers: made-up ledgers of either sign, with and without a warning."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from foedus.brief.alliances.bottom import bottom
from foedus.brief.alliances.calms import calms
from foedus.brief.alliances.counts import _headline, _sums
from foedus.brief.alliances.desk import Desk
from foedus.brief.alliances.material import Material
from foedus.brief.alliances.named import largest
from foedus.brief.alliances.odds import overturning
from foedus.brief.alliances.placebos import verdict
from foedus.brief.alliances.pledges import bearing
from foedus.brief.alliances.rivals import _prior, _signs
from foedus.brief.alliances.stories import working
from foedus.brief.ledger.words import warning
from foedus.brief.report.blocks import Section
from foedus.brief.report.phrases import Sentence

from .made import material, partial

Text = Callable[[Desk, Section], str]


def said(one: Material, write: Callable[[Desk], Sentence | None]) -> str:
    desk = Desk(one)
    found = write(desk)
    assert found is not None
    return found.text(desk.book.numbers())


@pytest.fixture(scope="module")
def calm() -> Material:
    """Pacts between opponents lower; nothing else does anything."""
    return material(-0.05, 0.0)


@pytest.fixture(scope="module")
def grim() -> Material:
    """The mirror of it."""
    return material(0.05, 0.0)


def test_the_bottom_line_turns(calm: Material, grim: Material, text: Text) -> None:
    desk = Desk(calm)
    told = text(desk, bottom(desk))
    assert "alliances calm disputes and do not escalate them" in told
    assert "raise it by as much in none" in told
    desk = Desk(grim)
    told = text(desk, bottom(desk))
    assert "alliances escalate disputes and do not calm them" in told
    assert "lower it by as much in none" in told


@pytest.mark.parametrize(
    ("bound", "third", "words"),
    [
        (0.0, 0.0, "hardly move a dispute that is on"),
        (-0.05, 0.0, "calm disputes and do not escalate them"),
        (0.0, 0.05, "escalate disputes and do not calm them"),
    ],
)
def test_balance(bound: float, third: float, words: str, text: Text) -> None:
    desk = Desk(material(bound, third, each=12))
    assert words in text(desk, bottom(desk))


def test_both_ways_the_larger_count_comes_first(text: Text) -> None:
    one = material(-0.05, 0.05)
    counted = one.told["headline"]["any_war"]
    down, up = (counted[way]["low"] for way in ("lowered", "raised"))
    desk = Desk(one)
    told = text(desk, bottom(desk))
    assert down != up
    expected = (
        "calm more disputes than they escalate" if down > up
        else "escalate more disputes than they calm"
    )  # fmt: skip
    assert expected in told


def test_sums_turn(calm: Material, grim: Material) -> None:
    assert "fewer wars than" in said(calm, lambda desk: _sums(desk, "any_war"))
    assert "more wars than" in said(grim, lambda desk: _sums(desk, "any_war"))
    assert "no clear change" in said(material(0.0, 0.0, each=8), lambda d: _sums(d, "any_war"))
    assert "lower the chance of any war" in said(calm, _headline)


def test_whose_pledges_bear(calm: Material) -> None:
    assert said(calm, bearing).startswith("It is the opponents' own pledges")
    assert said(material(0.0, 0.05, each=8), bearing).startswith("It is third parties' pledges")
    assert "third parties' too, up" in said(material(-0.05, 0.05, each=8), bearing)
    assert "third parties' too, down" in said(material(-0.05, -0.05, each=8), bearing)
    assert said(material(0.0, 0.0, each=8), bearing).startswith("No pledges move a dispute")


def test_stories_turn(calm: Material) -> None:
    assert "none moves half a war" in said(calm, working)
    down = said(material(0.0, -0.1), working)
    assert "deterrence) has taken away from war most" in down
    up = said(material(0.0, 0.1), working)
    assert "entrapment) has added to war most" in up


def test_what_overturns_it_turns(calm: Material, grim: Material) -> None:
    assert "were less prone to war anyway" in said(calm, overturning)
    assert "were more prone to war anyway" in said(grim, overturning)


def test_readings_turn(calm: Material, grim: Material) -> None:
    assert "lower it under every reading" in said(calm, _signs)
    assert "raise it under every reading" in said(grim, _signs)
    assert _prior(Desk(calm)) is None


def test_placebos_warn_on_top_exactly_where_the_screen_does(text: Text) -> None:
    seen = set()
    for share in (0.0, 0.2, 0.9):
        one = material(-0.05, 0.0, placebo=share)
        screen = warning(one.told)
        assert screen is not None
        warns = "do not read" in screen
        seen.add(warns)
        desk = Desk(one)
        told = text(desk, bottom(desk))
        assert ("do not read these counts as what alliances caused or prevented" in told) == warns
        assert ("pacts that should not matter do most" in told) == warns
    assert seen == {True, False}


def test_no_placebos_no_reading_as_effects(calm: Material) -> None:
    bare = Material(calm.ledger, calm.told | {"placebos": None})
    assert "do not read these counts" in said(bare, verdict)


def test_nothing_moved_and_nothing_to_read() -> None:
    assert "next to nothing here" in said(material(0.0, 0.0, each=8), verdict)


def test_a_partial_ledger_says_so(calm: Material, text: Text) -> None:
    desk = Desk(partial(calm))
    assert "This ledger is partial" in text(desk, bottom(desk))


def test_the_largest_turn(calm: Material, grim: Material) -> None:
    assert largest(calm.ledger.rows, "any_war", "more").is_empty()
    assert not largest(calm.ledger.rows, "any_war", "fewer").is_empty()
    assert largest(grim.ledger.rows, "any_war", "fewer").is_empty()


def test_what_calms_turns(calm: Material, text: Text) -> None:
    told = dict(calm.told)
    net = told["range"]["as built"]["any_war"]["net"]

    unconditional = next(name for name in told["range"] if name.startswith("moral"))

    def with_(variant: str, value: float) -> str:
        sheet = told["range"][variant]
        changed = sheet | {"any_war": sheet["any_war"] | {"net": value}}
        one = Material(calm.ledger, told | {"range": told["range"] | {variant: changed}})
        desk = Desk(one)
        return text(desk, calms(desk))

    assert "pledges to consult calm in this game;" in with_("consultation=0", net + 5)
    assert "pledges to consult do not calm in this game;" in with_("consultation=0", net - 5)
    assert "they make hardly any difference" in with_(unconditional, net)
    assert "in this game they calm;" in with_(unconditional, net + 5)
    assert "work against it" in with_("treaties=defence", net - 5)
    assert "the rest of the net is due to" in with_("treaties=defence", net + 5)
