"""Acts and words in international crises, after the ICBe events on which its raters agreed.

Events are counted as the narratives of ICB's crises tell of them. One in seven has no year and is
left out; a well-told crisis has more of them than another; what happened outside crises has none.
Actors that are no state, or whose name does not say which ("Germany" in 1960), are left out.
"""

from __future__ import annotations

import polars as pl

from foedus.panel.block import Block, Variable
from foedus.panel.feature import Feature, Request
from foedus.sources.icbe import with_codes
from foedus.sources.load import Source, load

__all__ = ["by_state", "either", "told", "toward"]

_KEY = ("ccode1", "ccode2", "year")
_ACTORS = ("do_actor_a", "do_actor_b", "say_actor_a", "say_actor_b")
_KINDS = {
    "icbe_escalating": "escalatory",
    "icbe_deescalating": "deescalatory",
    "icbe_cooperating": "cooperative",
    "icbe_uncooperating": "uncooperative",
}
_WORDS = {
    "icbe_threats": ("threaten", "ultimatum"),
    "icbe_demands": ("demand",),
    "icbe_promises": ("promise", "offer", "offer - without conditions"),
}
_ABOUT = {
    "icbe_acts": "Acts {} in the year",
    "icbe_escalating": "Of these, acts that escalate",
    "icbe_deescalating": "Of these, acts that de-escalate",
    "icbe_cooperating": "Of these, acts of cooperation",
    "icbe_uncooperating": "Of these, acts that end or refuse cooperation",
    "icbe_says": "Words {} in the year",
    "icbe_threats": "Of these, threats and ultimatums",
    "icbe_demands": "Of these, demands, ultimatums not counted",
    "icbe_promises": "Of these, promises and offers",
}
_TOLD = "as told of a crisis (ICBe, CC BY-NC-SA 4.0)"
_MET = ("icbe_escalating", "icbe_threats")


def _between(request: Request) -> tuple[Block, ...]:
    source, events = _read()
    if request.directed:
        variables = _variables("", "of the first state towards the second")
        return (_block(toward(events), variables, source),)
    variables = (
        *_variables("", "of either towards the other"),
        *_variables("1", "of the first state towards the second"),
        *_variables("2", "of the second state towards the first"),
    )
    # Codes are in the order of the panel's rows.
    return (_block(either(events), variables, source),)


def _of_states(_request: Request) -> tuple[Block, ...]:
    source, events = _read()
    variables = (
        *_variables("", "of the state, towards anybody"),
        Variable("icbe_escalating_met", f"Acts towards the state that escalate, {_TOLD}", absent=0),
        Variable("icbe_threats_met", f"Threats and ultimatums to the state, {_TOLD}", absent=0),
    )
    return (_block(by_state(events), variables, source),)


def _variables(suffix: str, whose: str) -> tuple[Variable, ...]:
    return tuple(
        Variable(name + suffix, f"{about.format(whose)}, {_TOLD}", absent=0)
        for name, about in _ABOUT.items()
    )


def _block(frame: pl.DataFrame, variables: tuple[Variable, ...], source: Source) -> Block:
    return Block(frame, variables, (source,), source.file.first, source.file.last)


def _read() -> tuple[Source, pl.DataFrame]:
    source = load("icbe/events")
    return source, told(source.frame, source.file.first, source.file.last)


def told(events: pl.DataFrame, first: int, last: int) -> pl.DataFrame:
    """Dated acts and words with their actors.

    Parameters
    ----------
    events
        Rows of ``icbe/events``.
    first, last
        Years to keep; narratives also go far back.

    Returns
    -------
    DataFrame
        One row for each event as an act, and one as words: ``row``, its place; ``year`` in which it
        may first have begun; ``a`` and ``b``, lists of the COW codes of who acts or speaks and
        towards whom; one column for each count, 1 or 0.
    """
    year = pl.coalesce("date_earliest", "date_latest").dt.year().cast(pl.Int16)
    kept = (
        events.with_row_index("row")
        .with_columns(year=year)
        .filter(pl.col("year").is_between(first, last))
        .select(
            *("row", "year", "date_earliest", "date_latest", *_ACTORS),
            *("do_kind", "do_interact_kind", "sayintkind"),
        )
    )
    deeds = {
        name: _has("do_kind", (kind,)) | _has("do_interact_kind", (kind,))
        for name, kind in _KINDS.items()
    }
    words = {name: _has("sayintkind", kinds) for name, kinds in _WORDS.items()}
    every = pl.lit(value=True)
    acts = _part(kept, "do", {"icbe_acts": every, **deeds})
    says = _part(kept, "say", {"icbe_says": every, **words})
    return _coded(pl.concat([acts, says]))


