"""Militarized Interstate Disputes of the Correlates of War project, 5.0, 1816-2014.

Traps in these files: -9 stands for an unknown day, death toll or type of revision. ``fatality`` is
a band from 0 to 6, never a count. A level is the highest *act* of a spell, not a posture, and holds
for the whole spell, not for each of its years. Side A is the side that acted first, not the
revisionist. A state can take part in one dispute in several spells, even on both sides (twenty-nine
further rows, most of them in the Second World War): whoever pairs every A with every B invents
dyads. Incidents are of disputes that went on in 1993 or later, and of two of 1992; one incident has
no participants. See `foedus.panel.dispute_dyads` for pairs by date.
"""

from __future__ import annotations

import polars as pl

from .reading.days import earliest, latest
from .reading.schema import Column, Layout, Table, several

__all__ = [
    "ACTION",
    "DISPNUM",
    "HOSTILITY",
    "LENGTHS",
    "MADE_DAYS",
    "ONGOING",
    "ONSET",
    "RECIP",
    "RESULT",
    "SIDES",
    "SIZES",
    "SOUGHT",
    "TABLES",
    "actions",
    "days",
    "deaths",
    "fatality",
    "flag",
    "hostility",
    "month",
    "pair",
    "revision",
    "with_days",
]

FATALITY = (
    "battle deaths, in bands: 0 none, 1 up to 25, 2 up to 100, 3 up to 250, 4 up to 500, "
    "5 up to 999, 6 above"
)
ACTION = (
    "0 none, 1 threat to use force, 2 threat to blockade, 3 threat to occupy territory, 4 threat "
    "to declare war, 5 threat to use CBR weapons, 6 threat to join war, 7 show of force, 8 alert, "
    "9 nuclear alert, 10 mobilization, 11 fortify border, 12 border violation, 13 blockade, "
    "14 occupation of territory, 15 seizure, 16 attack, 17 clash, 18 declaration of war, 19 use of "
    "CBR weapons, 20 begin interstate war, 21 join interstate war"
)
HOSTILITY = "1 no militarized action, 2 threat, 3 display, 4 use of force, 5 war"
REVISION = "0 not applicable, 1 territory, 2 policy, 3 regime or government, 4 other"
OUTCOME = (
    "1 victory for side A, 2 victory for side B, 3 yield by side A, 4 yield by side B, "
    "5 stalemate, 6 compromise, 7 released, 8 unclear, 9 joins ongoing war"
)
SETTLE = "1 negotiated, 2 imposed, 3 none, 4 unclear"

DISPNUM = Column("dispnum", pl.Int16, "number of the dispute", low=1, required=True)


def flag(name: str, about: str, *, required: bool = True) -> Column:
    """Column of zeros and ones; -9 means not known."""
    return Column(name, pl.Int8, about, missing=(-9,), among=(0, 1), required=required)


def actions(names: str, *, about: str = "highest act", low: int = 0) -> tuple[Column, ...]:
    """Columns of acts, by the codes of the MID project."""
    return several(
        names, pl.Int8, about=f"{about}: {ACTION}", missing=(-9,), among=tuple(range(low, 22))
    )


def hostility(
    names: str, *, about: str = "highest level of hostility", low: int = 1
) -> tuple[Column, ...]:
    """Columns of levels of hostility."""
    return several(
        names,
        pl.Int8,
        about=f"{about}: {HOSTILITY}",
        missing=(-9,),
        among=tuple(range(low, 6)),
        required=True,
    )


def fatality(names: str, about: str = "") -> tuple[Column, ...]:
    """Columns of bands of battle deaths."""
    text = f"{about}: {FATALITY}" if about else FATALITY
    return several(names, pl.Int8, about=text, missing=(-9,), among=tuple(range(7)))


def deaths(
    names: str, about: str = "battle deaths, where the number is known"
) -> tuple[Column, ...]:
    """Columns of counts of battle deaths."""
    return several(names, pl.Int32, about=about, unit="deaths", missing=(-9,), low=0)


def revision(name: str, about: str) -> Column:
    """Column of kinds of revision sought."""
    return Column(name, pl.Int8, f"{about}: {REVISION}", missing=(-9,), among=tuple(range(5)))


