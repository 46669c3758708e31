"""Camps: whose case it is to change what is, and on whose side an outsider would stand.

Side A of the record is the side that moved first, not the one that wants a change. The challenger
here is the side with a revisionist originator where one side alone has one, else side A.
"""

from __future__ import annotations

import polars as pl

from foedus.sources.load import load

from .candidates import Eve
from .originators import Start, owed_before

__all__ = ["ISSUES", "RULES", "camps", "challengers", "rival_spells"]

ISSUES = {1: "territory", 2: "policy", 3: "regime"}
"""Kind of issue by COW's kind of revision; anything else is ``other``."""

RULES = {
    "pledge": "owes defence or offence to one side only",
    "rivalry": "is a strategic rival of one side only, and stands against it",
    "lesser pledge": "owes neutrality, non-aggression or consultation to one side only",
    "past disputes": "stood with one side more than with the other in disputes before",
    "target": "none of these: stands with the target",
}
"""By what the camp of a candidate is judged, in this order."""

_PAIR = ["case", "ccode"]


def challengers(states: pl.DataFrame, participants: pl.DataFrame) -> pl.DataFrame:
    """Which side of each dispute is the challenger's, and what it wants changed.

    Parameters
    ----------
    states
        ``dispnum, ccode, sidea`` of the originators, each side's strongest first.
    participants
        Table ``mid/participants``; only those in a dispute from its first day are looked at.

    Returns
    -------
    DataFrame
        ``dispnum``, sorted; ``challenger``, 1 for side A, 0 for side B; ``by``, ``revisionist``
        where one side alone has one, else ``side A``; ``issue``: the kind of revision that
        the challenger's strongest revisionist wants first.

    Examples
    --------
    >>> states = pl.DataFrame({"dispnum": [1, 1], "ccode": [2, 200], "sidea": [1, 0]})
    >>> rows = {"dispnum": [1, 1], "ccode": [2, 200], "orig": [1, 1], "sidea": [1, 0]}
    >>> frame = pl.DataFrame(rows | {"revstate": [0, 1], "revtype1": [0, 1]})
    >>> challengers(states, frame).row(0)
    (1, 0, 'revisionist', 'territory')
    """
    wants = (
        participants.filter((pl.col("orig") == 1) & (pl.col("revstate") == 1))
        .select("dispnum", "ccode", "sidea", "revtype1")
        .unique(["dispnum", "ccode", "sidea"], keep="first", maintain_order=True)
    )
    rows = states.join(
        wants.with_columns(wants=pl.lit(value=True)),
        on=["dispnum", "ccode", "sidea"],
        how="left",
        maintain_order="left",
    ).with_columns(pl.col("wants").fill_null(value=False))
    first, want = pl.col("sidea") == 1, pl.col("wants")
    sides = (
        rows.group_by("dispnum", maintain_order=True)
        .agg(a=(first & want).any(), b=(~first & want).any())
        .select(
            "dispnum",
            challenger=pl.when(pl.col("b") & ~pl.col("a")).then(0).otherwise(1),
            by=pl.when(pl.col("a") != pl.col("b"))
            .then(pl.lit("revisionist"))
            .otherwise(pl.lit("side A")),
        )
    )
    issue = (
        rows.join(sides, on="dispnum", maintain_order="left")
        .filter(want & (pl.col("sidea") == pl.col("challenger")))
        .group_by("dispnum", maintain_order=True)
        .agg(pl.col("revtype1").first())
        .select(
            "dispnum",
            issue=pl.col("revtype1").replace_strict(
                ISSUES, default="other", return_dtype=pl.String
            ),
        )
    )
    return (
        sides.join(issue, on="dispnum", how="left")
        .with_columns(pl.col("issue").fill_null("other"))
        .sort("dispnum")
    )


