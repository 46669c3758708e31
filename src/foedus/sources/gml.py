"""Gibler, Miller and Little's militarized interstate disputes, 2.2.1 and 2.1.1, 1816-2010.

Traps: the set ends in 2010, four years before COW's. Numbers are COW's where the dispute is the
same, but disputes were merged, dropped and recoded: joining COW's dispute table on ``dispnum``
mixes two codings and loses the nine disputes that COW 5.0 does not have. The directed file pairs
participants by year: 122 of its rows in 2.2.1 are of pairs with no day in common. In
``revtype12`` the first figure counts the kind and the second names the side, as in ``sidea2``.
Release 2.1.1 holds one pair twice (4273, 645 and 696 in 1999) and found its onsets by comparing
neighbouring rows, so ten of them are missing.
"""

from __future__ import annotations

import polars as pl

from .cow_disputes import (
    DISPNUM,
    LENGTHS,
    MADE_DAYS,
    ONGOING,
    ONSET,
    RECIP,
    RESULT,
    SIDES,
    SIZES,
    SOUGHT,
    actions,
    days,
    deaths,
    fatality,
    flag,
    hostility,
    month,
    pair,
    revision,
    with_days,
)
from .reading.schema import Column, Layout, Table

__all__ = ["TABLES"]

_LAST = 2010
_VERSION = Column("version", pl.String, "version of the data")
_ONSETS = {"ongoing": "midongoing", "onset": "midonset"}
_ONGO = flag("ongo2010", "whether it went on at the end of 2010")

# The publisher's file of disputes also has days and links; those of release 2.2.1 were not at hand,
# so these are the columns of release 2.1.
_IGNORED_DISPUTE = (
    *("dispnum4", "stday", "endday", "endmon", "endyear", "fatalpre", "numa", "numb"),
    *("link1", "link2", "link3", "ongo2010", "version"),
)
_IGNORED_SPELL = (
    *("dummy_stday", "dummy_endday", "anymiss_leader_start", "anymiss_leader_end"),
    *("allmiss_leader_start", "allmiss_leader_end"),
)

DISPUTES = Table(
    id="gml/disputes",
    dataset="gml",
    title="GML militarized interstate disputes",
    unit="dispute",
    key=("dispnum",),
    columns=(
        DISPNUM,
        Column("styear", pl.Int16, "year of the start", low=1816, high=_LAST, required=True),
        month("stmon", "month of the start"),
        *RESULT,
        *fatality("fatality"),
        *LENGTHS,
        *actions("hiact", low=1),
        *hostility("hostlev", low=2),
        RECIP,
    ),
    layouts={
        "publisher": Layout(
            names={"dispnum": "dispnum3"},
            ignores=_IGNORED_DISPUTE,
        ),
        "export": Layout(),
    },
    year="styear",
)

_LEADER = "Archigos code of the leader on the {} day, null where not settled"

PARTICIPANTS = Table(
    id="gml/participants",
    dataset="gml",
    title="Participants in GML militarized interstate disputes",
    unit="spell of a state in a dispute",
    key=("dispnum", "ccode", "styear", "stmon", "stday"),
    columns=(
        DISPNUM,
        Column("ccode", pl.Int16, "COW state code", required=True, state="cow"),
        *days(high=_LAST),
        flag("sidea", "whether the state is on the side that acted first"),
        flag("revstate", "whether the state wants to change what is", required=False),
        *SOUGHT,
        *fatality("fatality"),
        *deaths("fatalpre"),
        *actions("hiact"),
        Column("hostlev", pl.Int8, "highest level of hostility", missing=(-9,), low=1, high=5),
        flag("orig", "1 for who was in it on the first day, 0 for who joined"),
        Column("obsid_start", pl.String, _LEADER.format("first")),
        Column("obsid_end", pl.String, _LEADER.format("last")),
    ),
    layouts={
        "publisher": Layout(
            lacks=("obsid_start", "obsid_end"),
            ignores=("dispnum4", "stabb", "version"),
            na=("NA",),
        ),
        "export": Layout(
            lacks=("revstate", "revtype1", "revtype2", "fatality", "fatalpre", "hostlev"),
            ignores=_IGNORED_SPELL,
        ),
    },
    year=("styear", "endyear"),
    tidy=with_days,
    made=MADE_DAYS,
)


def _dyads(dataset: str, title: str, layouts: dict[str, Layout], repeats: str = "") -> Table:
    return Table(
        id=f"{dataset}/dyads",
        dataset=dataset,
        title=title,
        unit="directed dispute-dyad-year",
        key=("dispnum", "ccode1", "ccode2", "year"),
        columns=(
            DISPNUM,
            *pair(_LAST),
            ONGOING,
            ONSET,
            *SIDES,
            flag("revstate1", "whether state 1 wants to change what is", required=False),
            flag("revstate2", "whether state 2 wants to change what is", required=False),
            revision("revtype11", "first kind of revision that state 1 seeks"),
            revision("revtype12", "first kind of revision that state 2 seeks"),
            revision("revtype21", "second kind of revision that state 1 seeks"),
            revision("revtype22", "second kind of revision that state 2 seeks"),
            *actions("hiact", about="highest act in the dispute", low=1),
            *hostility("hostlev", about="highest level in the dispute", low=2),
            *LENGTHS,
            *RESULT,
            *fatality("fatality", "of the dispute"),
            *deaths("fatalpre", "battle deaths in the dispute, where the number is known"),
            month("stmon", "month the dispute began"),
            month("endmon", "month the dispute ended"),
            RECIP,
            *SIZES,
            _ONGO,
            _VERSION,
        ),
        layouts=layouts,
        year="year",
        repeats=repeats,
    )


_NAMED = Layout(names=_ONSETS, na=("NA",))

DYADS = _dyads(
    "gml",
    "Directed dispute-dyad-years of GML 2.2.1",
    {"publisher": _NAMED, "export": _NAMED},
)

DYADS_211 = _dyads(
    "gml-2.1.1",
    "Directed dispute-dyad-years of GML 2.1.1, superseded",
    {"publisher": _NAMED},
    "dispute 4273 has 645 and 696 twice in 1999, with two kinds of act",
)

TABLES = (DISPUTES, PARTICIPANTS, DYADS, DYADS_211)
