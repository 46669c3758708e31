"""Tasks with one row a dispute: any war, and war between great powers."""

from __future__ import annotations

import polars as pl

from foedus.cases.originators import NEAR, Start, before, majors_between, owed_before, start
from foedus.sources.load import load

__all__ = ["DATASETS", "FEATURES", "FEW", "HAZARDS", "escalation", "great_power_war"]

DATASETS = ("mid", "wars", "nmc", "polity", "contiguity", "cow-states", "atop")
FEATURES = (
    "pairs", "land", "near", "major_one", "major_both", "power", "balance", "democracies",
    "territory", "policy", "regime", "allied", "backed_first", "backed_other", "backed_major",
    "disputes_before",
)  # fmt: skip
FEW = ("land", "major_one", "major_both", "balance", "democracies", "territory", "allied")
"""For the plain logit: about ten wars a feature before 1946."""
HAZARDS = ("one", "further_pairs", "land", "major_both")
_WAR = 5
_MEMORY = 10


def escalation() -> tuple[pl.DataFrame, str]:
    """Rows of the task *escalation*: whether the dispute became war.

    Returns
    -------
    DataFrame, str
        ``dispnum, year, known, block, y``, then `FEATURES` and what `HAZARDS` adds; and what the
        rows leave out.
    """
    wars = load("mid/disputes").frame.select("dispnum", y=(pl.col("hostlev") == _WAR))
    frame = _with_outcome(wars)
    joined = load("mid/participants").frame.filter(pl.col("orig") == 0).height
    return frame, f"every dispute; the {joined} spells of joiners are in no feature"


def great_power_war() -> tuple[pl.DataFrame, str]:
    """Rows of *great-power-war*: whether major powers came to fight each other in it.

    Notes
    -----
    A dispute counts where two states on opposite sides at the same time, both major powers then,
    both reached war in it. Rows are all disputes, those between small states too: some of the
    great wars began so.
    """
    frame = load("mid/participants").frame.filter(pl.col("hostlev") == _WAR)
    spans = frame.select("dispnum", "ccode", "sidea", first="start", last="end").with_row_index("i")
    majors = load("cow-states/majors").frame.select("ccode", since="start", until="end")
    great = (
        spans.join(majors, on="ccode")
        .filter((pl.col("since") <= pl.col("last")) & (pl.col("until") >= pl.col("first")))
        .select(spans.columns)
        .unique("i")
    )
    fought = great.join(great, on="dispnum").filter(
        (pl.col("sidea") > pl.col("sidea_right"))
        & (pl.col("first") <= pl.col("last_right"))
        & (pl.col("last") >= pl.col("first_right"))
    )
    outcome = (
        start()
        .disputes.select("dispnum")
        .with_columns(y=pl.col("dispnum").is_in(fought["dispnum"].unique().to_list()))
    )
    return _with_outcome(outcome), "every dispute, those without a major power at the start too"


def _with_outcome(outcome: pl.DataFrame) -> pl.DataFrame:
    one = start()
    frame = one.disputes.join(outcome, on="dispnum", maintain_order="left")
    frame = frame.with_columns(pl.col("y").cast(pl.Int8))
    for part in (_pairs(one), _states(one), _revision(), _pledges(one), _past(one)):
        frame = frame.join(part, on="dispnum", how="left", maintain_order="left")
    # A dispute without a pair on opposite sides on its first day has no row in some parts: zero is
    # what they count there. Measures that are not known stay null.
    counts = [name for name in FEATURES if name not in {"power", "balance", "democracies"}]
    further = (pl.col("pairs") - 1).clip(0).cast(pl.Float64)
    return (
        frame.with_columns(pl.col(counts).fill_null(0).cast(pl.Float64))
        .with_columns(one=pl.lit(1.0), further_pairs=further)
        .select(
            "dispnum", "year", "known", "block", "y", *FEATURES,
            *(name for name in HAZARDS if name not in FEATURES),
        )
    )  # fmt: skip


