"""Joint military exercises: two lists (D'Orazio and Galambos; D'Orazio), and who took part."""

from __future__ import annotations

import io

import polars as pl

from foedus.core import countries
from foedus.core.errors import FoedusError

from .reading.days import earliest, latest
from .reading.schema import Column, Layout, SourceError, Table, several

__all__ = ["JME", "JME_SHEET", "MME", "PARTICIPANTS", "TABLES", "participants", "unknown_names"]

_UNKNOWN = "-9"
_LETTERS = [chr(code) for code in range(ord("A"), ord("Z") + 1)]
_SLOTS = [*_LETTERS, *(f"A{letter}" for letter in _LETTERS)]
_MME_SLOTS = [f"State{slot}" for slot in _SLOTS[: _SLOTS.index("AM") + 1]]
_JME_SLOTS = [f"State{slot}" for slot in _SLOTS[: _SLOTS.index("AD") + 1]]
_ENDS = ("start", "end")
_PARTS = ("year", "month", "day")
_OLD_ISO = {"ROM": "ROU"}  # Romania's code in ISO 3166 until 2002

JME_SHEET = "Sheet1_2"
"""The sheet of the workbook that holds the list; the others are empty."""


def _bounds() -> list[pl.Expr]:
    """First and last day possible of either end; 'xx' and '-9' leave a part open."""
    made: list[pl.Expr] = []
    for end in _ENDS:
        parts = [f"{end}_{part}" for part in _PARTS]
        made += [
            earliest(*parts).alias(f"{end}_earliest"),
            latest(*parts).alias(f"{end}_latest"),
        ]
    return made


def _numbers() -> list[pl.Expr]:
    """Parts of days as numbers; a day past the end of every month is a slip of the pen."""
    made: list[pl.Expr] = []
    for end in _ENDS:
        for part in _PARTS:
            number = pl.col(f"{end}_{part}").cast(pl.Int16, strict=False)
            known = number.is_between(1, {"year": 9999, "month": 12, "day": 31}[part])
            made.append(pl.when(known).then(number).alias(f"{end}_{part}"))
    return made


_BOUNDS = (
    Column("start_earliest", pl.Date, "first day on which it can have begun"),
    Column("start_latest", pl.Date, "last day on which it can have begun"),
    Column("end_earliest", pl.Date, "first day on which it can have ended"),
    Column("end_latest", pl.Date, "last day on which it can have ended"),
)
_EXERCISE = Column("exercise", pl.String, "the exercise; unique, unlike the publisher's number")


def _mme(frame: pl.DataFrame) -> pl.DataFrame:
    """Unique numbers, and days that are known in part only."""
    again = pl.int_range(pl.len()).over("MMEID")
    frame = frame.with_columns(
        _numbers(),
        exercise=pl.when(again == 0)
        .then("MMEID")
        .otherwise(pl.format("{}-{}", "MMEID", again + 1)),
    )
    return frame.with_columns(_bounds())


_FLAGS = "CPX Air Land Sea Amphibious Cyber Warfighting Peacekeeping Humanitarian"


def _mme_columns(*, slots: bool) -> tuple[Column, ...]:
    text = {"dtype": pl.String, "missing": (_UNKNOWN,)}
    names = _MME_SLOTS if slots else []
    return (
        Column("MMEID", pl.String, "number of the exercise; three are used twice", required=True),
        Column("Ex_Name", about="its name", **text),
        Column("Series_Name", about="the series it belongs to", **text),
        Column("Location", about="where it was held", **text),
        Column("lat", pl.Float64, "latitude of the place", "degrees north", low=-90, high=90),
        Column("lon", pl.Float64, "longitude of the place", "degrees east", low=-180, high=180),
        Column("StartDate", pl.String, "first day, as written"),
        Column("EndDate", pl.String, "last day, as written"),
        *(
            Column(f"{end}_{part}", pl.String, f"{part} of the {which} day; 'xx' where not known")
            for end, which in zip(_ENDS, ("first", "last"), strict=True)
            for part in _PARTS
        ),
        *several(_FLAGS, pl.Int8, about="1 where it was of that kind, else 0", among=(0, 1)),
        Column("FocusDescription", about="what it was about", **text),
        Column("AdditionalParticipantInfo", about="more on who took part", **text),
        *(Column(name, about="a participant", **text) for name in names),
    )


