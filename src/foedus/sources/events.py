"""Events coded by machine from news: ICEWS and GDELT, samples of both.

CAMEO codes are text: 010 and 10 are not the same. Neither set names states by COW code.
"""

from __future__ import annotations

import polars as pl

from . import cameo
from .reading.schema import Column, Layout, Table, several

__all__ = ["GDELT", "ICEWS", "TABLES"]

ICEWS = Table(
    id="icews/events",
    dataset="icews",
    title="ICEWS coded events",
    unit="event",
    key=("event_id",),
    columns=(
        Column("event_id", pl.Int64, "Number of the event.", required=True),
        Column("event_date", pl.Date, "Day of the news report.", required=True),
        Column("source_name", pl.String, "Who acts. Many events stand in both directions."),
        Column("source_sectors", pl.String, "Sectors of the source, parted by commas."),
        Column("source_country", pl.String, "Country of the source, by name."),
        Column("event_text", pl.String, "The event, in words."),
        Column("cameo_code", pl.String, "CAMEO code: text, with leading zeros.", required=True),
        Column("intensity", pl.Float64, "Goldstein intensity.", "-10 to 10", low=-10, high=10),
        Column("target_name", pl.String, "Towards whom."),
        Column("target_sectors", pl.String, "Sectors of the target, parted by commas."),
        Column("target_country", pl.String, "Country of the target, by name."),
        Column("story_id", pl.Int64, "Number of the story.", required=True),
        Column("sentence_number", pl.Int16, "Sentence of the story.", low=1),
        Column("publisher", pl.String, "Who published the story."),
        *several("city district province country", pl.String, about="Where; null where not known."),
        Column("latitude", pl.Float64, "Where.", "degrees north", low=-90, high=90),
        Column("longitude", pl.Float64, "Where.", "degrees east", low=-180, high=180),
    ),
    layouts={
        "publisher": Layout(
            separator="\t",
            na=("NA",),
            names={
                "event_id": "Event ID",
                "event_date": "Event Date",
                "source_name": "Source Name",
                "source_sectors": "Source Sectors",
                "source_country": "Source Country",
                "event_text": "Event Text",
                "cameo_code": "CAMEO Code",
                "intensity": "Intensity",
                "target_name": "Target Name",
                "target_sectors": "Target Sectors",
                "target_country": "Target Country",
                "story_id": "Story ID",
                "sentence_number": "Sentence Number",
                "publisher": "Publisher",
                "city": "City",
                "district": "District",
                "province": "Province",
                "country": "Country",
                "latitude": "Latitude",
                "longitude": "Longitude",
            },
        )
    },
)


def _actor(number: int) -> tuple[Column, ...]:
    first = f"Actor{number}"
    return several(
        f"{first}Code {first}Name {first}CountryCode {first}KnownGroupCode {first}EthnicCode "
        f"{first}Religion1Code {first}Religion2Code {first}Type1Code {first}Type2Code "
        f"{first}Type3Code",
        pl.String,
        about=f"Actor {number}; the country by its CAMEO code, which is like ISO 3166 alpha-3.",
    )


def _place(whose: str) -> tuple[Column, ...]:
    return (
        Column(
            f"{whose}Geo_Type",
            pl.Int8,
            "0 none, 1 country, 2 state of the United States, 3 city there, 4 city, 5 province.",
            among=(0, 1, 2, 3, 4, 5),
        ),
        *several(
            f"{whose}Geo_FullName {whose}Geo_CountryCode {whose}Geo_ADM1Code {whose}Geo_ADM2Code",
            pl.String,
            about="Place; the country by its FIPS code, which is neither ISO nor CAMEO.",
        ),
        Column(f"{whose}Geo_Lat", pl.Float64, "Place.", "degrees north", low=-90, high=90),
        Column(f"{whose}Geo_Long", pl.Float64, "Place.", "degrees east", low=-180, high=180),
        Column(f"{whose}Geo_FeatureID", pl.String, "Place, in a gazetteer."),
    )


_WORDS = "CAMEOCodeDescription"

_GDELT = (
    Column("GLOBALEVENTID", pl.Int64, "Number of the event.", required=True),
    Column(
        "SQLDATE",
        pl.Int32,
        "Day of the event as YYYYMMDD. Can lie a year or ten before the day of the report.",
        required=True,
    ),
    Column("MonthYear", pl.Int32, "Month of the event as YYYYMM."),
    Column("Year", pl.Int16, "Year of the event."),
    Column("FractionDate", pl.Float64, "Date as a decimal.", "years"),
    *_actor(1),
    *_actor(2),
    Column("IsRootEvent", pl.Int8, "1 where in the lead of the report.", among=(0, 1)),
    Column("EventCode", pl.String, "CAMEO code: text, with leading zeros.", required=True),
    Column(_WORDS, pl.String, "The code in words; not in the publisher's own files."),
    *several("EventBaseCode EventRootCode", pl.String, about="CAMEO code, less fine: text."),
    Column(
        "QuadClass",
        pl.Int8,
        "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.",
        among=(1, 2, 3, 4),
    ),
    Column("GoldsteinScale", pl.Float64, "Goldstein scale.", "-10 to 10", low=-10, high=10),
    *several("NumMentions NumSources NumArticles", pl.Int32, about="In the first 15 minutes."),
    Column("AvgTone", pl.Float64, "Tone of the reports.", "-100 to 100"),
    *_place("Actor1"),
    *_place("Actor2"),
    *_place("Action"),
    Column("DATEADDED", pl.Int64, "When it was added, as YYYYMMDDHHMMSS.", required=True),
    Column("SOURCEURL", pl.String, "Address of the first report."),
)


def _tidy_gdelt(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(
        pl.col(_WORDS).str.strip_chars(),
        date=pl.col("SQLDATE").cast(pl.String).str.to_date("%Y%m%d", strict=False),
        added=pl.col("DATEADDED").cast(pl.String).str.to_datetime("%Y%m%d%H%M%S", strict=False),
    )


GDELT = Table(
    id="gdelt/events",
    dataset="gdelt",
    title="GDELT 2.0 events",
    unit="event",
    key=("GLOBALEVENTID",),
    columns=_GDELT,
    layouts={
        "publisher": Layout(
            separator="\t",
            header=tuple(column.name for column in _GDELT if column.name != _WORDS),
            lacks=(_WORDS,),
        ),
        "sample": Layout(),
    },
    tidy=_tidy_gdelt,
    made=(
        Column("date", pl.Date, "Day of the event."),
        Column("added", pl.Datetime("us"), "When it was added.", "UTC"),
    ),
)

TABLES = (ICEWS, GDELT, *cameo.TABLES)