def _pairs(one: Start) -> pl.DataFrame:
    """How many face each other, and how near; at most ten pairs count."""
    border = load("contiguity/dyad-years").frame.select(
        "year", "conttype", ccode1="state1no", ccode2="state2no"
    )
    keys = ["ccode1", "ccode2", "year"]
    closest = border.group_by(keys).agg(pl.col("conttype").min())
    return (
        one.pairs.join(closest, on=keys, how="left")
        .group_by("dispnum")
        .agg(
            pairs=pl.len().clip(upper_bound=10),
            land=(pl.col("conttype") == 1).fill_null(value=False).any(),
            near=pl.col("conttype").is_between(2, NEAR).fill_null(value=False).any(),
        )
    )


def _states(one: Start) -> pl.DataFrame:
    """Power, regime and standing of the two sides."""
    majors = majors_between(one.disputes).with_columns(major=pl.lit(1))
    frame = (
        one.states.join(one.disputes.select("dispnum", "year"), on="dispnum")
        .join(before("nmc/7", "cinc"), on=["ccode", "year"], how="left")
        .join(before("polity/years", "polity2"), on=["ccode", "year"], how="left")
        .join(majors, on=["dispnum", "ccode"], how="left")
    )
    sides = frame.group_by("dispnum", "sidea").agg(
        strength=pl.when(pl.col("cinc").is_not_null().any()).then(pl.col("cinc").sum()),
        major=pl.col("major").max().fill_null(0),
        freest=pl.col("polity2").max(),
    )
    largest, total = pl.col("strength").max(), pl.col("strength").sum()
    known = (pl.len() == 2) & pl.col("strength").is_not_null().all() & (total > 0)
    return sides.group_by("dispnum").agg(
        major_one=(pl.col("major").sum() == 1).cast(pl.Int8),
        major_both=(pl.col("major").sum() == 2).cast(pl.Int8),
        power=pl.when(total > 0).then(total.log()),
        balance=pl.when(known).then(largest / total),
        democracies=pl.when(pl.col("freest").is_not_null().all()).then(pl.col("freest").min()),
    )


def _revision() -> pl.DataFrame:
    """What those in it from the first day wanted changed."""
    parts = load("mid/participants").frame.filter(pl.col("orig") == 1)
    kinds = {"territory": 1, "policy": 2, "regime": 3}
    return parts.group_by("dispnum").agg(
        ((pl.col("revtype1") == code) | (pl.col("revtype2") == code))
        .fill_null(value=False)
        .any()
        .cast(pl.Int8)
        .alias(name)
        for name, code in kinds.items()
    )


def _pledges(one: Start) -> pl.DataFrame:
    """Outsiders that owed either side defence: log of one plus their number."""
    owed = owed_before(one.disputes)
    across = owed.select(
        "dispnum",
        ccode1=pl.min_horizontal("obligor", "beneficiary"),
        ccode2=pl.max_horizontal("obligor", "beneficiary"),
    ).join(one.pairs, on=["dispnum", "ccode1", "ccode2"], how="semi")
    outside = owed.join(
        one.states, left_on=["dispnum", "obligor"], right_on=["dispnum", "ccode"], how="anti"
    ).join(one.states, left_on=["dispnum", "beneficiary"], right_on=["dispnum", "ccode"])
    majors = majors_between(one.disputes).select("dispnum", obligor="ccode", great=pl.lit(1))
    backed = (
        outside.join(majors, on=["dispnum", "obligor"], how="left")
        .group_by("dispnum")
        .agg(
            backed_first=pl.col("obligor").filter(pl.col("sidea") == 1).n_unique().log1p(),
            backed_other=pl.col("obligor").filter(pl.col("sidea") == 0).n_unique().log1p(),
            backed_major=pl.col("obligor").filter(pl.col("great") == 1).n_unique(),
        )
    )
    allied = across.select("dispnum", allied=pl.lit(1)).unique()
    return backed.join(allied, on="dispnum", how="full", coalesce=True)


def _past(one: Start) -> pl.DataFrame:
    """Disputes between the same pairs in the ten years before: log of one plus their number."""
    keys = ["ccode1", "ccode2"]
    past = one.pairs.select(*keys, then="year", former="dispnum")
    return (
        one.pairs.join(past, on=keys)
        .filter(pl.col("then").is_between(pl.col("year") - _MEMORY, pl.col("year") - 1))
        .group_by("dispnum")
        .agg(disputes_before=pl.col("former").n_unique().log1p())
    )
