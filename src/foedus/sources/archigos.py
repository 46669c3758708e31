"""Archigos 4.1 (Goemans, Gleditsch and Chiozza): who led which state, and how they came and went.

States are numbered as Gleditsch and Ward do. A spell may outlast a number of the Correlates of War
project: Helmut Kohl led 260 until 2 October 1990 and 255 after it, under one number of Gleditsch
and Ward. So `ccode` here is that of the first day; whoever needs it year by year translates
`gwcode` by year.
"""

from __future__ import annotations

import polars as pl

from foedus.core import countries

from .reading.schema import Column, Layout, Table

__all__ = ["TABLES"]

# Bounds of uncertain days, numbers beside the words, links and kin. The publisher's text and Stata
# files differ in the dots of some names.
_LEFT_OUT = """
eindate eoutdate borndate ebirthdate deathdate edeathdate prevtimesinoffice fties ftcur dbpedia.uri
num.entry num.exit num.exitcode num.posttenurefate dbpediauri numentry numexit numexitcode
numposttenurefate
"""


def _with_ccode(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the COW code of the first day; null where COW has no such state, as for Tibet."""
    code = countries.from_gw(frame["gwcode"], frame["startdate"].dt.year())
    return frame.with_columns(code.cast(pl.Int16).alias("ccode"))


SPELLS = Table(
    id="leaders/spells",
    dataset="leaders",
    title="Leaders of states",
    unit="leader spell",
    key=("obsid",),
    columns=(
        Column("obsid", pl.String, "the spell, such as USA-1877", required=True),
        Column("gwcode", pl.Int16, "Gleditsch-Ward state code", required=True, low=2, high=990),
        Column("idacr", pl.String, "the publisher's abbreviation of the state"),
        Column("leadid", pl.String, "the person; one who came back has several spells"),
        Column("leader", pl.String, "name of the person"),
        Column("yrborn", pl.Int16, "year of birth", missing=(-999, -888, -777), low=1700),
        Column(
            "yrdied",
            pl.Int16,
            "year of death; null where alive when coded, or not known",
            missing=(-999, -888, -777),
            low=1700,
        ),
        Column("gender", pl.String, "F or M", among=("F", "M")),
        Column("startdate", pl.Date, "first day in office", required=True),
        Column(
            "enddate",
            pl.Date,
            "last day in office; where exit is Still in Office, the last day the data know of",
            required=True,
        ),
        Column(
            "entry",
            pl.String,
            "how office was gained",
            among=("Regular", "Irregular", "Foreign Imposition", "Unknown"),
        ),
        Column(
            "exit",
            pl.String,
            "how office was lost",
            among=(
                "Regular",
                "Irregular",
                "Foreign",
                "Natural Death",
                "Retired Due to Ill Health",
                "Suicide",
                "Still in Office",
                "Unknown",
            ),
        ),
        Column("exitcode", pl.String, "how office was lost, in detail; words of the publisher"),
        Column(
            "posttenurefate",
            pl.String,
            "what became of the leader within a year of losing office; words of the publisher",
        ),
    ),
    layouts={
        "publisher": Layout(
            names={"gwcode": "ccode"},  # so called there, but numbered as Gleditsch and Ward do
            ignores=tuple(_LEFT_OUT.split()),
            separator="\t",
            encoding="cp1252",
            na=("NA", "."),
        ),
        "export": Layout(lacks=("idacr", "yrdied", "posttenurefate")),
    },
    tidy=_with_ccode,
    made=(Column("ccode", pl.Int16, "COW state code on the first day", state="cow"),),
)

TABLES = (SPELLS,)
