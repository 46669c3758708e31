"""Inter-state wars: COW's, by the days on which each fought, and Maoz's, by who fought whom."""

from __future__ import annotations

import polars as pl

from foedus.panel.block import Block, Variable
from foedus.panel.feature import Feature, Request
from foedus.sources.cow_wars import opponents
from foedus.sources.load import load

_KEY = ("ccode1", "ccode2", "year")
_OUTCOMES = (
    "1 winner, 2 loser, 3 compromise or tie, 4 became a war of another kind, 6 stalemate, "
    "7 went on below the level of war, 8 changed sides"
)
_ROLES = "1 initiator, 2 joined it, 3 target, 4 joined it"
_CHOSEN = "Of the war of the year in which the two fought first"


def _between(_request: Request) -> tuple[Block, ...]:
    source = load("wars/participants")
    variables = (
        Variable(
            "cowwarongoing",
            "On opposite sides of a war on the same day of the year (0/1)",
            absent=0,
        ),
        Variable("cowwaronset", "Their first such day in a war is in the year (0/1)", absent=0),
        Variable(
            "cowwar_resumed", "A war of theirs resumes in the year, after a break (0/1)", absent=0
        ),
        Variable("cowwar_wars", "Wars in which they are on opposite sides in the year", absent=0),
        Variable("cowwar_warnum", f"{_CHOSEN} (then the lower number): its COW number"),
        *_both("cowwar_side", "side of the {} state, 1 or 2"),
        *_both("cowwar_initiator", "the {} state initiated the war (0/1)"),
        *_both("cowwar_outcome", f"outcome for the {{}} state: {_OUTCOMES}"),
    )
    frame = wars_of_pairs(source.frame)
    return (Block(frame, variables, (source,), source.file.first, source.file.last),)


def _both(name: str, about: str) -> tuple[Variable, ...]:
    words = {"1": "first", "2": "second"}
    return tuple(Variable(name + k, f"{_CHOSEN}: {about.format(w)}") for k, w in words.items())


def wars_of_pairs(participants: pl.DataFrame) -> pl.DataFrame:
    """Directed dyad-years of war, from the days on which each state took part.

    Parameters
    ----------
    participants
        Rows of ``wars/participants``.

    Returns
    -------
    DataFrame
        ``ccode1, ccode2, year``, sorted so and unique; whether and how many wars, and the sides of
        the one in which the two were opponents first.
    """
    pair = ("warnum", "ccode1", "ccode2")
    days = opponents(participants).with_columns(began=pl.col("start").min().over(pair))
    years = days.with_columns(
        year=pl.int_ranges(pl.col("start").dt.year(), pl.col("end").dt.year() + 1, dtype=pl.Int16)
    ).explode("year")
    again = (pl.col("start") > pl.col("began")) & (pl.col("start").dt.year() == pl.col("year"))
    by_war = (
        years.sort(*pair, "year", "start")
        .group_by(*pair, "year", maintain_order=True)
        .agg(
            pl.col("began", "side1", "side2", "spell1", "spell2").first(),
            resumed=again.any().cast(pl.Int8),
        )
        .with_columns(onset=(pl.col("began").dt.year() == pl.col("year")).cast(pl.Int8))
    )
    for k in "12":
        by_war = by_war.join(
            participants.select(
                "warnum",
                pl.col("ccode").alias(f"ccode{k}"),
                pl.col("side").alias(f"side{k}"),
                pl.col("spell").alias(f"spell{k}"),
                (pl.col("initiator") == 1).cast(pl.Int8).alias(f"initiator{k}"),
                pl.col("outcome").alias(f"outcome{k}"),
            ),
            on=["warnum", f"ccode{k}", f"side{k}", f"spell{k}"],
            how="left",
        )
    detail = [f"{name}{k}" for name in ("initiator", "outcome") for k in "12"]
    return (
        by_war.sort(*_KEY, "began", "warnum")
        .group_by(_KEY, maintain_order=True)
        .agg(
            pl.col("warnum", "side1", "side2", *detail).first().name.prefix("cowwar_"),
            cowwaronset=pl.col("onset").max(),
            cowwar_resumed=pl.col("resumed").max(),
            cowwar_wars=pl.len().cast(pl.Int8),
        )
        .with_columns(cowwarongoing=pl.lit(1, pl.Int8))
    )


def _of_states(_request: Request) -> tuple[Block, ...]:
    source = load("wars/participants")
    deaths = "Battle deaths of the state in the wars it enters in the year, over their whole length"
    variables = (
        Variable("cowwarongoing", "In a war on any day of the year (0/1)", absent=0),
        Variable("cowwar_wars", "Wars it is in in the year", absent=0),
        Variable("cowwar_entered", "Wars it enters in the year, for the first time", absent=0),
        Variable("cowwar_initiated", "Of these, wars it initiated", absent=0),
        Variable("cowwar_batdeath", deaths, "persons", absent=0),
    )
    frame = wars_of_states(source.frame)
    return (Block(frame, variables, (source,), source.file.first, source.file.last),)


