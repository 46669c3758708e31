"""International crises of a pair or a state in a year, after ICB.

The years of a crisis are those from its trigger to its end, by the dates. ICB's file of dyads has a
row a year, but leaves out 47 such years, 40 of them the first: the embassy in Tehran was taken on 4
November 1979, and the file's rows for the two states begin in 1980.
"""

from __future__ import annotations

import polars as pl

from foedus.panel.block import Block, Variable
from foedus.panel.feature import Feature, Request
from foedus.sources.gw_codes import cow
from foedus.sources.load import Source, load

__all__ = ["RULES", "crises_of_pairs", "crises_of_states"]

_KEY = ("ccode1", "ccode2", "year")

RULES: dict[str, tuple[tuple[str, bool], ...]] = {
    # rule: (column to sort by, whether the greatest comes first)
    "most-severe": (("severity_", True), ("trigger_earliest", False)),
    "first": (("trigger_earliest", False),),
    "last": (("trigger_earliest", True),),
}
"""Which of several crises in one year is told of; what still ties, by the lowest number.

``most-severe`` prefers the worst violence: of a pair, in the crisis as a whole (``viol``); of a
state, that which it used or met itself (``sevvio``); then the earlier trigger. ``first`` and
``last`` go by the trigger for the pair or the state. Where a pair or a state is in one crisis twice
in a year, the same rule chooses between the two.
"""

_CRISIS = (
    *("viol", "sevviosy", "cenviosy", "gravcr", "break", "crismg", "forout", "subout"),
    *("outesr", "chall", "powch", "protrac", "geostr", "usinv", "suinv", "noactr"),
)
_OF_SIDE = ("cracno", "triggr", "majres", "sevvio", "gravty", "outcom")
_OF_STATE = (
    *("crisno", "cracno", "sevvio", "cenvio", "triggr", "trigent", "majres", "crismg"),
    *("gravty", "outcom", "outesr", "allycap"),
)
_SIDES = {"1": "first", "2": "second"}


def _between(request: Request) -> tuple[Block, ...]:
    dyads, actors, crises = (load(f"icb/{name}") for name in ("dyads", "actors", "crises"))
    frame = crises_of_pairs(dyads.frame, actors.frame, crises.frame, request.options["rule"])
    about = _about(crises)
    chosen = "Of the crisis chosen: "
    variables = [
        Variable("icb_ongoing", "A crisis between the two goes on in the year (0/1)", absent=0),
        Variable("icb_onset", "A crisis between the two is triggered in the year (0/1)", absent=0),
        Variable("icb_crises", "Crises between the two in the year", absent=0),
        Variable(
            "icb_highest",
            "Worst violence in any crisis of the year: 1 none to 4 full-scale war; 0 no crisis",
            absent=0,
        ),
        Variable("icb_crisno", f"{chosen}its ICB number"),
        *(Variable(f"icb_{name}", chosen + about[name]) for name in _CRISIS),
    ]
    about = _about(actors)
    for k, word in _SIDES.items():
        whose = f"Of the crisis chosen, of the {word} state: "
        variables += [
            Variable(f"icb_actor{k}", f"{whose}whether it is a crisis actor (0/1)"),
            *(Variable(f"icb_{n}{k}", f"{whose}null: no actor. {about[n]}") for n in _OF_SIDE),
        ]
    return (_block(frame, variables, (dyads, actors, crises)),)


def crises_of_pairs(
    dyads: pl.DataFrame, actors: pl.DataFrame, crises: pl.DataFrame, rule: str
) -> pl.DataFrame:
    """Dyad-years with a crisis, each pair in both directions.

    Parameters
    ----------
    dyads, actors, crises
        Rows of ``icb/dyads``, ``icb/actors`` and ``icb/crises``.
    rule
        One of `RULES`.

    Returns
    -------
    DataFrame
        ``ccode1, ccode2, year``, sorted so and unique.
    """
    years = pl.int_ranges("trgyrdy", pl.col("trmyrdy") + 1, dtype=pl.Int16)
    there = (
        dyads.sort("crdynum", "year")
        .unique("crdynum", keep="first", maintain_order=True)
        .with_columns(year=years)
        .explode("year")
        .select(
            "crisno",
            "crdynum",
            "year",
            "trigger_earliest",
            new=pl.col("trgyrdy") == pl.col("year"),
            ccode1=cow("statea", "year"),
            ccode2=cow("stateb", "year"),
            cracno1="actnuma",
            cracno2="actnumb",
        )
        .drop_nulls(["ccode1", "ccode2"])
    )
    turned = {f"{name}{k}": f"{name}{3 - k}" for name in ("ccode", "cracno") for k in (1, 2)}
    both = pl.concat([there, there.rename(turned).select(there.columns)])
    both = both.join(crises.select("crisno", *_CRISIS), on="crisno", how="left")
    both = both.with_columns(severity_="viol")
    for k in _SIDES:
        own = actors.select(pl.col(name).alias(name + k) for name in _OF_SIDE)
        both = both.join(own, on=f"cracno{k}", how="left")
    detail = [f"{name}{k}" for k in _SIDES for name in ("actor", *_OF_SIDE)]
    actor = (pl.col(f"cracno{k}").is_not_null().cast(pl.Int8).alias(f"actor{k}") for k in _SIDES)
    return _chosen(both.with_columns(actor), _KEY, "crdynum", rule, [*_CRISIS, *detail])


