"""ATOP: treaties of alliance, what each member owes, and when (Leeds, Ritter, Mitchell, Long 2002).

The member file of 5.1 is what foedus reads; the alliance, phase and state-year files of 5.0 lack 24
of its alliances and are there for what only they hold. Names of variables are ATOP's.
"""

from __future__ import annotations

import polars as pl

from .reading.days import earliest, latest
from .reading.schema import Column, Layout, Table, several

__all__ = ["PLEDGES", "TABLES"]

PLEDGES = ("defense", "offense", "neutral", "nonagg", "consul")
_CENSORED = (2018, 12, 31)  # the last day ATOP 5.1 covers
_ALSO = (8152,)  # a member that is no COW state

_PLEDGED = (
    Column("defense", pl.Int8, "Owes active help if the partner is attacked", among=(0, 1)),
    Column("offense", pl.Int8, "Owes active help beyond the partner's defence", among=(0, 1)),
    Column("neutral", pl.Int8, "Owes neutrality: no help to the partner's enemy", among=(0, 1)),
    Column("nonagg", pl.Int8, "Owes not to attack the partner", among=(0, 1)),
    Column("consul", pl.Int8, "Owes consultation in a crisis", among=(0, 1)),
    Column("active", pl.Int8, "Owes active help, in defence or offence", among=(0, 1)),
    Column("conditio", pl.Int8, "Active or neutral obligations are conditional", among=(0, 1)),
)
_CONDITIONS = (
    *several(
        "defcon offcon neucon concon", pl.Int8, about="The pledge is conditional", among=(0, 1)
    ),
)
_CASES = (
    *several(
        "defcoadv offcoadv neucoadv concoadv",
        pl.Int8,
        about="Condition of the pledge: a named adversary",
        among=(0, 1),
    ),
    *several(
        "defcoloc offcoloc neucoloc concoloc",
        pl.Int8,
        about="Condition of the pledge: a place",
        among=(0, 1),
    ),
    *several(
        "defcocon offcocon neucocon concocon",
        pl.Int8,
        about="Condition of the pledge: a given conflict",
        among=(0, 1),
    ),
    *several(
        "defconum offconum neuconum",
        pl.Int8,
        about="Condition of the pledge: how many adversaries there are",
        among=(0, 1),
    ),
    *several(
        "defcodem offcodem neucodem",
        pl.Int8,
        about="Condition of the pledge: a demand was refused",
        among=(0, 1),
    ),
    *several(
        "defconpr neuconpr", pl.Int8, about="Condition: the partner did not provoke", among=(0, 1)
    ),
    *several("neucoatt", pl.Int8, about="Condition: the partner is attacked", among=(0, 1)),
    *several("concoreq", pl.Int8, about="Condition: a partner asks", among=(0, 1)),
    *several("olimob", pl.Int8, about="Only a limited obligation", among=(0, 1)),
)
_LAST = (
    *several("source", pl.Int8, about="1 treaty text, 2 other", low=1, high=2),
    *several("new5 rev5", pl.Int8, about="New, or revised, in version 5", among=(0, 1)),
    *several("version", pl.Float64, about="Version of the file", low=5, high=5.1),
)
# From 'obligations vary' to 'intervention': how the treaty is kept, organised and bounded.
_TERMS_1 = "notaiden dipaid terrres seppeace thirdcom noothall specthrt"
_THREATS = several("statthr1 statthr2", pl.Int16, about="State named as a threat; 0 none", low=0)
_TERMS_2 = (
    "conwtin medarb milcon milaid intcom subord organ1 orgpurp1 organ2 orgpurp2 base contrib "
    "armred acqterr divgains demwith reflnun refothio natrefal compag nomicoop conres agprois "
    "conmen ecaid interv"
)
_TERMS = (
    *several(_TERMS_1, pl.Int8, about="See the ATOP codebook", low=0),
    *_THREATS,
    *several(_TERMS_2, pl.Int8, about="See the ATOP codebook", low=0),
)
_LENGTH = (
    *several("estmode", pl.Int8, about="Separate treaty (1), or part of another (0)", low=0),
    *several("pubsecr", pl.Int8, about="0 public, 1 partly secret, 2 secret", among=(0, 1, 2)),
    *several("secrart", pl.Int8, about="Which articles are secret", low=0),
    *several("proadd futmem", pl.Int8, about="See the ATOP codebook", low=0),
    *several("speclgth", pl.Int8, about="Whether a length is specified", low=0),
    *several("length", pl.Int16, about="Length agreed", unit="months", low=0),
    *several("renounce proren", pl.Int8, about="See the ATOP codebook", low=0),
    *several("renewlgt", pl.Int16, about="Length of renewals", unit="months", low=0),
    *several("term", pl.Int8, about="How it ended: 0 in force or censored", low=0, high=3),
)
_IDS = several("cowid cow4id", pl.Int32, about="Number in the COW alliance data, for reference")


