"""Historians' verdicts: the file and its checks, the data behind it, and the comparison."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from foedus.core.errors import FoedusError, UsageError
from foedus.ledger.verdict_file import FILE, Verdict, read
from foedus.ledger.verdicts import Tally, agreement, verdicts
from foedus.sources.load import load

ONE = """\
[[case]]
dispnum = 257
title = "July crisis"
year = 1914
alliances = [{ name = "Dual Alliance", atop = 1335, when = "before" }]
any_war = "raised"
great_power_war = "disputed"
mechanism = "several"
verdict = "It was so."
confidence = "high"
coded = 2026-11-27
references = [
  { cite = "A (1900). B.", where = "p. 1", page_confirmed = true, seen = "text", says = "raised" },
  { cite = "C (1901). D.", where = "", page_confirmed = false, seen = "summary", says = "none" },
]
"""

HISTORIANS = ("raised", "lowered", "none", "disputed")
MODEL = ("raised", "lowered", "unclear", None)


# The file ---------------------------------------------------------------------------------------


def test_there_are_as_many_cases_as_asked_for_before_and_after_1945() -> None:
    years = [one.year for one in verdicts()]
    assert 20 <= len(years) <= 24
    assert years == sorted(years)
    assert (years[0], years[-1]) == (1840, 2010)
    assert sum(year < 1945 for year in years) >= 10
    assert sum(year > 1945 for year in years) >= 10


def test_the_model_can_be_wrong_in_each_direction() -> None:
    for risk in ("any_war", "great_power_war"):
        found = [getattr(one, risk) for one in verdicts()]
        assert set(found) == set(HISTORIANS)
        assert sum(effect != "disputed" for effect in found) >= 20


def test_what_is_disputed_names_both_sides_and_what_is_not_read_is_not_claimed() -> None:
    for one in verdicts():
        read_ones = [work.says for work in one.references if work.says != "unread"]
        assert read_ones or one.confidence == "low"
        if "disputed" in (one.any_war, one.great_power_war):
            assert "both" in read_ones or len(set(read_ones)) > 1, one.title


def test_a_minimal_file_is_read() -> None:
    (one,) = read(ONE)
    assert (one.dispnum, one.dissent, one.made_during) == (257, "", False)
    assert one.alliances[0].atop == 1335
    assert one.references[0].page_confirmed


@pytest.mark.parametrize(
    ("old", "new", "field", "says"),
    [
        ('any_war = "raised"', 'any_war = "rised"', "any_war", "did you mean 'raised'?"),
        ('any_war = "raised"', 'any_war = "unclear"', "any_war", "one of raised, lowered"),
        ('any_war = "raised"\n', "", "any_war", "add any_war"),
        ('any_war = "raised"', 'anywar = "raised"', "anywar", "did you mean 'any_war'?"),
        ("dispnum = 257", 'dispnum = "257"', "dispnum", "give a int"),
        ("dispnum = 257", "dispnum = true", "dispnum", "is no int"),
        ("coded = 2026-11-27", 'coded = "2026-11-27"', "coded", "is no date"),
        ('title = "July crisis"', 'title = ""', "title", "is empty"),
        ('"several"', '"luck"', "mechanism", "one of deterrence"),
        ('"several"', '"none"', "mechanism", "exactly where both effects are none"),
        ('confidence = "high"', 'confidence = "certain"', "confidence", "one of high"),
        ("atop = 1335", 'atop = "1335"', "alliances[0].atop", "give the ATOP number"),
        ('when = "before"', 'when = "after"', "alliances[0].when", "one of before, during"),
        ('where = "p. 1"', 'where = ""', "references[0].page_confirmed", "say which page"),
        ('seen = "text"', 'seen = "listed"', "references[0].says", "say 'unread'"),
        ('says = "none"', 'says = "raised"', "references", "works on both sides"),
        ('says = "none"', 'says = "no"', "references[1].says", "did you mean 'none'?"),
    ],
)
def test_a_bad_entry_is_named_with_its_field_and_the_fix(
    old: str, new: str, field: str, says: str
) -> None:
    assert ONE.count(old) == 1
    with pytest.raises(FoedusError) as caught:
        read(ONE.replace(old, new))
    text = str(caught.value)
    assert caught.value.file == FILE
    assert caught.value.field is not None
    assert caught.value.field.startswith("case[0] (dispnum ")
    assert caught.value.field.endswith(f".{field}")
    assert says in text


def test_a_dispute_twice_and_text_that_is_no_toml_are_refused() -> None:
    with pytest.raises(FoedusError, match=r"case\[1\] \(dispnum 257\).dispnum: comes twice"):
        read(ONE + ONE)
    with pytest.raises(FoedusError, match=r"verdicts\.toml: is no TOML"):
        read("[[case]\n")


def test_a_case_on_unread_works_alone_has_low_confidence() -> None:
    text = ONE.replace('"disputed"', '"raised"').replace('says = "none"', 'says = "unread"')
    text = text.replace('says = "raised"', 'says = "unread"')
    with pytest.raises(FoedusError, match="set it to low"):
        read(text)
    assert read(text.replace('"high"', '"low"'))[0].confidence == "low"


# The data ---------------------------------------------------------------------------------------


def test_every_dispute_is_in_cow_and_runs_in_the_year_named(data: Path) -> None:
    frame = load("mid/disputes").frame
    spans = dict(
        zip(frame["dispnum"], zip(frame["styear"], frame["endyear"], strict=True), strict=True)
    )
    for one in verdicts():
        first, last = spans[one.dispnum]
        assert first <= one.year <= last, one.title


def test_every_alliance_is_in_atop_and_was_in_force_then_and_one_binds_a_party(data: Path) -> None:
    disputes = load("mid/disputes").frame
    parties = load("mid/participants").frame
    members = load("atop/members").frame
    seen = 0
    for one in verdicts():
        ((begin, end),) = disputes.filter(dispnum=one.dispnum).select("start", "end").iter_rows()
        fighting = set(parties.filter(dispnum=one.dispnum)["ccode"])
        bound = []
        for pact in one.alliances:
            if pact.atop is None:
                continue
            rows = members.filter(atopid=pact.atop)
            assert rows.height >= 2, pact
            now = rows.filter(pl.col("start") <= end, pl.col("end") >= begin)
            assert now.height >= 2, pact
            since = now["start"].min()
            assert (pact.when == "before") == (since <= begin), (one.title, pact, since, begin)
            bound.append(bool(fighting & set(now["member"])))
        assert any(bound), one.title
        seen += len(bound)
    assert seen > 50


def test_the_parties_are_those_of_the_case(data: Path) -> None:
    """A wrong number would be another quarrel: the principals are looked up by hand."""
    principals = {
        217: {220, 200},
        154: {255, 300},
        115: {300, 325, 220},
        261: {255, 300, 325},
        88: {220, 255},
        1518: {155, 145, 135},
        77: {200, 220},
        180: {740, 365},
        30: {300, 345},
        315: {220, 255},
        1250: {640, 355, 345, 350},
        257: {300, 345, 365, 255, 220, 200},
        12: {255, 315},
        258: {255, 290, 200, 220},
        26: {365, 2, 200, 220},
        51: {731, 732, 2, 710},
        200: {651, 666, 200, 220},
        173: {710, 713, 2},
        27: {365, 2, 200, 220},
        1279: {640, 350},
        1035: {651, 652, 663, 666},
        3007: {710, 816},
        4007: {750, 770},
        4483: {731, 732},
    }
    parties = load("mid/participants").frame
    assert set(principals) == {one.dispnum for one in verdicts()}
    for number, states in principals.items():
        assert states <= set(parties.filter(dispnum=number)["ccode"]), number


def test_the_page_tells_every_case_and_every_work(root: Path) -> None:
    page = (root / "docs" / "explanation" / "historians.md").read_text(encoding="utf-8")
    for one in verdicts():
        row = (
            f"| {one.year} | {one.title} | {one.dispnum} | {one.any_war} | {one.great_power_war} |"
        )
        assert row in page
        assert one.verdict in page
        for work in one.references:
            assert work.cite in page, work.cite


# The comparison ---------------------------------------------------------------------------------


def made(effects: Sequence[str]) -> list[Verdict]:
    """Made-up verdicts with these effects on both risks."""
    (like,) = read(ONE)
    return [
        Verdict(
            **{
                **{name: getattr(like, name) for name in like.__dataclass_fields__},
                "dispnum": number,
                "any_war": effect,
                "great_power_war": effect,
            }
        )
        for number, effect in enumerate(effects)
    ]


def answers(values: Sequence[str | None]) -> pl.DataFrame:
    columns = {"any_war": [*values], "great_power_war": [*values]}
    types = {"dispnum": pl.Int16, "any_war": pl.String, "great_power_war": pl.String}
    return pl.DataFrame({"dispnum": range(len(values)), **columns}, schema=types)


def tally(theirs: Sequence[str], ours: Sequence[str | None], draws: int = 200) -> Tally:
    return agreement(made(theirs), answers(ours), draws).any_war


CASES = st.lists(st.tuples(st.sampled_from(HISTORIANS), st.sampled_from(MODEL)), max_size=40)


@given(CASES)
def test_kappa_is_that_of_scikit_learn(cases: list[tuple[str, str | None]]) -> None:
    found = tally([a for a, _ in cases], [b for _, b in cases])
    kept = [(a, b.replace("unclear", "none")) for a, b in cases if b and a != "disputed"]
    labels = {label for pair in kept for label in pair}
    if len(labels) < 2:  # scikit-learn has no kappa either, and warns
        assert math.isnan(found.kappa)
        return
    theirs = cohen_kappa_score([a for a, _ in kept], [b for _, b in kept])
    assert found.kappa == pytest.approx(theirs, abs=1e-12)


@given(CASES)
def test_every_case_is_counted_once_and_numbers_stay_in_bounds(
    cases: list[tuple[str, str | None]],
) -> None:
    found = tally([a for a, _ in cases], [b for _, b in cases])
    assert found.agree + found.disagree + found.disputed + found.missing == len(cases)
    assert found.disputed == sum(a == "disputed" for a, _ in cases)
    assert 0 <= found.opposite <= found.disagree
    assert found.compared == found.agree + found.disagree
    if found.compared == 0:
        assert all(map(math.isnan, (found.kappa, found.low, found.high, found.chance, found.share)))
        return
    assert 0.0 <= found.chance <= 1.0
    assert 0.0 <= found.undefined <= 1.0
    assert math.isnan(found.kappa) or -1.0 <= found.kappa <= 1.0
    assert math.isnan(found.low) or -1.0 <= found.low <= found.high <= 1.0


@given(CASES)
def test_chance_is_the_agreement_of_all_pairings(cases: list[tuple[str, str | None]]) -> None:
    """Each historian's label against each of the model's, whichever case it belongs to."""
    kept = [(a, b.replace("unclear", "none")) for a, b in cases if b and a != "disputed"]
    if not kept:
        return
    hits = sum(a == b for a, _ in kept for _, b in kept)
    expected = Fraction(hits, len(kept) ** 2)
    assert tally([a for a, _ in cases], [b for _, b in cases]).chance == pytest.approx(
        float(expected)
    )


@given(CASES, st.randoms(use_true_random=False))
def test_order_does_not_matter(cases: list[tuple[str, str | None]], rng: random.Random) -> None:
    theirs, ours = made([a for a, _ in cases]), answers([b for _, b in cases])
    first = agreement(theirs, ours, 50)
    mixed = list(range(len(cases)))
    rng.shuffle(mixed)
    second = agreement([theirs[i] for i in mixed], ours[mixed] if mixed else ours, 50)
    assert repr(first.any_war) == repr(second.any_war)  # repr: NaN is not equal to itself


@given(CASES)
def test_turning_all_directions_round_changes_nothing(
    cases: list[tuple[str, str | None]],
) -> None:
    turned = {"raised": "lowered", "lowered": "raised"}
    first = tally([a for a, _ in cases], [b for _, b in cases])
    second = tally(
        [turned.get(a, a) for a, _ in cases], [turned.get(b, b) if b else b for _, b in cases]
    )
    assert first.kappa == pytest.approx(second.kappa, nan_ok=True)
    assert (first.agree, first.opposite) == (second.agree, second.opposite)


def test_who_agrees_in_all_has_kappa_one_and_who_is_always_unclear_has_none() -> None:
    theirs = ["raised", "raised", "lowered", "none"]
    perfect = tally(theirs, ["raised", "raised", "lowered", "unclear"])
    assert (perfect.agree, perfect.disagree, perfect.kappa) == (4, 0, 1.0)
    silent = tally(theirs, ["unclear"] * 4)
    assert (silent.agree, silent.disagree, silent.opposite) == (1, 3, 0)
    assert silent.kappa == 0.0
    assert silent.chance == 0.25
    turned = tally(theirs, ["lowered", "lowered", "raised", "unclear"])
    assert (turned.opposite, turned.disagree) == (3, 3)
    assert turned.kappa < 0


def test_the_interval_is_that_of_cases_drawn_anew() -> None:
    """Cells of a table drawn at once against cases drawn one by one, another generator."""
    theirs = ["raised"] * 9 + ["lowered"] * 6 + ["none"] * 5
    ours = ["raised"] * 6 + ["unclear"] * 4 + ["lowered"] * 5 + ["unclear"] * 4 + ["raised"]
    found = tally(theirs, ours, 20_000)
    rng = np.random.default_rng(7)
    a = np.array(theirs)
    b = np.array([one.replace("unclear", "none") for one in ours])
    drawn = [
        cohen_kappa_score(a[pick], b[pick]) for pick in rng.integers(0, a.size, (2000, a.size))
    ]
    low, high = np.percentile(drawn, (2.5, 97.5))
    assert found.undefined == 0.0
    assert found.low == pytest.approx(low, abs=0.03)
    assert found.high == pytest.approx(high, abs=0.03)
    assert found.low < found.kappa < found.high


def test_draws_without_a_kappa_are_left_out_and_told() -> None:
    found = tally(["raised", "lowered"], ["raised", "lowered"], 4000)
    assert found.undefined == pytest.approx(0.5, abs=0.05)  # both the same case: half the draws
    assert (found.low, found.high) == (1.0, 1.0)


def test_the_same_seed_gives_the_same_bits() -> None:
    theirs = ["raised"] * 8 + ["lowered"] * 7 + ["none"] * 6
    ours = ["raised", "lowered", "unclear", "raised", "unclear", "lowered", "raised"] * 3
    one, two = tally(theirs, ours), tally(theirs, ours)
    assert one == two
    other = agreement(made(theirs), answers(ours), 200, seed=1).any_war
    assert (other.low, other.high) != (one.low, one.high)
    assert other.kappa == one.kappa


def test_the_table_shows_both_sides_of_every_case() -> None:
    cases = verdicts()
    frame = pl.DataFrame(
        {
            "dispnum": [257, 77, 999],
            "any_war": ["lowered", "unclear", "raised"],
            "great_power_war": ["raised", None, "raised"],
            "more": [1, 2, 3],
        }
    )
    found = agreement(cases, frame)
    assert found.table["dispnum"].to_list() == [one.dispnum for one in cases]
    row = found.table.row(by_predicate=pl.col("dispnum") == 257, named=True)
    assert (row["any_war_historians"], row["any_war_model"]) == ("raised", "lowered")
    assert (row["any_war"], row["great_power_war"]) == ("disagrees", "agrees")
    row = found.table.row(by_predicate=pl.col("dispnum") == 77, named=True)
    assert (row["any_war"], row["great_power_war"]) == ("agrees", "missing")
    assert found.any_war.compared == 2
    assert found.any_war.opposite == 1
    assert found.great_power_war.compared == 1
    for risk in ("any_war", "great_power_war"):
        one = getattr(found, risk)
        counts = dict(found.table[risk].value_counts().iter_rows())
        assert counts.get("disputed", 0) == one.disputed
        assert counts.get("missing", 0) == one.missing
        assert counts.get("agrees", 0) == one.agree
        assert counts.get("disagrees", 0) == one.disagree


@pytest.mark.parametrize(
    ("frame", "says"),
    [
        ({"dispnum": [1], "any_war": ["raised"]}, "great_power_war: is missing"),
        (
            {"dispnum": [1, 1], "any_war": ["raised"] * 2, "great_power_war": ["raised"] * 2},
            r"dispnum: a dispute comes twice \(got 1\)",
        ),
        (
            {"dispnum": [1], "any_war": ["none"], "great_power_war": ["raised"]},
            r"any_war of dispute 1: has no such value \(got 'none'\)",
        ),
    ],
)
def test_a_frame_that_cannot_be_compared_is_refused(
    frame: dict[str, list[object]], says: str
) -> None:
    with pytest.raises(UsageError, match=says):
        agreement(verdicts(), pl.DataFrame(frame))