def _of_states(request: Request) -> tuple[Block, ...]:
    source = load("icb/actors")
    frame = crises_of_states(source.frame, request.options["rule"])
    about = _about(source)
    ends = "Of one actor (Netherlands, 1957) the end is not known: its first year alone counts"
    variables = [
        Variable("icb_ongoing", f"Crisis actor on any day of the year (0/1). {ends}", absent=0),
        Variable("icb_onset", "A crisis is triggered for the state in the year (0/1)", absent=0),
        Variable("icb_crises", "Crises in which the state is an actor in the year", absent=0),
        Variable(
            "icb_highest",
            "Worst violence the state used or met in any crisis of the year: 1 none to 4 "
            "full-scale war; 0 no crisis",
            absent=0,
        ),
        *(Variable(f"icb_{name}", f"Of the crisis chosen: {about[name]}") for name in _OF_STATE),
    ]
    return (_block(frame, variables, (source,)),)


def crises_of_states(actors: pl.DataFrame, rule: str) -> pl.DataFrame:
    """State-years with a crisis.

    Parameters
    ----------
    actors
        Rows of ``icb/actors``. Where an end is not known, the year of the trigger alone counts.
    rule
        One of `RULES`.

    Returns
    -------
    DataFrame
        ``ccode, year``, sorted so and unique. Codes are those of each year.
    """
    years = pl.int_ranges("yrtrig", pl.coalesce("yrterm", "yrtrig") + 1, dtype=pl.Int16)
    rows = (
        actors.with_columns(year=years)
        .explode("year")
        .with_columns(
            ccode=cow("cracid", "year"),
            new=pl.col("yrtrig") == pl.col("year"),
            severity_="sevvio",
        )
        .drop_nulls("ccode")
    )
    detail = [name for name in _OF_STATE if name != "crisno"]
    return _chosen(rows, ("ccode", "year"), "cracno", rule, detail)


def _chosen(
    rows: pl.DataFrame, key: tuple[str, ...], number: str, rule: str, detail: list[str]
) -> pl.DataFrame:
    """One row a key: how many crises there are, and the one that the rule chooses."""
    names, down = zip(*RULES[rule], strict=True)
    order = [*key, *names, "crisno", number]
    return (
        rows.sort(order, descending=[*([False] * len(key)), *down, False, False])
        .group_by(key, maintain_order=True)
        .agg(
            pl.col("crisno", *detail).first().name.prefix("icb_"),
            icb_ongoing=pl.lit(1, pl.Int8),
            icb_onset=pl.col("new").any().cast(pl.Int8),
            icb_crises=pl.col("crisno").n_unique().cast(pl.Int8),
            icb_highest=pl.col("severity_").max(),
        )
    )


def _about(source: Source) -> dict[str, str]:
    return {column.name: column.about for column in source.table.columns}


def _block(frame: pl.DataFrame, variables: list[Variable], sources: tuple[Source, ...]) -> Block:
    """Coverage is that of the triggers: of the last crisis's further years nothing is known."""
    first, last = sources[0].file.first, sources[0].file.last
    kept = frame.filter(pl.col("year").is_between(first, last))
    return Block(kept, tuple(variables), sources, first, last)


FEATURES = (
    Feature(
        "crises",
        "International crises between two states, or with a state as actor (ICB 15); "
        "rule: which of several in a year",
        state=_of_states,
        pair=_between,
        options={"rule": tuple(RULES)},
    ),
)
