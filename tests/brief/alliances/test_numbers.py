"""The numbers of the brief are those of the ledger's tables, worked out again by other means."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest

from foedus.brief.alliances.material import Material
from foedus.brief.alliances.mechanisms import GROUPS, summed
from foedus.brief.alliances.named import largest
from foedus.brief.alliances.record import bound, classed, rates
from foedus.brief.report.model import Report

LEVEL = 0.01


def value(brief: Report, key: str) -> object:
    return brief.numbers[key].value


def per_draw(one: Material, outcome: str) -> pl.DataFrame:
    """Raised, lowered and net by draw, straight from the effects."""
    solved = one.ledger.rows.filter(pl.col("status") == "solved").select("dispnum", "pledged")
    apart = pl.col("with").cast(pl.Float64) - pl.col("without").cast(pl.Float64)
    return (
        one.ledger.effects.filter(pl.col("outcome") == outcome)
        .join(solved, on="dispnum")
        .with_columns(apart=apart)
        .group_by("draw")
        .agg(
            raised=((pl.col("apart") > LEVEL) & pl.col("pledged")).sum(),
            lowered=((pl.col("apart") < -LEVEL) & pl.col("pledged")).sum(),
            net=pl.col("apart").sum(),
        )
    )


@pytest.mark.parametrize("outcome", ["any_war", "great_power_war"])
def test_the_headline(brief: Report, shipped: Material, outcome: str) -> None:
    drawn = per_draw(shipped, outcome)
    for way in ("raised", "lowered"):
        ends = np.quantile(drawn[way].to_numpy(), (0.05, 0.95))
        key = f"ledger/headline/{outcome}/{way}/low to high"
        if key in brief.numbers:  # a count of nothing is the word none
            assert value(brief, key) == pytest.approx(tuple(ends))
        else:
            assert ends[1] < 1.0
    net = np.quantile(drawn["net"].to_numpy(), (0.05, 0.95))
    key = f"ledger/stages/escalation/{outcome}/expected/net/low to high"
    assert value(brief, key) == pytest.approx(tuple(net), rel=1e-6)


def loop(rows: pl.DataFrame) -> dict[int, str]:
    """Kind of tie of each dispute, by a loop over its obligations."""
    out = {}
    for row in rows.iter_rows(named=True):
        if row["status"] == "unmade" or row["level"] is None:
            continue
        sides = {row["challenger_code"], row["target_code"]}
        allied, between = set(), False
        for one in row["obligations"] or []:
            if {one["obligor"], one["beneficiary"]} == sides:
                between = True
            elif one["kind"] in ("defence", "offence") and one["beneficiary"] in sides:
                allied.add(one["beneficiary"])
        out[row["dispnum"]] = "bound" if between else ("neither", "one", "both")[len(allied)]
    return out


def test_base_rates(brief: Report, shipped: Material) -> None:
    ties = loop(shipped.ledger.rows)
    frame = classed(shipped.ledger.rows)
    assert dict(frame.select("dispnum", "tie").iter_rows()) == ties
    level = dict(shipped.ledger.rows.select("dispnum", "level").iter_rows())
    year = dict(shipped.ledger.rows.select("dispnum", "year").iter_rows())
    for one in rates(frame):
        first, last = (int(part) for part in one.period.split("–")) if one.period else (0, 9999)
        kept = [
            number
            for number, tie in ties.items()
            if first <= year[number] <= last and one.tie in ("", tie)
        ]
        assert one.disputes == len(kept)
        assert one.wars == sum(level[number] == "war" for number in kept)
        assert one.low <= one.share <= one.high
    whole = rates(frame)[-1]
    key = "worked out/all years, all disputes, wars"
    assert value(brief, key) == whole.wars


def test_whose_pledges(brief: Report, shipped: Material) -> None:
    rows = shipped.ledger.rows
    apart = bound(rows)
    assert len(apart) == shipped.told["opponents"]["between"]["rows"]
    moved = rows.filter(
        pl.col("any_war_difference").cast(pl.Float64).abs() > LEVEL, pl.col("pledged")
    )["dispnum"].to_list()
    between = sum(number in apart for number in moved)
    assert value(brief, "worked out/moved, opponents bound") == pytest.approx(between, abs=2)
    assert value(brief, "worked out/moved, third parties alone") == pytest.approx(
        len(moved) - between, abs=2
    )  # a single-precision difference may fall on either side of the threshold


def test_accounting(shipped: Material) -> None:
    table = shipped.ledger.accounting
    for outcome in ("any_war", "great_power_war"):
        found = {one.group: one for one in summed(table, outcome)}
        assert tuple(found) == GROUPS
        shares: dict[str, list[float]] = {group: [] for group in GROUPS}
        for row in table.filter(pl.col("outcome") == outcome).iter_rows(named=True):
            shares[row["group"]].append(row["share"])
        for group, values in shares.items():
            up = math.fsum(v for v in values if v > 0)
            down = -math.fsum(v for v in values if v < 0)
            assert (found[group].up, found[group].down) == pytest.approx((up, down), abs=1e-9)
            assert found[group].net == pytest.approx(math.fsum(values), abs=1e-9)


def test_placebo_counts(brief: Report, shipped: Material) -> None:
    table = shipped.ledger.tables["placebos"]
    if table is None:
        pytest.fail("the shipped ledger has placebos")
    apart = (pl.col("any_war").cast(pl.Float64) - pl.col("any_war_without").cast(pl.Float64)).abs()
    counts = dict(table.filter(apart > LEVEL).group_by("placebo").len().iter_rows())
    most = max(counts, key=lambda name: counts[name])
    assert value(brief, f"worked out/moved by placebo {most}") == counts[most]


def test_the_odds_that_undo_it(brief: Report, shipped: Material) -> None:
    key = "worked out/odds that undo it"
    factor = value(brief, key)
    assert isinstance(factor, float)
    rows = shipped.ledger.rows.filter((pl.col("status") == "solved") & pl.col("pledged"))
    with_, without = (
        rows[name].cast(pl.Float64).to_numpy() for name in ("any_war", "any_war_without")
    )
    odds = factor * without / (1 - without)
    assert (odds / (1 + odds)).sum() == pytest.approx(with_.sum(), rel=1e-6)


def test_the_disputes_by_name(shipped: Material) -> None:
    rows = shipped.ledger.rows
    found = largest(rows, "any_war", "fewer")
    assert found["any_war_difference"].to_list() == sorted(found["any_war_difference"].to_list())
    assert found["any_war_difference"][0] == rows["any_war_difference"].min()
    pairs = [
        frozenset((*one, *other))
        for one, other in found.select("challenger_ccodes", "target_ccodes").iter_rows()
    ]
    assert len(set(pairs)) == len(pairs)


def test_historians(brief: Report, shipped: Material) -> None:
    cases = shipped.told["historians"]["cases"]
    raised = [one for one in cases if one["any_war_historians"] == "raised"]
    label = dict(shipped.ledger.rows.select("dispnum", "label_any_war_010").iter_rows())
    assert value(brief, "worked out/historians raised") == len(raised)
    assert value(brief, "worked out/both raised") == sum(
        label.get(one["dispnum"]) == "raised" for one in raised
    )
