"""Blocks on private resolve in a file: read, written, refused; and the edits that speak of them."""

from __future__ import annotations

import pytest

from foedus.core.errors import UsageError
from foedus.crisis.edits.resolved import about_beliefs
from foedus.crisis.game import compile_game
from foedus.crisis.intervene import apply, parse_set, parse_with
from foedus.crisis.private.minds import minds
from foedus.crisis.scenario import Scenario, dump, load, loads
from foedus.crisis.text.checks import check_text, defects

from .conftest import GOOD

BLOCKS = """\
resolve:
  GMY: {share: 0.6, range: [0.4, 0.8], judgement: "x"}
  AUH: {share: 0.9, spread: 1.0, of: [war_cost], judgement: "x"}
perceived:
  RUS:
    GMY: {share: 0.3, judgement: "x"}
signals:
  GMY: {cost: 0.2, judgement: "x"}
overrides:
"""


def planted(old: str = "", new: str = "") -> str:
    assert old in BLOCKS, old
    assert "overrides:\n" in GOOD
    return GOOD.replace("overrides:\n", BLOCKS.replace(old, new, 1) if old else BLOCKS, 1)


def test_blocks_survive_being_written() -> None:
    scenario, errors, warnings = check_text(planted(), "good.yaml")
    assert errors == []
    assert warnings == []
    assert scenario is not None
    assert scenario.resolve["GMY"].spread == 0.7
    assert scenario.resolve["AUH"].of == ("war_cost",)
    assert loads(dump(scenario)) == scenario