_MME_NAMES = {
    f"{end}_{part}": f"{end[0]}.{part}" for end in _ENDS for part in _PARTS
}  # start_year: s.year

MME = Table(
    id="mme/exercises",
    dataset="mme",
    title="Multinational military exercises",
    unit="exercise",
    key=("MMEID",),
    columns=_mme_columns(slots=True),
    layouts={"publisher": Layout(names=_MME_NAMES)},
    year="start_year",
    tidy=_mme,
    repeats="mme3457, mme3458 and mme3460 are used for two exercises each: `exercise` is unique",
    made=(_EXERCISE, *_BOUNDS),
)


def _mme_long(frame: pl.DataFrame) -> pl.DataFrame:
    frame = frame.with_columns(_numbers()).with_columns(_bounds())
    return frame.with_columns(ccode=countries.codes_of(frame["country"], frame["year"]))


PARTICIPANTS = Table(
    id="mme/participants",
    dataset="mme",
    title="Multinational military exercises, participants by year",
    unit="exercise-country-year",
    key=("MMEID", "country", "year"),
    columns=(
        *_mme_columns(slots=False),
        Column("gwcode", pl.Int16, "Gleditsch-Ward code, from the export; 341 are blank"),
        Column("country", pl.String, "name of the participant", missing=(_UNKNOWN,)),
        Column("year", pl.Int16, "a year in which the exercise was held", required=True),
        Column("participant_count", pl.Int16, "how many took part", low=1),
    ),
    layouts={"export": Layout(names=_MME_NAMES)},
    year="year",
    tidy=_mme_long,
    repeats="a participant is now and then listed twice; three numbers stand for two exercises",
    made=(
        Column("ccode", pl.Int16, "COW state code of the name; null where it is no state's"),
        *_BOUNDS,
    ),
)

_JME_NAMES = {
    "coder": "Coder",
    "timestamp": "Timestamp",
    "name": "Exercise Name",
    "location1": "Location1",
    "location2": "Location2",
    "start_date": "Start Date",
    "end_date": "enddate",
    "type": "JME Type",
    "reforger": "Part of the Reforger Exercise?",
    "trimmed_name": "Trimmed Name",
    "institutions": "Institution(s) involved",
    "purpose": "What is the purpose of the JME?",
    "interesting": "Anything interesting to note about this exercise?",
    "host": "Which state hosted the exercise?",
    "sources": "Source(s)",
    "australian_list": "AUS",
    **{slot: slot.replace("State", "State ") for slot in _JME_SLOTS},
    **_MME_NAMES,
}
# Month, day and year, with slips such as 02xx/2009 and 12//1/1999.
_WRITTEN = r"^(\d{1,2}|xx)/*(\d{1,2}|xx)/*(\d{4})$"
_PLACE = {"month": 1, "day": 2, "year": 3}


def _jme(frame: pl.DataFrame) -> pl.DataFrame:
    """Number the rows, and read days from the text where they are not given in parts."""
    text = [pl.col(f"{end}_date").str.to_lowercase() for end in _ENDS]
    read = [
        pl.coalesce(f"{end}_{part}", written.str.extract(_WRITTEN, _PLACE[part])).alias(
            f"{end}_{part}"
        )
        for end, written in zip(_ENDS, text, strict=True)
        for part in _PARTS
    ]
    slots = [pl.col(slot).str.strip_chars().str.to_uppercase() for slot in _JME_SLOTS]
    frame = frame.with_columns(read).with_columns(
        *_numbers(),
        *(pl.when(slot != _UNKNOWN).then(slot) for slot in slots),
        exercise=pl.format("jme{}", pl.int_range(1, pl.len() + 1)),
    )
    return frame.with_columns(_bounds())


def _read_workbook(content: bytes, file: str) -> pl.DataFrame:
    try:
        return pl.read_excel(
            io.BytesIO(content), sheet_name=JME_SHEET, engine="calamine", infer_schema_length=0
        )
    except ImportError:
        raise FoedusError(
            "a workbook is read with the package fastexcel, which is not installed",
            file=file,
            fix="pip install 'foedus[data]'",
        ) from None
    except Exception as error:  # noqa: BLE001  # the reader raises errors of several packages
        why = str(error).partition("\n")[0]
        raise SourceError(f"is no workbook with a sheet {JME_SHEET} ({why})", file=file) from None


