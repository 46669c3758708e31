"""Kinne's Defense Cooperation Agreements: bilateral treaties signed from 1980 to 2010."""

from __future__ import annotations

from typing import Literal

import polars as pl

from .reading.schema import Column, Layout, Table, several

__all__ = ["LAST", "TABLES", "TREATIES", "dyad_years", "spells"]

FIRST, LAST = 1980, 2010
"""Years of signature; what is in force at the end of 2010 has not ended, as far as is known."""

_KINDS = ("DCA", "DIC", "TREX", "PROCUREMENT", "COMMISSION", "RESEARCH")
_INDEFINITE, _FINITE = -77, -88
_ENDED, _IN_FORCE = 1, 0

Since = Literal["signed", "force"]


def _tidy(frame: pl.DataFrame) -> pl.DataFrame:
    """Codes apart from years, and how far the end is known."""
    span, ended = pl.col("span"), pl.col("terminated")
    return frame.with_columns(
        span=pl.when(span >= 0).then(span),
        span_kind=pl.when(span >= 0)
        .then(pl.lit("years"))
        .when(span == _INDEFINITE)
        .then(pl.lit("indefinite"))
        .when(span == _FINITE)
        .then(pl.lit("finite")),
        end_kind=pl.when(ended == _ENDED)
        .then(pl.lit("ended"))
        .when(ended == _IN_FORCE)
        .then(pl.lit("in force"))
        .otherwise(pl.lit("uncertain")),
    )


TREATIES = Table(
    id="dcad/treaties",
    dataset="dcad",
    title="Defense cooperation agreements",
    unit="bilateral treaty",
    key=("DCAid",),
    columns=(
        Column("ccode1", pl.Int16, "COW code of one party", required=True, state="cow"),
        Column("cowName1", pl.String, "its letters"),
        Column("ccode2", pl.Int16, "COW code of the other", required=True, state="cow"),
        Column("cowName2", pl.String, "its letters"),
        *several("signDay", pl.Int8, about="day of signature", low=1, high=31),
        *several("signMonth", pl.Int8, about="month of signature", low=1, high=12),
        Column("signYear", pl.Int16, "year of signature", required=True, low=FIRST, high=LAST),
        *several("EIFDay", pl.Int8, about="day of entry into force", low=1, high=31),
        *several("EIFMonth", pl.Int8, about="month of entry into force", low=1, high=12),
        Column("EIFYear", pl.Int16, "year of entry into force; often not known", low=FIRST),
        Column(
            "type",
            pl.String,
            "general: a framework for all of defence; sector: one part of it",
            among=("general", "sector"),
            required=True,
        ),
        Column(
            "category1",
            pl.String,
            "DCA and DIC (general agreements), TREX training and exchange, PROCUREMENT, COMMISSION,"
            " RESEARCH",
            among=_KINDS,
            required=True,
        ),
        *several("category2 category3", pl.String, about="a further category", among=_KINDS),
        Column("span", pl.Int16, "duration agreed, where it is a number; see `span_kind`", "years"),
        *several("renewType", pl.Int8, about="how it is renewed, as coded", low=-88, high=-44),
        *several("renewYears", pl.Int8, about="years it is renewed for; codes below 0", low=-88),
        Column(
            "terminated",
            pl.Int8,
            "1 ended, 0 in force in 2010, -88 and -99 uncertain",
            among=(1, 0, -88, -99),
            required=True,
        ),
        Column("durationActual", pl.Int8, "how long it lasted, where it ended", "years", low=0),
        Column(
            "endYearEstimate",
            pl.Int16,
            "last year, 2010 at the latest; an estimate unless `end_kind` says otherwise",
            required=True,
            high=LAST,
        ),
        *several("asymmetry", pl.Int8, about="whether obligations differ", among=(0, 1, 2)),
        Column(
            "categoryConf",
            pl.String,
            "confidence in the category",
            among=("high", "med", "low", "atypical"),
        ),
        *several("UNTS", pl.Int32, about="number in the UN Treaty Series"),
        *several("fullText", pl.String, about="whether the text was at hand"),
        *several("sourceType", pl.String, about="treaty or press", among=("treaty", "factiva")),
        *several("source", pl.String, about="where it was found"),
        *several("factivaConf", pl.Int8, about="confidence in press reports, 1 to 5"),
        *several(
            "factivaSign", pl.Int8, about="1 where the press reports signature", missing=(-99,)
        ),
        *several("factivaEIF", pl.Int8, about="1 where the press reports entry into force"),
        Column("DCAid", pl.String, "number of the treaty", required=True),
    ),
    layouts={"publisher": Layout()},
    year="signYear",
    tidy=_tidy,
    made=(
        Column("span_kind", pl.String, "years (in `span`), indefinite, or finite but not known"),
        Column("end_kind", pl.String, "ended, in force (at the end of 2010), or uncertain"),
    ),
)


def spells(treaties: pl.DataFrame, since: Since = "signed") -> pl.DataFrame:
    """First and last year of each treaty, lower code first.

    Parameters
    ----------
    treaties
        Rows of ``dcad/treaties``.
    since
        ``"signed"``: from the year of signature. ``"force"``: from the year of entry into force;
        treaties for which it is not known, or after 2010, are left out.

    Returns
    -------
    DataFrame
        ``DCAid``, ``ccode1``, ``ccode2``, ``type``, ``first``, ``last``, and two flags:
        ``uncertain`` where the last year is an estimate, ``censored`` where the treaty was in force
        when the record ends. A treaty of a state with itself, an error of the file, is left out.
    """
    began = pl.col("signYear" if since == "signed" else "EIFYear")
    return (
        treaties.with_columns(first=began, last=pl.col("endYearEstimate"))
        .filter(pl.col("ccode1") != pl.col("ccode2"), pl.col("first") <= pl.col("last"))
        .select(
            "DCAid",
            ccode1=pl.min_horizontal("ccode1", "ccode2"),
            ccode2=pl.max_horizontal("ccode1", "ccode2"),
            type="type",
            first="first",
            last="last",
            uncertain=pl.col("end_kind") == "uncertain",
            censored=pl.col("end_kind") == "in force",
        )
        .sort("ccode1", "ccode2", "first", "DCAid")
    )


def dyad_years(treaties: pl.DataFrame, since: Since = "signed") -> pl.DataFrame:
    """Treaties in force, pair by pair and year by year: the publisher's second file, rebuilt.

    Parameters
    ----------
    treaties
        Rows of ``dcad/treaties``.
    since
        As for `spells`.

    Returns
    -------
    DataFrame
        ``ccode1`` below ``ccode2``, ``year``, then how many ``treaties`` were in force, of them
        ``general``, ``sector``, and ``uncertain``: those of which it is only estimated that they
        still were. In the first year of a treaty nothing is uncertain.
    """
    year = pl.col("year")
    return (
        spells(treaties, since)
        .with_columns(year=pl.int_ranges("first", pl.col("last") + 1, dtype=pl.Int16))
        .explode("year")
        .group_by("ccode1", "ccode2", "year")
        .agg(
            treaties=pl.len().cast(pl.Int16),
            general=(pl.col("type") == "general").sum().cast(pl.Int16),
            sector=(pl.col("type") == "sector").sum().cast(pl.Int16),
            uncertain=(pl.col("uncertain") & (year > pl.col("first"))).sum().cast(pl.Int16),
        )
        .sort("ccode1", "ccode2", "year")
    )


TABLES = (TREATIES,)
