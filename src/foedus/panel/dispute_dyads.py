"""Directed dispute-dyad-years from participation by date, and one dispute for each dyad-year.

Two states are a pair of a dispute in a year if there is a day in it on which both may have taken
part on opposite sides. Where a day is not known, the first or last of the month possible counts.
Pairing every A with every B instead invents pairs; pairing by year invents some as well (84 rows in
MID 5.0, 68 of them in the Second World War, whose states left one side and joined the other).

From MID 5.0 this gives the 11,390 rows of the table that goes with peacesciencer (version 1.2),
equal in every value but two: the onset of Finland and Russia in 2014 (dispute 4678, both
directions). Finland's first spell ends on 12 June 2013 and its second begins on 20 May 2014, which
is a return and so an onset here; there returns within a year are a list by hand, which lacks it.

For several disputes in one dyad-year the default rule chooses as peacesciencer's second table does,
in all 10,234 dyad-years, though there the last tie goes to the earlier *month*, whatever its year,
and here to the earlier start. For GML's set the same rule keeps 9,284 dyad-years; peacesciencer has
9,262, since it takes hostility, length and reciprocity from COW's disputes: it loses 22 dyad-years
whose disputes COW does not have, and chooses another dispute in 50.

Levels, acts and deaths are those of a state in its whole spell, not of the pair and not of the
year: Brazil and Japan count as at war in the Second World War.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from foedus.core.errors import UsageError, did_you_mean

__all__ = ["RULES", "directed", "mirrored", "non_directed", "one_per_year"]

_PAIR: Final = ("dispnum", "ccode1", "ccode2")
_DYAD: Final = ("ccode1", "ccode2", "year")
_SIDE: Final = (
    "sidea",
    "fatality",
    "fatalpre",
    "hiact",
    "hostlev",
    "orig",
    "revstate",
    "revtype1",
    "revtype2",
)
_OF_DISPUTE: Final = (
    *("styear", "stmon", "outcome", "settle", "fatality", "fatalpre", "hiact", "hostlev"),
    *("mindur", "maxdur", "recip", "numa", "numb"),
)
_UNKNOWN_DEATHS: Final = 0.5  # between none and some, as the field does

_CRITERIA: Final[dict[str, tuple[tuple[str, bool], ...]]] = {
    # criterion: (column to sort by, whether the greatest comes first)
    "onset": (("onset", True),),
    "fatality": (("fatality_", True),),
    "hostility": (("hostility_", True),),
    "own-fatality": (("own_fatality_", True),),
    "own-hostility": (("own_hostility_", True),),
    "longest": (("mindur_", True), ("maxdur_", True)),
    "recip": (("recip_", True),),
    "first": (("start_", False),),
    "last": (("start_", True),),
}

RULES: Final[dict[str, tuple[str, ...]]] = {
    "default": ("onset", "fatality", "hostility", "longest", "recip", "first"),
    "first": ("first",),
    "last": ("last",),
    "most-severe": ("own-hostility", "own-fatality", "hostility", "fatality", "longest", "first"),
    "all": (),
}
"""Rules by name: criteria in order, each deciding where those before it tie.