# ruff: noqa: E501  (a table: one row a case)
# what is planted; field; part of the message; part of the fix
CASES = {
    "unknown actor": (("  GMY: {share: 0.6", "  GMYY: {share: 0.6"), "resolve.GMYY", "unknown actor", "did you mean 'GMY'?"),
    "no grounds": ((', judgement: "x"}\n  AUH', "}\n  AUH"), "resolve.GMY", "neither source nor judgement", "add source"),
    "share above one": (("share: 0.6", "share: 1.6"), "resolve.GMY.share", "1 or less", "1 or less"),
    "range without the share": (("[0.4, 0.8]", "[0.7, 0.8]"), "resolve.GMY.range", "does not hold the share", "lower end"),
    "trait twice": (("of: [war_cost]", "of: [war_cost, war_cost]"), "resolve.AUH.of", "listed twice", "keep one"),
    "unknown trait": (("of: [war_cost]", "of: [wealth]"), "resolve.AUH.of.0", "unknown choice 'wealth'", "war_cost"),
    "unknown key": (("spread: 1.0", "spraed: 1.0"), "resolve.AUH.spraed", "unknown key", "did you mean 'spread'?"),
    "unknown observer": (("  RUS:\n    GMY", "  RUX:\n    GMY"), "perceived.RUX", "unknown actor", "did you mean 'RUS'?"),
    "itself perceived": (("  RUS:\n    GMY", "  GMY:\n    GMY"), "perceived.GMY.GMY", "perceives itself", "knows its own type"),
    "of one type": (("  RUS:\n    GMY", "  GMY:\n    RUS"), "perceived.GMY.RUS", "only one type", "say under `resolve`"),
    "a signal of one type": (("signals:\n  GMY", "signals:\n  RUS"), "signals.RUS", "only one type", "say under `resolve`"),
    "a signal below nothing": (("cost: 0.2", "cost: -1"), "signals.GMY.cost", "0 or more", "0 or more"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_defects_are_told_with_place_and_fix(name: str) -> None:
    (old, new), field, message, fix = CASES[name]
    text = planted(old, new)
    scenario, errors, _ = check_text(text, "bad.yaml")
    assert scenario is None
    found = [error for error in errors if error.field == field]
    assert len(found) == 1, [str(e) for e in errors]
    assert message in found[0].message
    assert fix in (found[0].fix or "")
    assert found[0].line is not None
    place = field.split(".")[-1 if not field.endswith(".0") else -2]
    assert place in text.splitlines()[found[0].line - 1]


@pytest.fixture(scope="module")
def july() -> Scenario:
    return load("july-1914")


@pytest.mark.parametrize(
    "text",
    [
        "perceived:GMY:UKG=0.9", "assurance:GMY-AUH", "ambiguous:entente-cordiale",
        "signal:UKG=0.3", "pledge:UKG-FRN=0.6",
    ],
)  # fmt: skip
def test_edits_are_pure_playable_and_written_as_they_are_read(july: Scenario, text: str) -> None:
    edit = parse_with(text)
    edited = apply(july, [edit])
    assert edited != july
    assert july == load("july-1914")
    assert defects(edited) == []
    assert parse_with(edit.spec.removeprefix("--with ")) == edit
    assert edit.label
    assert about_beliefs(edit) is (not text.startswith("pledge"))


def test_what_they_change(july: Scenario) -> None:
    assert apply(july, [parse_with("perceived:GMY:UKG=0.9")]).perceived["GMY"]["UKG"].share == 0.9
    assured = apply(july, [parse_with("assurance:GMY-AUH=0.8")])
    assert assured.perceived["AUH"]["GMY"].share == 0.8
    assert assured.perceived["AUH"]["RUS"] == july.perceived["AUH"]["RUS"]
    assert (
        apply(july, [parse_with("ambiguous:dual-alliance")]).treaties["dual-alliance"].clarity == 0
    )
    pledged = apply(july, [parse_with("pledge:UKG-FRN=0.6")]).treaties["pledge-ukg-frn"]
    assert (pledged.owes, pledged.binding) == ({"UKG": ("FRN",)}, {"UKG": 0.6})
    assert pledged.clarity == 1.0
    assert apply(july, [parse_with("signal:UKG=0.3")]).signals["UKG"].cost == 0.3


def test_what_is_perceived_is_told_better_by_channels_and_pledges(july: Scenario) -> None:
    edit = parse_with("perceived:GMY:UKG=0.9")
    assert edit.label == "GMY takes UKG to be resolute with chance 0.9 before it is told better"
    edited = apply(july, [edit])
    game = compile_game(edited)
    who = minds(edited, game)
    berlin, london = (game.names.index(code) for code in ("GMY", "UKG"))
    told = who.told[berlin, london]
    assert 0.0 < told < 1.0
    assert who.prior[berlin, london] == pytest.approx(
        (1.0 - told) * 0.9 + told * july.resolve["UKG"].share
    )


def test_a_pledge_asked_for_stands_beside_a_treaty_of_its_name(july: Scenario) -> None:
    old = july.treaties["dual-alliance"]
    before = july.model_copy(update={"treaties": {"pledge-ukg-frn": old}})
    edited = apply(before, [parse_with("pledge:UKG-FRN=0.6"), parse_with("pledge:UKG-FRN=0.7")])
    assert edited.treaties["pledge-ukg-frn"] == old
    assert edited.treaties["pledge-ukg-frn-2"].binding == {"UKG": 0.7}
    assert len(edited.treaties) == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("perceived:GMY:SER=0.5", "SER has only one type in july-1914"),
        ("perceived:GMY:GMY=0.5", "names one actor twice"),
        ("perceived:GMY=0.5", "does not name two actors"),
        ("perceived:GMY:UKX=0.5", "unknown actor 'UKX'"),
        ("perceived:GMY:UKG=1.5", "does not fit 'perceived'"),
        ("assurance:GMY-FRN", "are not of one camp"),
        ("ambiguous:dual", "unknown treaty 'dual'"),
        ("signal:SER=0.3", "SER has only one type"),
        ("pledge:UKG", "does not name two actors"),
    ],
)
def test_wrong_edits_are_refused(july: Scenario, text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        apply(july, [parse_with(text)])


def test_a_share_may_be_set(july: Scenario) -> None:
    edited = apply(july, [parse_set("resolve.BEL.share=0.9")])
    assert edited.resolve["BEL"].share == 0.9
    assert "set on the command line" in str(edited.resolve["BEL"].judgement)
    with pytest.raises(UsageError, match="only one type"):
        apply(july, [parse_set("perceived.GMY.SER.share=0.5")])