def days(low: int = 1816, high: int = 2014) -> tuple[Column, ...]:
    """Day, month and year of start and end; a day may be unknown."""
    return (
        _day("stday", "day of the start, null where not known"),
        month("stmon", "month of the start"),
        Column("styear", pl.Int16, "year of the start", low=low, high=high, required=True),
        _day("endday", "day of the end, null where not known"),
        month("endmon", "month of the end"),
        Column("endyear", pl.Int16, "year of the end", low=low, high=high, required=True),
    )


def _day(name: str, about: str) -> Column:
    return Column(name, pl.Int8, about, missing=(-9,), low=1, high=31)


def month(name: str, about: str) -> Column:
    """Column of months, 1 to 12."""
    return Column(name, pl.Int8, about, missing=(-9,), low=1, high=12)


def pair(high: int) -> tuple[Column, ...]:
    """Columns that name a directed pair and a year up to `high`."""
    return (
        Column("ccode1", pl.Int16, "COW code of the state", required=True, state="cow"),
        Column("ccode2", pl.Int16, "COW code of its opponent", required=True, state="cow"),
        Column("year", pl.Int16, "year", low=1816, high=high, required=True),
    )


MADE_DAYS = (
    Column("start", pl.Date, "first day possible"),
    Column("end", pl.Date, "last day possible"),
)


def with_days(frame: pl.DataFrame) -> pl.DataFrame:
    """Frame with the first and the last day possible, ``start`` and ``end``.

    Examples
    --------
    >>> frame = pl.DataFrame({"styear": [1914], "stmon": [7], "stday": [None],
    ...     "endyear": [1914], "endmon": [7], "endday": [31]}, schema_overrides={"stday": pl.Int8})
    >>> [str(day) for day in with_days(frame).select("start", "end").row(0)]
    ['1914-07-01', '1914-07-31']
    """
    return frame.with_columns(
        start=earliest("styear", "stmon", "stday"), end=latest("endyear", "endmon", "endday")
    )


VERSION = Column("version", pl.Int8, "version of the data")
LENGTHS = (
    Column("maxdur", pl.Int16, "longest length possible", unit="days", low=0),
    Column("mindur", pl.Int16, "shortest length possible", unit="days", low=0),
)
RESULT = (
    Column("outcome", pl.Int8, OUTCOME, missing=(-9,), among=tuple(range(1, 10))),
    Column("settle", pl.Int8, f"how it was settled: {SETTLE}", missing=(-9,), among=(1, 2, 3, 4)),
)
SOUGHT = (
    revision("revtype1", "first kind of revision sought"),
    revision("revtype2", "second kind of revision sought"),
)
SIZES = (
    Column("numa", pl.Int8, "states on side A", low=1),
    Column("numb", pl.Int8, "states on side B", low=1),
)
RECIP = flag("recip", "whether the other side acted too")

DISPUTES = Table(
    id="mid/disputes",
    dataset="mid",
    title="Militarized interstate disputes (MIDA)",
    unit="dispute",
    key=("dispnum",),
    columns=(
        DISPNUM,
        *days(),
        *RESULT,
        *fatality("fatality"),
        *deaths("fatalpre"),
        *LENGTHS,
        *actions("hiact", low=1),
        *hostility("hostlev", low=2),
        RECIP,
        *SIZES,
        flag("ongo2014", "whether it went on at the end of 2014"),
        VERSION,
    ),
    layouts={"publisher": Layout()},
    year=("styear", "endyear"),
    tidy=with_days,
    made=MADE_DAYS,
)

_SIDE = flag("sidea", "whether the state is on the side that acted first; says nothing on revision")
_ORIG = flag("orig", "1 for who was in it on the first day, 0 for who joined")
_STATE = Column("ccode", pl.Int16, "COW state code", required=True, state="cow")

PARTICIPANTS = Table(
    id="mid/participants",
    dataset="mid",
    title="Participants in militarized interstate disputes (MIDB)",
    unit="spell of a state in a dispute",
    key=("dispnum", "ccode", "styear", "stmon", "stday"),
    columns=(
        DISPNUM,
        Column("stabb", pl.String, "COW abbreviation of the state"),
        _STATE,
        *days(),
        _SIDE,
        flag("revstate", "whether the state wants to change what is"),
        *SOUGHT,
        *fatality("fatality"),
        *deaths("fatalpre"),
        *actions("hiact"),
        *hostility("hostlev"),
        _ORIG,
        VERSION,
    ),
    layouts={"publisher": Layout()},
    year=("styear", "endyear"),
    tidy=with_days,
    made=MADE_DAYS,
)