def wars_of_states(participants: pl.DataFrame) -> pl.DataFrame:
    """State-years of war.

    Parameters
    ----------
    participants
        Rows of ``wars/participants``.

    Returns
    -------
    DataFrame
        ``ccode, year``, sorted so and unique, and counts of wars. Deaths are those of the whole
        war, once, in the year of entry; null where those of one side of it are not known.
    """
    known = pl.col("batdeath").is_not_null().all()
    # Deaths are told once for each side a state was on, and repeated with each spell.
    deaths = (
        participants.unique(["warnum", "ccode", "side"], maintain_order=True)
        .group_by("warnum", "ccode", maintain_order=True)
        .agg(deaths=pl.when(known).then(pl.col("batdeath").sum()))
    )
    spells = participants.with_columns(
        entered=pl.col("styear").min().over("warnum", "ccode"),
        initiated=(pl.col("initiator") == 1).any().over("warnum", "ccode"),
        year=pl.int_ranges("styear", pl.col("endyear") + 1, dtype=pl.Int16),
    )
    new = pl.col("entered") == pl.col("year")
    entered = pl.col("deaths").filter(new)
    return (
        spells.explode("year")
        .unique(["warnum", "ccode", "year"], maintain_order=True)
        .join(deaths, on=["warnum", "ccode"], how="left", maintain_order="left")
        .group_by("ccode", "year")
        .agg(
            cowwar_wars=pl.len().cast(pl.Int8),
            cowwar_entered=new.sum().cast(pl.Int8),
            cowwar_initiated=(new & pl.col("initiated")).sum().cast(pl.Int8),
            cowwar_batdeath=pl.when(entered.is_not_null().all()).then(entered.sum()),
        )
        .with_columns(cowwarongoing=pl.lit(1, pl.Int8))
        .sort("ccode", "year")
    )


def _dyadic(_request: Request) -> tuple[Block, ...]:
    source = load("dyadic-wars/dyad-years")
    chosen = "Of the war of the year that began first between them"
    variables = [
        Variable("dywarongoing", "The two fight each other in a war in the year (0/1)", absent=0),
        Variable("dywaronset", "It is their first year in a war of the year (0/1)", absent=0),
        Variable("dywar_wars", "Wars in which the two fight each other in the year", absent=0),
        Variable("dywar_warnum", f"{chosen} (then the lower number): its COW number"),
        Variable("dywar_disno", f"{chosen}: its number among militarized disputes"),
    ]
    for k, word in (("1", "first"), ("2", "second")):
        whose = f"{chosen}: of the {word} state, "
        variables += [
            Variable(f"dywar_role{k}", f"{whose}part in the war: {_ROLES}"),
            Variable(f"dywar_dyadrole{k}", f"{whose}part in the dyad: {_ROLES}"),
            Variable(
                f"dywar_batdeath{k}",
                f"{whose}battle deaths, of most in the whole war, not in the dyad",
                "persons",
            ),
            Variable(f"dywar_outcome{k}", f"{whose}outcome: 1 victory, 2 neither, 3 defeat"),
        ]
    first, last = source.file.first, source.file.last
    return (Block(dyadic_wars(source.frame), tuple(variables), (source,), first, last),)


_DYADIC = {
    "warnum": "dywar_warnum",
    "disno": "dywar_disno",
    "warolea": "dywar_role1",
    "waroleb": "dywar_role2",
    "wardyadrolea": "dywar_dyadrole1",
    "wardyadroleb": "dywar_dyadrole2",
    "batdtha": "dywar_batdeath1",
    "batdthb": "dywar_batdeath2",
    "outcomea": "dywar_outcome1",
    "outcomeb": "dywar_outcome2",
}


def dyadic_wars(rows: pl.DataFrame) -> pl.DataFrame:
    """Directed dyad-years of war, one row each where two wars share one.

    Parameters
    ----------
    rows
        Rows of ``dyadic-wars/dyad-years``. Each direction has its own codes; in some dyads they do
        not agree, and both won.
    """
    back = rows.select("disno", "year", statea="stateb", stateb="statea", outcomeb="outcomea")
    return (
        rows.join(back, on=["disno", "statea", "stateb", "year"], how="left")
        .with_columns(began=pl.col("year").min().over("warnum", "statea", "stateb"))
        .rename({"statea": "ccode1", "stateb": "ccode2"} | _DYADIC)
        .sort(*_KEY, "start", "dywar_warnum")
        .group_by(_KEY, maintain_order=True)
        .agg(
            pl.col(*_DYADIC.values()).first(),
            dywaronset=(pl.col("began") == pl.col("year")).any().cast(pl.Int8),
            dywar_wars=pl.len().cast(pl.Int8),
        )
        .with_columns(dywarongoing=pl.lit(1, pl.Int8))
    )


FEATURES = (
    Feature(
        "wars",
        "Inter-state wars (COW 4.0): who was on opposite sides on the same days; of one state",
        state=_of_states,
        pair=_between,
    ),
    Feature("dyadic-wars", "Inter-state wars, by who fought whom (Maoz and others)", pair=_dyadic),
)