def camps(eve: Eve, rows: pl.DataFrame, challenger: pl.DataFrame, past: Start) -> pl.DataFrame:
    """On which side each candidate would stand, judged on the eve.

    Parameters
    ----------
    eve
        The cases.
    rows
        Candidates: ``case, ccode`` and what else there is.
    challenger
        ``case, challenger``: 1 where the challenger is side A, 0 where it is side B.
    past
        Disputes on record; only those that began before a case, and only who was on which side of
        them from their first day.

    Returns
    -------
    DataFrame
        The rows in their order, with ``camp`` and ``rule``, one of `RULES`.
    """
    signs = (
        _pledged(eve, "pledge", "defense", "offense"),
        _rivals(eve, rows),
        _pledged(eve, "lesser", "neutral", "nonagg", "consul"),
        _stood(eve, rows, past),
    )
    frame = rows
    for sign in signs:
        frame = frame.join(sign, on=_PAIR, how="left", maintain_order="left")
    target = 1 - pl.col("challenger")
    one_only = {
        "pledge": (pl.col("pledge_a"), pl.col("pledge_b")),
        # Against the rival, so that the sides are crossed.
        "rivalry": (pl.col("rival_b"), pl.col("rival_a")),
        "lesser pledge": (pl.col("lesser_a"), pl.col("lesser_b")),
        "past disputes": (pl.col("stood_a"), pl.col("stood_b")),
    }
    side, rule = target, pl.lit("target")
    for name, flags in reversed(one_only.items()):
        a, b = (flag.fill_null(value=False) for flag in flags)
        side = pl.when(a != b).then(a.cast(pl.Int32)).otherwise(side)
        rule = pl.when(a != b).then(pl.lit(name)).otherwise(rule)
    return (
        frame.join(challenger, on="case", how="left", maintain_order="left")
        .with_columns(side_=side, rule=rule)
        .with_columns(
            camp=pl.when(pl.col("side_") == pl.col("challenger"))
            .then(pl.lit("challenger"))
            .otherwise(pl.lit("target"))
        )
        .select(*rows.columns, "camp", "rule")
    )


def _pledged(eve: Eve, name: str, *pledges: str) -> pl.DataFrame:
    """Whether a state owed one of the pledges to somebody on each side."""
    owed = pl.concat(
        owed_before(eve.cases, pledge, states=eve.states, key="case") for pledge in pledges
    )
    return _by_side(owed.rename({"obligor": "ccode", "beneficiary": "other"}), eve, name)


def _rivals(eve: Eve, rows: pl.DataFrame) -> pl.DataFrame:
    """Whether a candidate was a strategic rival of somebody on each side in the year."""
    pairs = (
        rows.select("case", "ccode")
        .join(eve.cases.select("case", "year"), on="case")
        .join(eve.states.select("case", other="ccode"), on="case")
    )
    found = pairs.join(rival_spells(), on=["ccode", "other"]).filter(
        pl.col("year").is_between(pl.col("styear"), pl.col("endyear"))
    )
    return _by_side(found.select("case", "ccode", "other"), eve, "rival")


def rival_spells() -> pl.DataFrame:
    """Strategic rivalries of either list, both ways: ``ccode, other, styear, endyear``."""
    columns = ("ccode1", "ccode2", "styear", "endyear")
    spells = pl.concat(load(name).frame.select(columns) for name in ("td/spells", "tss/spells"))
    there = spells.rename({"ccode1": "ccode", "ccode2": "other"})
    back = spells.rename({"ccode1": "other", "ccode2": "ccode"}).select(there.columns)
    return pl.concat([there, back]).unique(maintain_order=True)


def _stood(eve: Eve, rows: pl.DataFrame, past: Start) -> pl.DataFrame:
    """Whether a candidate stood with each side more than with the other: less often against it.

    The number of disputes that began before the case and in which it was on the side of one of them
    from the first day, less the number of those in which it was on the other.
    """
    state = past.states.join(past.disputes.select("dispnum", began="start"), on="dispnum")
    earlier = (
        state.join(past.states.rename({"ccode": "other", "sidea": "theirs"}), on="dispnum")
        .filter(pl.col("ccode") != pl.col("other"))
        .select("dispnum", "ccode", "other", "began", same=pl.col("sidea") == pl.col("theirs"))
    )
    met = (
        rows.select("case", "ccode")
        .join(eve.cases.select("case", "start"), on="case")
        .join(eve.states.select("case", "sidea", other="ccode"), on="case")
        .join(earlier, on=["ccode", "other"])
        .filter(pl.col("began") < pl.col("start"))
        .unique([*_PAIR, "sidea", "same", "dispnum"])
    )
    sign = pl.when(pl.col("same")).then(1).otherwise(-1)
    net = {name: sign.filter(pl.col("sidea") == side).sum() for name, side in (("a", 1), ("b", 0))}
    return (
        met.group_by(_PAIR)
        .agg(**net)
        .select(*_PAIR, stood_a=pl.col("a") > pl.col("b"), stood_b=pl.col("b") > pl.col("a"))
    )


def _by_side(pairs: pl.DataFrame, eve: Eve, name: str) -> pl.DataFrame:
    sided = pairs.unique().join(eve.states.rename({"ccode": "other"}), on=["case", "other"])
    first = pl.col("sidea") == 1
    return sided.group_by(_PAIR).agg(
        first.any().alias(f"{name}_a"), (~first).any().alias(f"{name}_b")
    )
