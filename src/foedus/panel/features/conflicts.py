"""Armed conflicts of a state, and between two states, after UCDP and PRIO.

What the publisher calls location is whose territory or government is disputed, not where the
fighting was. It names the same states as the sides do, except in wars over colonies, where it is
the later state: so there is no column for conflicts on a state's territory.
"""

from __future__ import annotations

import polars as pl

from foedus.panel.block import Block, Variable
from foedus.panel.feature import Feature, Request
from foedus.sources.load import Source, load

__all__ = ["conflicts_of_pairs", "conflicts_of_states"]

_TABLES = {"24.1": "ucdp/conflicts", "25.1": "ucdp/conflicts-25"}
_PARTIES = {
    "primary": "primary parties, whose dispute it is",
    "all": "primary parties, and states that sent troops to them",
}
_INTENSITY = "1 25 to 999 deaths in battle in the year, 2 1,000 and more; 0 no conflict"
_CHOSEN = "Of the most intense conflict of the year (then the one that began first): "
_TYPES = {
    1: ("ucdp_extrasystemic", "against a group outside its territory, over a colony"),
    2: ("ucdp_interstate", "between states"),
    3: ("ucdp_intrastate", "within a state, without troops from others"),
    4: ("ucdp_internationalised", "within a state, with troops from others"),
}


def _between(request: Request) -> tuple[Block, ...]:
    source = load(_TABLES[request.options["version"]])
    parties = request.options["parties"]
    frame = conflicts_of_pairs(source.frame, parties)
    sides = f"on opposite sides: {_PARTIES[parties]}"
    issue = "1 territory, 2 government, 3 both"
    variables = (
        Variable("ucdpongoing", f"An interstate conflict with the two {sides} (0/1)", absent=0),
        Variable("ucdponset", "First year of one of these, or first after a break (0/1)", absent=0),
        Variable("ucdp_conflicts", f"Interstate conflicts with the two {sides}", absent=0),
        Variable("maxintensity", f"Highest intensity of these: {_INTENSITY}", absent=0),
        Variable("ucdp_conflict_id", f"{_CHOSEN}its number"),
        Variable("ucdp_incompatibility", f"{_CHOSEN}what it is about: {issue}"),
    )
    return (_block(frame, variables, source, symmetric=True),)


def _of_states(request: Request) -> tuple[Block, ...]:
    source = load(_TABLES[request.options["version"]])
    parties = request.options["parties"]
    frame = conflicts_of_states(source.frame, parties)
    variables = (
        Variable("ucdpongoing", f"Party to an armed conflict ({_PARTIES[parties]}) (0/1)"),
        Variable(
            "ucdponset",
            "First year in one of these, or first after a break (0/1); null in 1946 where the "
            "first death came before",
        ),
        Variable("ucdp_conflicts", "How many of these in the year"),
        *(Variable(name, f"Of these, conflicts {words}") for name, words in _TYPES.values()),
        Variable("maxintensity", f"Highest intensity of these: {_INTENSITY}"),
        Variable("ucdp_sent", "Conflicts of others to which it sent troops, as no primary party"),
    )
    counted = (Variable(one.name, one.about, absent=0) for one in variables)
    chosen = Variable("ucdp_conflict_id", f"{_CHOSEN}its number")
    return (_block(frame, (*counted, chosen), source),)


def conflicts_of_pairs(conflicts: pl.DataFrame, parties: str) -> pl.DataFrame:
    """Dyad-years of interstate conflict.

    Parameters
    ----------
    conflicts
        Rows of ``ucdp/conflicts``. In every year each of one side opposes each of the other: the
        same pairs as in the publisher's own file of dyads.
    parties
        ``"primary"`` or ``"all"``: with the states that sent troops.

    Returns
    -------
    DataFrame
        ``ccode1, ccode2, year``, the lower code first, sorted so and unique.
    """
    pair = ("conflict_id", "ccode1", "ccode2", "year")
    one, two = (
        pl.concat_list(_listed(f"ccode_{side}"), _listed(f"ccode_{side}_2nd"))
        if parties == "all"
        else _listed(f"ccode_{side}")
        for side in "ab"
    )
    rows = (
        conflicts.filter(pl.col("type_of_conflict") == 2)
        .with_columns(a=one, b=two)
        .explode("a")
        .explode("b")
        .filter(pl.col("a") != pl.col("b"))
        .with_columns(ccode1=pl.min_horizontal("a", "b"), ccode2=pl.max_horizontal("a", "b"))
        .unique(pair, keep="first", maintain_order=True)
    )
    rows = _begun(rows, ("conflict_id", "ccode1", "ccode2"))
    return _by_year(rows, ("ccode1", "ccode2", "year")).select(
        *("ccode1", "ccode2", "year", "ucdpongoing", "ucdponset", "ucdp_conflicts"),
        *("maxintensity", "ucdp_conflict_id", "ucdp_incompatibility"),
    )