def _with_days(frame: pl.DataFrame, begin: str, stop: str) -> pl.DataFrame:
    """Days from their parts. Three zeros at the end mean: in force when the record stops."""
    year, month, day = stop.split()
    running = pl.col(year) == 0
    frame = frame.with_columns(
        pl.when(running).then(None).otherwise(pl.col(name)).alias(name)
        for name in (year, month, day)
    )
    last = (
        pl.when(pl.col(year).is_null())
        .then(pl.date(*_CENSORED))
        .otherwise(latest(year, month, day))
    )
    return frame.with_columns(
        start=earliest(*begin.split()), end=last, censored=pl.col(year).is_null()
    )


def _members(frame: pl.DataFrame) -> pl.DataFrame:
    return _with_days(frame, "yrent moent dayent", "yrexit moexit dayexit")


def _alliances(frame: pl.DataFrame) -> pl.DataFrame:
    return _with_days(frame, "begyr begmo begday", "endyr endmo endday")


_MADE = (
    Column("start", pl.Date, "First day possible"),
    Column("end", pl.Date, "Last day possible; the end of the record where it was in force then"),
    Column("censored", pl.Boolean, "In force when the record ends, 31 December 2018"),
)

_MEMBER_COLUMNS = (
    Column("atopid", pl.Int16, "ATOP number of the alliance", required=True, low=1000),
    *_IDS,
    Column("member", pl.Int16, "State, COW code", required=True, state="cow", also=_ALSO),
    *several("cowsys", pl.Int8, about="Whether a member of the COW system then", among=(0, 1)),
    *several("yrent", pl.Int16, about="Year of entry into the phase", low=1815, required=True),
    *several("moent", pl.Int8, about="Month of entry", low=1, high=12),
    *several("dayent", pl.Int8, about="Day of entry", low=1, high=31),
    *several("yrexit", pl.Int16, about="Year of exit; 0 in force at the end of 2018", low=0),
    *several("moexit", pl.Int8, about="Month of exit; 0 as yrexit", low=0, high=12),
    *several("dayexit", pl.Int8, about="Day of exit; 0 as yrexit", low=0, high=31),
    *several("ineffect bilat", pl.Int8, about="In force in 2018; bilateral", among=(0, 1)),
    *several("phase maxphase", pl.Int8, about="Phase, 0 where there is one only; last", low=0),
    *several("wartime", pl.Int8, about="Made in war", among=(0, 1)),
    *several("cowwar", pl.Int16, about="That war's COW number", low=0),
    *_LENGTH,
    *several("termmode termcaus", pl.Int8, about="How and why it ended for the member", low=0),
    *_PLEDGED,
    *_CONDITIONS,
    *_CASES,
    *several("asymm", pl.Int8, about="Obligations differ between members", among=(0, 1)),
    *several("obvary", pl.Int8, about="A member's differ between its partners", among=(0, 1)),
    *_TERMS,
    *_LAST,
)

_MEMBER_KEY = ("atopid", "member", "phase", "yrent", "moent", "dayent")


def _member_table(name: str, dataset: str) -> Table:
    return Table(
        id=name,
        dataset=dataset,
        title="Members of alliances and what they owe",
        unit="alliance-phase-member",
        key=_MEMBER_KEY,
        columns=_MEMBER_COLUMNS,
        layouts={"publisher": Layout()},
        year=("yrent", "yrexit"),
        tidy=_members,
        made=_MADE,
    )


MEMBERS = _member_table("atop/members", "atop")
MEMBERS_5_0 = _member_table("atop-5.0/members", "atop-5.0")