_INCIDNUM = Column("incidnum", pl.Int32, "number of the incident", required=True)

INCIDENTS = Table(
    id="mid/incidents",
    dataset="mid",
    title="Militarized interstate incidents (MIDI), of disputes since 1993",
    unit="incident",
    key=("incidnum",),
    columns=(
        DISPNUM,
        _INCIDNUM,
        *days(1992),
        Column("duration", pl.Int16, "length", unit="days", missing=(-9,), low=1),
        Column(
            "tbi",
            pl.Int16,
            "from its start to the start of the next incident of the dispute",
            unit="days",
            missing=(-9,),
        ),
        *fatality("fatality"),
        *deaths("fatalpre"),
        *actions("action", about="act", low=1),
        *hostility("hostlev", about="level of hostility", low=2),
        Column("numa", pl.Int8, "states on the acting side", low=1),
        VERSION,
    ),
    layouts={"publisher": Layout()},
    year=("styear", "endyear"),
    tidy=with_days,
    made=MADE_DAYS,
)

INCIDENT_PARTICIPANTS = Table(
    id="mid/incident-participants",
    dataset="mid",
    title="Participants in militarized interstate incidents (MIDIP), of disputes since 1993",
    unit="state in an incident",
    key=("incidnum", "ccode"),
    columns=(
        DISPNUM,
        _INCIDNUM,
        Column("stabb", pl.String, "COW abbreviation of the state"),
        _STATE,
        *days(1992),
        flag("insidea", "whether the state is on the acting side of the incident"),
        _SIDE,
        *fatality("fatality"),
        *deaths("fatalpre"),
        *actions("action", about="act"),
        *hostility("hostlev", about="level of hostility"),
        *SOUGHT,
        VERSION,
    ),
    layouts={"publisher": Layout()},
    year=("styear", "endyear"),
    tidy=with_days,
    made=MADE_DAYS,
)

# ---------------------------------------------------------------- directed dyads, as exported

ONGOING = Column("ongoing", pl.Int8, "1: the dispute goes on in this year", among=(1,))
ONSET = flag("onset", "1 in the first year of the pair in the dispute, or of a return to it")


def _of_state(k: int) -> tuple[Column, ...]:
    """Columns of one of the two states of a pair."""
    return (
        flag(f"sidea{k}", f"whether state {k} is on the side that acted first"),
        *fatality(f"fatality{k}", f"of state {k} in the whole spell"),
        *deaths(f"fatalpre{k}", f"battle deaths of state {k} in the whole spell"),
        *actions(f"hiact{k}", about=f"highest act of state {k} in the whole spell"),
        *hostility(f"hostlev{k}", about=f"highest level of state {k} in the whole spell"),
        flag(f"orig{k}", f"whether state {k} was in it on the first day"),
    )


SIDES = tuple(c for both in zip(_of_state(1), _of_state(2), strict=True) for c in both)

DYADS = Table(
    id="mid/dyads",
    dataset="mid",
    title="Directed dispute-dyad-years made from MID 5.0, as peacesciencer has them",
    unit="directed dispute-dyad-year",
    key=("dispnum", "ccode1", "ccode2", "year"),
    columns=(DISPNUM, *pair(2014), ONGOING, ONSET, *SIDES),
    layouts={"export": Layout(names={"ongoing": "dispongoing", "onset": "disponset"})},
    year="year",
)

DYAD_YEARS = Table(
    id="mid/dyad-years",
    dataset="mid",
    title="Directed dyad-years made from MID 5.0, one dispute each, as peacesciencer has them",
    unit="directed dyad-year",
    key=("ccode1", "ccode2", "year"),
    columns=(
        DISPNUM,
        *pair(2014),
        ONGOING,
        ONSET,
        *SIDES,
        *fatality("fatality", "of the dispute"),
        *hostility("hostlev", about="highest level in the dispute", low=2),
        *LENGTHS,
        RECIP,
        month("stmon", "month the dispute began"),
    ),
    layouts={"export": Layout(names={"ongoing": "cowmidongoing", "onset": "cowmidonset"})},
    year="year",
)

TABLES = (DISPUTES, PARTICIPANTS, INCIDENTS, INCIDENT_PARTICIPANTS, DYADS, DYAD_YEARS)