``onset`` prefers a dispute that begins for the pair in that year; ``fatality`` and ``hostility``
the higher value of the whole dispute, ``own-fatality`` and ``own-hostility`` of the two states;
``longest`` the greater least and then greatest length; ``recip`` one in which both sides acted;
``first`` and ``last`` the start of the dispute. ``all`` keeps every dispute.
"""


def directed(disputes: pl.DataFrame, participants: pl.DataFrame) -> pl.DataFrame:
    """Directed dispute-dyad-years: each pair of opponents, in both directions, by year.

    Parameters
    ----------
    disputes
        ``mid/disputes``: only disputes in it are kept.
    participants
        ``mid/participants``, with ``start`` and ``end``.

    Returns
    -------
    DataFrame
        One row per ``dispnum, ccode1, ccode2, year``, sorted by them. ``ongoing`` is 1; ``onset``
        is 1 in the first year of each unbroken time on opposite sides; ``first_day`` and
        ``last_day`` bound it within the year. Columns of states end in 1 or 2 by state, so
        ``revtype21`` is the second kind of revision that state 1 seeks. Where two times of one pair
        meet in one year, the columns are those of the earlier.
    """
    states = participants.lazy().select("dispnum", "ccode", "start", "end", *_SIDE)
    states = states.join(disputes.lazy().select("dispnum"), on="dispnum", how="semi")
    first = states.rename({"ccode": "ccode1", **{name: f"{name}1" for name in _SIDE}})
    second = states.rename({"ccode": "ccode2", **{name: f"{name}2" for name in _SIDE}})
    columns = [f"{name}{side}" for name in _SIDE for side in (1, 2)]
    # One direction is made and the other is its mirror image, so that no tie can part them.
    times = (
        first.join(second, on="dispnum", suffix="_other")
        .filter(pl.col("ccode1") < pl.col("ccode2"), pl.col("sidea1") != pl.col("sidea2"))
        .with_columns(
            since=pl.max_horizontal("start", "start_other"),
            until=pl.min_horizontal("end", "end_other"),
        )
        .filter(pl.col("since") <= pl.col("until"))
        .sort(*_PAIR, "since", "until", *columns)
        .with_columns(begins=_after_a_break())
        .with_columns(year=pl.int_ranges(_year("since"), _year("until") + 1, dtype=pl.Int16))
        .explode("year")
    )
    key = [*_PAIR, "year"]
    rows = (
        times.select(
            *key,
            pl.lit(1, pl.Int8).alias("ongoing"),
            (pl.col("begins") & (pl.col("year") == _year("since"))).cast(pl.Int8).alias("onset"),
            *columns,
            pl.max_horizontal("since", pl.date(pl.col("year"), 1, 1)).alias("first_day"),
            pl.min_horizontal("until", pl.date(pl.col("year"), 12, 31)).alias("last_day"),
        )
        .with_columns(pl.col("onset").max().over(key))
        .unique(key, keep="first", maintain_order=True)
        .collect()
    )
    return pl.concat([rows, mirrored(rows)]).sort(key)


def _year(day: str) -> pl.Expr:
    return pl.col(day).dt.year().cast(pl.Int16)


def _after_a_break() -> pl.Expr:
    """Whether a time on opposite sides does not continue an earlier one of the pair."""
    latest = pl.col("until").cum_max().shift(1).over(*_PAIR)
    return (pl.col("since") > latest + pl.duration(days=1)).fill_null(value=True)


def one_per_year(
    dyads: pl.DataFrame, disputes: pl.DataFrame, rule: str | tuple[str, ...] = "default"
) -> pl.DataFrame:
    """One dispute for each dyad-year, chosen by a rule; all that are left are counted.

    Parameters
    ----------
    dyads
        Dispute-dyad-years: `directed`, or ``gml/dyads``.
    disputes
        The disputes of the same data set, ``mid/disputes`` or ``gml/disputes``.
    rule
        Name of a rule in `RULES`, or criteria in order. Whatever ties goes to the lower number.

    Returns
    -------
    DataFrame
        Sorted by ``ccode1, ccode2, year``, which are unique but under ``"all"``. The columns of
        `dyads`; those of the dispute that it lacks; ``disputes`` (how many go on in the dyad-year),
        ``onsets`` (how many begin) and ``highest`` (the highest hostility of either state in any of
        them). The same for any order of rows.

    Raises
    ------
    UsageError
        If there is no such rule or criterion, or a dispute of `dyads` is not in `disputes`: the two
        are then of different data sets.

    Examples
    --------
    >>> dyads = pl.DataFrame({"dispnum": [1, 2], "ccode1": 2, "ccode2": 20, "year": 1979,
    ...     "onset": [0, 1], "hostlev1": [4, 1], "hostlev2": 1, "fatality1": 0, "fatality2": 0})
    >>> disputes = pl.DataFrame({"dispnum": [1, 2], "styear": [1978, 1979], "stmon": 1,
    ...     "fatality": 0, "hostlev": [4, 2], "mindur": 9, "maxdur": 9, "recip": 0})
    >>> one_per_year(dyads, disputes).select("dispnum", "disputes", "onsets", "highest").row(0)
    (2, 2, 1, 4)
    >>> one_per_year(dyads, disputes, "most-severe")["dispnum"].to_list()
    [1]
    """
    criteria = _criteria(rule)
    _refuse_strangers(dyads, disputes)
    order = list(dict.fromkeys(step for name in criteria for step in _CRITERIA[name]))
    added = [n for n in _OF_DISPUTE if n in disputes.columns and n not in dyads.columns]
    rows = (
        dyads.lazy()
        .join(
            disputes.lazy().select("dispnum", *added, **_measures(disputes)),
            on="dispnum",
            how="left",
        )
        .with_columns(
            disputes=pl.len().over(_DYAD).cast(pl.Int16),
            onsets=pl.col("onset").sum().over(_DYAD).cast(pl.Int16),
            highest=pl.max_horizontal("hostlev1", "hostlev2").max().over(_DYAD),
            own_hostility_=pl.max_horizontal("hostlev1", "hostlev2"),
            own_fatality_=pl.max_horizontal(_banded("fatality1"), _banded("fatality2")),
        )
        .sort(
            *_DYAD,
            *(column for column, _ in order),
            "dispnum",
            descending=[*[False] * len(_DYAD), *(most for _, most in order), False],
            nulls_last=True,
        )
    )
    if criteria:
        rows = rows.unique(list(_DYAD), keep="first", maintain_order=True)
    return rows.select(*dyads.columns, *added, "disputes", "onsets", "highest").collect()


def _criteria(rule: str | tuple[str, ...]) -> tuple[str, ...]:
    if isinstance(rule, str):
        if rule not in RULES:
            raise UsageError(f"no rule is called {rule!r}", fix=did_you_mean(rule, RULES))
        return RULES[rule]
    for name in rule:
        if name not in _CRITERIA:
            raise UsageError(f"no criterion is called {name!r}", fix=did_you_mean(name, _CRITERIA))
    if not rule:
        raise UsageError("a rule needs a criterion", fix="name one, or the rule 'all'")
    return rule


def _refuse_strangers(dyads: pl.DataFrame, disputes: pl.DataFrame) -> None:
    strange = dyads.select("dispnum").join(disputes, on="dispnum", how="anti")
    if strange.height:
        raise UsageError(
            f"dispute {strange['dispnum'].min()} is not among the disputes",
            fix="take dyads and disputes from one data set: COW's and GML's numbers differ",
        )


def _measures(disputes: pl.DataFrame) -> dict[str, pl.Expr]:
    """What the criteria compare of a dispute."""
    day = pl.col("stday").fill_null(1) if "stday" in disputes.columns else pl.lit(1)
    return {
        "fatality_": _banded("fatality"),
        "hostility_": pl.col("hostlev"),
        "mindur_": pl.col("mindur"),
        "maxdur_": pl.col("maxdur"),
        "recip_": pl.col("recip"),
        "start_": pl.date(pl.col("styear"), pl.col("stmon").fill_null(1), day),
    }


def _banded(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.Float32).fill_null(_UNKNOWN_DEATHS)


def mirrored(frame: pl.DataFrame) -> pl.DataFrame:
    """Frame with the two states exchanged: every column in 1 with its partner in 2.

    Raises
    ------
    UsageError
        If a column of one side has no partner, such as ``sidea1`` of MIE: it would then describe
        the wrong state.

    Examples
    --------
    >>> frame = pl.DataFrame({"ccode1": [2], "ccode2": [20], "hostlev1": [4], "hostlev2": [1]})
    >>> mirrored(frame).row(0)
    (20, 2, 1, 4)
    """
    other = {
        name: name[:-1] + ("2" if name[-1] == "1" else "1")
        for name in frame.columns
        if name[-1] in "12"
    }
    for name, partner in other.items():
        if partner not in frame.columns:
            raise UsageError(
                f"{name} has no partner {partner}", field=name, fix="leave the column out"
            )
    return frame.rename(other).select(frame.columns)


def non_directed(frame: pl.DataFrame) -> pl.DataFrame:
    """Fold both directions into one row, the lower code first.

    A row whose ``ccode1`` is the lower is kept as it is. One whose ``ccode1`` is the higher is left
    out if its mirror image is there, and kept with its states exchanged if it is not. Nothing is
    lost by this: the columns of both states stay, by state.

    Parameters
    ----------
    frame
        Rows by ``ccode1, ccode2, year``, and by ``dispnum`` where it has that.

    Examples
    --------
    >>> frame = pl.DataFrame({"ccode1": [2, 20, 70], "ccode2": [20, 2, 2], "year": 1979})
    >>> non_directed(frame).rows()
    [(2, 20, 1979), (2, 70, 1979)]
    """
    key = [name for name in ("dispnum", *_DYAD) if name in frame.columns]
    low = frame.filter(pl.col("ccode1") < pl.col("ccode2"))
    alone = frame.filter(pl.col("ccode1") > pl.col("ccode2")).join(
        low.select(key).rename({"ccode1": "ccode2", "ccode2": "ccode1"}), on=key, how="anti"
    )
    if alone.height:
        low = pl.concat([low, mirrored(alone)])
    return low.sort(key[-len(_DYAD) :] + key[: -len(_DYAD)])