JME = Table(
    id="jme/exercises",
    dataset="jme",
    title="Joint military exercises",
    unit="exercise",
    key=(),
    columns=(
        *several("name location1 location2", pl.String, about="as named", missing=(_UNKNOWN,)),
        *several("start_date end_date", pl.String, about="day, as written"),
        *(
            Column(f"{end}_{part}", pl.String, f"{part} of the {which} day; 'xx' where not known")
            for end, which in zip(_ENDS, ("first", "last"), strict=True)
            for part in _PARTS
        ),
        *several("type", pl.String, about="FTX field training, CPX command post, or both"),
        *several("reforger", pl.String, about="whether it was part of Reforger"),
        *several(
            "trimmed_name institutions purpose interesting host sources coder timestamp",
            pl.String,
            about="the coder's text",
        ),
        Column(
            "australian_list",
            pl.Int8,
            "given for 310 exercises added from Australian reports, whose days are text only",
            among=(0, 1),
        ),
        *(Column(slot, pl.String, "a participant, ISO 3166 code") for slot in _JME_SLOTS),
    ),
    layouts={"publisher": Layout(names=_JME_NAMES, ignores=("__UNNAMED__2",), read=_read_workbook)},
    year="start_year",
    tidy=_jme,
    made=(_EXERCISE, *_BOUNDS),
)


def participants(exercises: pl.DataFrame) -> pl.DataFrame:
    """Who took part in what, one row a participant.

    Parameters
    ----------
    exercises
        Rows of ``mme/exercises`` or ``jme/exercises``.

    Returns
    -------
    DataFrame
        ``exercise``, ``name`` as listed (a name or an ISO code), ``ccode``, ``first`` and ``last``
        year, and the four days. A participant listed twice is there once; one that is not known
        ("-9") is not. ``ccode`` is null where the name is no state's in the first year: see
        `unknown_names`.
    """
    slots = [c for c in exercises.columns if c.startswith("State")]
    days = [column.name for column in _BOUNDS]
    long = (
        exercises.select("exercise", *slots, *days)
        .unpivot(slots, index=["exercise", *days], variable_name="slot", value_name="name")
        .with_columns(pl.col("name").str.strip_chars())
        .filter(pl.col("name").is_not_null() & ~pl.col("name").is_in(["", _UNKNOWN]))
        .unique(["exercise", "name"], keep="first", maintain_order=True)
        # A few ends lie before their beginnings by a slip in one of them.
        .with_columns(
            first=pl.min_horizontal("start_earliest", "end_earliest").dt.year().cast(pl.Int16),
            last=pl.max_horizontal("start_earliest", "end_earliest").dt.year().cast(pl.Int16),
        )
    )
    if "MMEID" in exercises.columns:
        codes = countries.codes_of(long["name"], long["first"])
    else:
        written = long["name"].replace(_OLD_ISO)
        codes = countries.codes_of(written, long["first"], system="iso3")
    order = pl.DataFrame({"exercise": exercises["exercise"]}).with_row_index("row_")
    return (
        long.with_columns(ccode=codes)
        .join(order, on="exercise", how="left", maintain_order="left")
        .sort("row_", "ccode", "name", nulls_last=True)
        .select("exercise", "name", "ccode", "first", "last", *days)
    )


def unknown_names(people: pl.DataFrame) -> pl.DataFrame:
    """Participants that are no state's name, and how often they are listed.

    Parameters
    ----------
    people
        Rows of `participants`.

    Examples
    --------
    >>> people = pl.DataFrame({"name": ["NATO", "Italy", "NATO"], "ccode": [None, 325, None]})
    >>> unknown_names(people).rows()
    [('NATO', 2)]
    """
    lost = people.filter(pl.col("ccode").is_null())
    return lost.group_by("name").agg(times=pl.len()).sort("times", "name", descending=[True, False])


TABLES = (MME, PARTICIPANTS, JME)