def _part(events: pl.DataFrame, which: str, flags: dict[str, pl.Expr]) -> pl.DataFrame:
    """Events as acts (``do``) or as words (``say``), with the names of their actors."""
    actor = f"{which}_actor_a"
    return events.filter(pl.col(actor).list.len() > 0).select(
        *("row", "year", "date_earliest", "date_latest"),
        *(pl.col(f"{which}_actor_{side}").alias(side) for side in "ab"),
        *(flags.get(name, pl.lit(value=False)).cast(pl.Int16).alias(name) for name in _ABOUT),
    )


def _coded(events: pl.DataFrame) -> pl.DataFrame:
    """COW codes for names, those of both sides at once."""
    dates = ("date_earliest", "date_latest")
    names = pl.concat(events.select(*dates, names=side) for side in "ab")
    codes = with_codes(names, "names")["names_ccode"]
    return events.select(
        "row", "year", codes[: events.height].alias("a"), codes[events.height :].alias("b"), *_ABOUT
    )


def _has(column: str, codes: tuple[str, ...]) -> pl.Expr:
    """Whether the raters agreed on any of the codes."""
    return pl.any_horizontal(
        pl.col(column).list.contains(code).fill_null(value=False) for code in codes
    )


def _pairs(events: pl.DataFrame) -> pl.DataFrame:
    """One row for each event and each pair of who acts and towards whom."""
    return (
        events.explode("a")
        .explode("b")
        .filter(pl.col("a") != pl.col("b"))
        .rename({"a": "ccode1", "b": "ccode2"})
    )


def toward(events: pl.DataFrame) -> pl.DataFrame:
    """Directed dyad-years: of the first state towards the second.

    Parameters
    ----------
    events
        As `told` gives them. One of several states towards several counts for each pair.
    """
    return _counted(_pairs(events), _KEY)


def either(events: pl.DataFrame) -> pl.DataFrame:
    """Both directions of every pair: of either, of the first, of the second.

    Parameters
    ----------
    events
        As `told` gives them. What two states do to each other, such as to meet, counts once.
    """
    pairs = _pairs(events)
    one = _counted(pairs, _KEY)
    turn = {"ccode1": "ccode2", "ccode2": "ccode1"}
    two = one.rename(turn)
    once = pairs.with_columns(
        ccode1=pl.min_horizontal("ccode1", "ccode2"), ccode2=pl.max_horizontal("ccode1", "ccode2")
    ).unique(["row", *_KEY, "icbe_acts"])
    total = _counted(once, _KEY)
    both = pl.concat([total, total.rename(turn).select(total.columns)])
    key = list(_KEY)
    found = both.join(one, on=key, how="left", suffix="1").join(two, on=key, how="left", suffix="2")
    return found.with_columns(pl.col(f"{name}{k}").fill_null(0) for name in _ABOUT for k in "12")


def by_state(events: pl.DataFrame) -> pl.DataFrame:
    """State-years: of the state, and towards it.

    Parameters
    ----------
    events
        As `told` gives them.
    """
    key = ("ccode", "year")
    own = _counted(events.rename({"a": "ccode"}).explode("ccode"), key)
    met = _counted(events.rename({"b": "ccode"}).explode("ccode"), key)
    met = met.select(*key, **{f"{name}_met": name for name in _MET})
    return (
        own.join(met, on=key, how="full", coalesce=True)
        .with_columns(pl.exclude(key).fill_null(0))
        .sort(key)
    )


def _counted(rows: pl.DataFrame, key: tuple[str, ...]) -> pl.DataFrame:
    total = (pl.col(name).sum().cast(pl.Int16) for name in _ABOUT)
    return rows.drop_nulls(key).group_by(key).agg(total).sort(key)


FEATURES = (
    Feature(
        "crisis-events",
        "Acts, threats and promises in crises, as counted from narratives (ICBe 1.1, CC BY-NC-SA "
        "4.0: not for commercial use, and what is made from it goes under the same licence)",
        state=_of_states,
        pair=_between,
    ),
)