_SPAN = (
    *several("begyr", pl.Int16, about="Year of beginning", low=1815, required=True),
    *several("begmo", pl.Int8, about="Month of beginning", low=1, high=12),
    *several("begday", pl.Int8, about="Day of beginning", low=1, high=31),
    *several("endyr", pl.Int16, about="Year of end; 0 in force when the record ends", low=0),
    *several("endmo", pl.Int8, about="Month of end; 0 as endyr", low=0, high=12),
    *several("endday", pl.Int8, about="Day of end; 0 as endyr", low=0, high=31),
    *several("ineffect bilat", pl.Int8, about="In force at the end; bilateral", among=(0, 1)),
)


def _treaty_columns(*own: Column, members: int, phased: bool) -> tuple[Column, ...]:
    phases = "phase maxphase" if phased else "maxphase"
    return (
        Column("atopid", pl.Int16, "ATOP number of the alliance", required=True, low=1000),
        *own,
        *_IDS,
        *_SPAN,
        *several(phases, pl.Int8, about="Phase; last phase", low=0),
        *several("wartime", pl.Int8, about="Made in war", among=(0, 1)),
        *_LENGTH,
        *_PLEDGED,
        *_CONDITIONS,
        *several("asymm", pl.Int8, about="Obligations differ between members", among=(0, 1)),
        *_TERMS,
        *(
            Column(f"mem{k}", pl.Int16, "Member, COW code", state="cow", also=_ALSO)
            for k in range(1, members + 1)
        ),
        *_LAST,
    )


ALLIANCES_5_0 = Table(
    id="atop-5.0/alliances",
    dataset="atop-5.0",
    title="Alliances",
    unit="alliance",
    key=("atopid",),
    columns=_treaty_columns(members=59, phased=False),
    layouts={"publisher": Layout()},
    year=("begyr", "endyr"),
    tidy=_alliances,
    made=_MADE,
)

PHASES_5_0 = Table(
    id="atop-5.0/phases",
    dataset="atop-5.0",
    title="Phases of alliances: from one change of terms to the next",
    unit="alliance-phase",
    key=("atopidphase",),
    columns=_treaty_columns(
        Column("atopidphase", pl.Float64, "Alliance, and phase behind the point", required=True),
        members=57,
        phased=True,
    ),
    layouts={"publisher": Layout()},
    year=("begyr", "endyr"),
    tidy=_alliances,
    made=_MADE,
)

STATE_YEARS_5_0 = Table(
    id="atop-5.0/state-years",
    dataset="atop-5.0",
    title="Alliances of a state by year",
    unit="state-year",
    key=("state", "year"),
    columns=(
        Column("state", pl.Int16, "State, COW code", required=True, state="cow", also=_ALSO),
        Column("year", pl.Int16, "Year", required=True, low=1815),
        *several("atopally", pl.Int8, about="Whether it had any alliance", among=(0, 1)),
        *several("defense offense neutral nonagg consul", pl.Int8, about="Any such", among=(0, 1)),
        *several("number", pl.Int16, about="Alliances", low=0),
        *several(
            "transyr", pl.Int8, about="Year in which an alliance began or ended", among=(0, 1)
        ),
        *(
            Column(f"atopid{k}", pl.Int16, "ATOP number of an alliance", low=1000)
            for k in range(1, 60)
        ),
        *several("version", pl.Float64, about="Version of the file"),
    ),
    layouts={"publisher": Layout()},
    year="year",
)

DYAD_YEARS = Table(
    id="atop/dyad-years",
    dataset="atop",
    title="What the first state owes the second, by year, as published",
    unit="directed dyad-year",
    key=("ccode1", "ccode2", "year"),
    columns=(
        Column("ccode1", pl.Int16, "Who owes, COW code", required=True, state="cow", also=_ALSO),
        Column("ccode2", pl.Int16, "To whom, COW code", required=True, state="cow", also=_ALSO),
        Column("year", pl.Int16, "Year", required=True, low=1815, high=2018),
        *(
            Column(f"atop_{c.name}", pl.Int8, c.about, among=(0, 1), required=True)
            for c in _PLEDGED[: len(PLEDGES)]
        ),
    ),
    layouts={
        "export": Layout(),
        # The publisher's file names its states otherwise, and lists the treaties of the pair.
        "publisher": Layout(
            names={"ccode1": "stateA", "ccode2": "stateB"}
            | {f"atop_{name}": name for name in PLEDGES},
            ignores_rest=True,
        ),
    },
    year="year",
)

TABLES = (MEMBERS, MEMBERS_5_0, ALLIANCES_5_0, PHASES_5_0, STATE_YEARS_5_0, DYAD_YEARS)
