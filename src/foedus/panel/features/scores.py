"""How deep and how broad the treaties between two states are, after Benson and Clinton.

The scores go with an earlier release of ATOP: 302 of the 789 alliances of 5.1 have none. Two thirds
of these (196) promise non-aggression and nothing else; of those with scores, four do.
"""

from __future__ import annotations

import polars as pl

from foedus.panel.block import Block, Variable
from foedus.panel.feature import Feature, Request
from foedus.panel.obligations import spells
from foedus.sources.atop import PLEDGES
from foedus.sources.load import load

__all__ = ["deepest"]

_SCORES = {"Depth.score": "bc_depth", "Scope.score": "bc_scope"}
_WORDS = {
    "bc_depth": "Greatest depth of a treaty in force between the two: how costly it is, latent",
    "bc_scope": "Greatest scope of a treaty in force between the two: how many contingencies, "
    "latent",
}
_NULL = {
    "null": "null where there is no treaty, or where one of them has no score",
    "skip-pacts": "null where there is no treaty, or where one of them has no score, but for those "
    "that promise non-aggression only, which are passed over",
    "skip": "treaties without a score are passed over; null where none has one",
}
_BEYOND = tuple(name for name in PLEDGES if name != "nonagg")


def _between(request: Request) -> tuple[Block, ...]:
    members, scores = load("atop/members"), load("benson-clinton/scores")
    unscored = request.options["unscored"]
    frame = deepest(spells(members.frame), scores.frame, unscored)
    variables = (
        *(Variable(name, f"{_WORDS[name]}; {_NULL[unscored]}") for name in _SCORES.values()),
        Variable("bc_treaties", "Treaties in force between the two on a day of the year", absent=0),
        Variable("bc_scored", "Of these, treaties that have scores", absent=0),
    )
    first, last = members.file.first, members.file.last
    return (Block(frame, variables, (members, scores), first, last, symmetric=True),)


def deepest(obligations: pl.DataFrame, scores: pl.DataFrame, unscored: str) -> pl.DataFrame:
    """Greatest scores of the treaties between two states, by year.

    Parameters
    ----------
    obligations
        What `foedus.panel.obligations.spells` returns.
    scores
        Rows of ``benson-clinton/scores``.
    unscored
        ``"null"``: a year with a treaty that has no score has none, since that might be the
        deepest; ``"skip"``: the greatest of those that have; ``"skip-pacts"``: passes over treaties
        without a score that promise nothing but non-aggression, and those alone.

    Returns
    -------
    DataFrame
        ``ccode1, ccode2, year``, the lower code first, sorted so and unique.
    """
    years = pl.int_ranges(pl.col("start").dt.year(), pl.col("end").dt.year() + 1, dtype=pl.Int16)
    scored = pl.col("bc_depth").is_not_null()
    known = {"null": scored, "skip-pacts": scored | pl.col("pact"), "skip": pl.lit(value=True)}
    greatest = (pl.when(known[unscored].all()).then(pl.col(one).max()) for one in _SCORES.values())
    pacts = (
        obligations.lazy()
        .group_by("atopid")
        .agg(pact=~pl.any_horizontal(pl.col(_BEYOND) == 1).any())
    )
    return (
        obligations.lazy()
        .filter(pl.col("obligor") < pl.col("beneficiary"))
        .select("atopid", ccode1="obligor", ccode2="beneficiary", year=years)
        .explode("year")
        .unique()
        .join(scores.lazy().select("atopid", **_named()), on="atopid", how="left")
        .join(pacts, on="atopid", how="left")
        .group_by("ccode1", "ccode2", "year")
        .agg(
            *greatest,
            bc_treaties=pl.len().cast(pl.Int16),
            bc_scored=scored.sum().cast(pl.Int16),
        )
        .sort("ccode1", "ccode2", "year")
        .collect()
    )


def _named() -> dict[str, pl.Expr]:
    return {own: pl.col(theirs) for theirs, own in _SCORES.items()}


FEATURES = (
    Feature(
        "alliance-depth",
        "Depth and scope of the treaties in force between two states (Benson and Clinton); "
        "unscored: what a treaty without a score means",
        pair=_between,
        options={"unscored": tuple(_NULL)},
    ),
)