def conflicts_of_states(conflicts: pl.DataFrame, parties: str) -> pl.DataFrame:
    """State-years of armed conflict, by its type.

    Parameters
    ----------
    conflicts
        Rows of ``ucdp/conflicts``.
    parties
        ``"primary"`` or ``"all"``: with the states that sent troops.

    Returns
    -------
    DataFrame
        ``ccode, year``, sorted so and unique. A state that only sent troops has a row too.
    """
    key = ("conflict_id", "ccode", "year")
    primary, sent = (
        conflicts.with_columns(
            ccode=pl.concat_list(_listed(f"ccode_a{end}"), _listed(f"ccode_b{end}")), sent=is_sent
        )
        .explode("ccode")
        .drop_nulls("ccode")
        for end, is_sent in (("", False), ("_2nd", True))
    )
    # A state that is a primary party and sent troops as well is a primary party.
    everyone = pl.concat([primary, sent]).unique(key, keep="first", maintain_order=True)
    counted = everyone if parties == "all" else everyone.filter(~pl.col("sent"))
    by_year = _by_year(_begun(counted, ("conflict_id", "ccode")), ("ccode", "year"))
    of_others = (
        everyone.filter("sent").group_by("ccode", "year").agg(ucdp_sent=pl.len().cast(pl.Int8))
    )
    return (
        by_year.join(of_others, on=["ccode", "year"], how="full", coalesce=True)
        .with_columns(
            pl.when(pl.col("ucdpongoing").is_null()).then(0).otherwise(pl.col(name)).alias(name)
            for name in ("ucdponset", "ucdp_conflicts", *_names(), "maxintensity")
        )
        .with_columns(pl.col("ucdpongoing", "ucdp_sent").fill_null(0))
        .drop("ucdp_incompatibility")
        .sort("ccode", "year")
    )


def _names() -> list[str]:
    return [name for name, _ in _TYPES.values()]


def _listed(column: str) -> pl.Expr:
    return pl.col(column).fill_null(pl.lit([], dtype=pl.List(pl.Int16)))


def _begun(rows: pl.DataFrame, who: tuple[str, ...]) -> pl.DataFrame:
    """Mark years of which the one before has no row; null where the record starts too late."""
    rows = rows.sort(*who, "year")
    again = (pl.col("year").diff().over(who) == 1).fill_null(value=False)
    earlier = (pl.col("start_date").dt.year() < pl.col("year")) & (
        pl.col("year") == pl.lit(rows["year"].min(), pl.Int16)
    )
    return rows.with_columns(new=pl.when(~earlier).then(~again))


def _by_year(rows: pl.DataFrame, key: tuple[str, ...]) -> pl.DataFrame:
    """One row a key: how many conflicts, and the most intense of them."""
    kinds = {
        name: (pl.col("type_of_conflict") == number).sum().cast(pl.Int8)
        for number, (name, _) in _TYPES.items()
    }
    order = [*key, "intensity_level", "start_date", "conflict_id"]
    return (
        rows.sort(order, descending=[name == "intensity_level" for name in order])
        .group_by(key, maintain_order=True)
        .agg(
            ucdpongoing=pl.lit(1, pl.Int8),
            ucdponset=pl.col("new").any(ignore_nulls=False).cast(pl.Int8),
            ucdp_conflicts=pl.len().cast(pl.Int8),
            **kinds,
            maxintensity=pl.col("intensity_level").first(),
            ucdp_conflict_id=pl.col("conflict_id").first(),
            ucdp_incompatibility=pl.col("incompatibility").first(),
        )
    )


def _block(
    frame: pl.DataFrame, variables: tuple[Variable, ...], source: Source, *, symmetric: bool = False
) -> Block:
    first, last = source.file.first, source.file.last
    return Block(frame, variables, (source,), first, last, symmetric=symmetric)


FEATURES = (
    Feature(
        "conflicts",
        "Armed conflicts (UCDP/PRIO) between two states, or of a state by type; "
        "parties: whether those count that sent troops",
        state=_of_states,
        pair=_between,
        options={"version": tuple(_TABLES), "parties": tuple(_PARTIES)},
    ),
)
