"""Uppsala Conflict Data Program: armed conflicts and their dyads, year by year.

States are Gleditsch-Ward numbers (260 is unified Germany, 678 unified Yemen, 340 Serbia); several
in one cell are lists here. The columns ``ccode_...`` hold the COW codes of the same year.
"""

from __future__ import annotations

import io
from collections.abc import Callable

import polars as pl

from .gw_codes import cow_lists, known_gw
from .reading.header import expected
from .reading.schema import Column, Layout, SourceError, Table
from .reading.text import open_text

__all__ = ["CONFLICTS", "CONFLICTS_25", "DYADS", "TABLES"]

_CODES = pl.List(pl.Int16)
_IDS = pl.List(pl.Int32)
_SIDES = ("gwno_a", "gwno_a_2nd", "gwno_b", "gwno_b_2nd")
_KINDS = {"extrasystemic": "1", "interstate": "2", "intrastate": "3", "II": "4"}
_ISSUES = {"territory": "1", "government": "2", "both": "3"}
_HYDERABAD = 751  # no member of either system
_PRECISION = "How precise: 1 the day, 2 within days, up to 7 the year is not sure."


def _conflict() -> tuple[Column, ...]:
    return (
        Column("conflict_id", pl.Int32, "Number of the conflict.", required=True, low=1),
        Column("year", pl.Int16, "Year.", required=True, low=1946),
    )


def _names() -> tuple[Column, ...]:
    return (
        Column("location", pl.String, "States whose government or territory is disputed, as text."),
        Column("side_a", pl.String, "Government on side A, as text."),
        Column("side_a_id", _IDS, "The publisher's numbers of side A."),
        Column("side_a_2nd", pl.String, "States that sent troops to side A, as text."),
        Column("side_b", pl.String, "Opponents, as text."),
        Column("side_b_id", _IDS, "The publisher's numbers of side B."),
        Column("side_b_2nd", pl.String, "States that sent troops to side B, as text."),
        Column("territory_name", pl.String, "Disputed territory."),
        Column("gwno_loc", _CODES, "Gleditsch-Ward numbers of the location."),
        Column(
            "region",
            pl.List(pl.Int8),
            "1 Europe, 2 Middle East, 3 Asia, 4 Africa, 5 Americas.",
        ),
        Column("version", pl.String, "Version of the data."),
    )


def _coded() -> tuple[Column, ...]:
    return (
        Column("gwno_a", _CODES, "Gleditsch-Ward numbers of side A, its primary party."),
        Column("gwno_a_2nd", _CODES, "Of the states that sent troops to side A."),
        Column("gwno_b", _CODES, "Of side B; null where it is no state."),
        Column("gwno_b_2nd", _CODES, "Of the states that sent troops to side B."),
        Column(
            "incompatibility",
            pl.Int8,
            "1 territory, 2 government, 3 both.",
            required=True,
            among=(1, 2, 3),
        ),
        Column(
            "intensity_level",
            pl.Int8,
            "Deaths in battle in the year: 1 25 to 999, 2 1,000 and more.",
            required=True,
            among=(1, 2),
        ),
        Column(
            "type_of_conflict",
            pl.Int8,
            "1 extrasystemic, 2 interstate, 3 intrastate, 4 internationalised intrastate.",
            required=True,
            among=(1, 2, 3, 4),
        ),
        Column("start_date", pl.Date, "First death in battle."),
        Column("start_prec", pl.Int8, _PRECISION, among=(1, 2, 3, 4, 5, 6, 7)),
        Column("start_date2", pl.Date, "Day the episode met 25 deaths in a year."),
        Column("start_prec2", pl.Int8, _PRECISION, among=(1, 2, 3, 4, 5, 6, 7)),
    )


def _episode() -> tuple[Column, ...]:
    return (
        Column("ep_end", pl.Int8, "1 where the episode ends with this year.", among=(0, 1)),
        Column("ep_end_date", pl.Date, "Last activity of the episode; null where it goes on."),
    )


_COUNT = (
    Column("cumulative_intensity", pl.Int8, "1 once 1,000 deaths are reached.", among=(0, 1)),
    Column("ep_end_prec", pl.Int8, "How precise the end is; blank throughout 24.1."),
)


def _made() -> tuple[Column, ...]:
    whose = ("side A", "states that sent troops to side A", "side B", "states that did to side B")
    return tuple(
        Column(
            side.replace("gwno", "ccode"),
            _CODES,
            f"COW codes of {who} in that year; a state outside the COW system is left out.",
        )
        for side, who in zip(_SIDES, whose, strict=True)
    )


def _cells(content: bytes, file: str, columns: tuple[Column, ...]) -> pl.DataFrame:
    """Cells as text, empty ones null, once form and header are as they should be."""
    text = open_text(content, file, Layout())
    expected(text.header, [column.name for column in columns], file, Layout())
    frame = pl.read_csv(io.BytesIO(text.body), infer_schema=False)
    return frame.with_columns(pl.when(pl.all() != "").then(pl.all()))


def _listed(frame: pl.DataFrame, file: str, columns: tuple[Column, ...]) -> pl.DataFrame:
    """Split cells such as ``200,  2`` into lists of numbers."""
    made: list[pl.Series] = []
    for column in columns:
        if not isinstance(column.dtype, pl.List):
            continue
        parts = pl.col(column.name).str.split(",").list.eval(pl.element().str.strip_chars())
        value = parts.cast(column.dtype, strict=False)
        wrong = value.list.drop_nulls().list.len() < parts.list.len()
        both = frame.select(value.alias("value"), wrong.fill_null(value=False).alias("wrong"))
        row = both["wrong"].arg_max()
        if row is not None and both["wrong"][row]:
            raise SourceError(
                f"{frame[column.name][row]!r} is not a list of whole numbers parted by commas",
                file=file,
                line=row + 2,
                field=column.name,
                fix="get the version that is registered",
            )
        made.append(both["value"].alias(column.name))
        if column.name.startswith("gwno"):
            _refuse_unknown(made[-1], file)
    return frame.with_columns(made)


def _refuse_unknown(codes: pl.Series, file: str) -> None:
    single = codes.to_frame("code").with_row_index("row").explode("code").drop_nulls()
    unknown = single.filter(~pl.col("code").is_in([*sorted(known_gw()), _HYDERABAD]))
    if unknown.height:
        row, code = unknown.row(0)
        raise SourceError(
            f"no state has the code {code}",
            file=file,
            line=row + 2,
            field=codes.name,
            value=code,
            fix="see foedus.core.countries for the codes",
        )


def _reader(columns: tuple[Column, ...]) -> Callable[[bytes, str], pl.DataFrame]:
    def read(content: bytes, file: str) -> pl.DataFrame:
        return _listed(_cells(content, file, columns), file, columns)

    return read


def _export_reader(columns: tuple[Column, ...]) -> Callable[[bytes, str], pl.DataFrame]:
    """Read the export: one row for each pair of states, words for codes."""

    def read(content: bytes, file: str) -> pl.DataFrame:
        frame = _cells(content, file, columns)
        for name, words in (("incompatibility", _ISSUES), ("type_of_conflict", _KINDS)):
            frame = frame.with_columns(pl.col(name).replace(words))
        return _listed(frame, file, columns)

    return read


def _in_cow(frame: pl.DataFrame) -> pl.DataFrame:
    """Add lists of COW codes beside those of Gleditsch and Ward."""
    lists = cow_lists(frame, _SIDES, "year")
    return frame.with_columns(one.alias(one.name.replace("gwno", "ccode")) for one in lists)


def _one_row(frame: pl.DataFrame) -> pl.DataFrame:
    """One row for each conflict and year, whatever pairs of states the file split it into."""
    lists = [name for name in frame.columns if isinstance(frame.schema[name], pl.List)]
    rest = [name for name in frame.columns if name not in {"conflict_id", "year", *lists}]
    order = frame.columns
    gathered = frame.group_by("conflict_id", "year", maintain_order=True).agg(
        *(pl.col(name).first() for name in rest),
        *(pl.col(name).explode().drop_nulls().unique().sort() for name in lists),
    )
    emptied = [
        pl.when(pl.col(name).list.len() > 0).then(pl.col(name)).alias(name) for name in lists
    ]
    return _in_cow(gathered.select(order).with_columns(emptied))


_FULL = (*_conflict(), *_names(), *_coded(), *_episode(), *_COUNT)
_TRIMMED = (*_conflict(), *_coded(), *_episode())
_LACKS = tuple(column.name for column in (*_names(), *_COUNT))

CONFLICTS = Table(
    id="ucdp/conflicts",
    dataset="ucdp",
    title="UCDP/PRIO armed conflicts, 24.1",
    unit="conflict-year",
    key=("conflict_id", "year"),
    columns=_FULL,
    layouts={"publisher": Layout(read=_reader(_FULL))},
    year="year",
    tidy=_in_cow,
    made=_made(),
)

CONFLICTS_25 = Table(
    id="ucdp/conflicts-25",
    dataset="ucdp",
    title="UCDP/PRIO armed conflicts, 25.1",
    unit="conflict-year",
    key=("conflict_id", "year"),
    columns=_FULL,
    layouts={
        "publisher": Layout(read=_reader(_FULL)),
        "export": Layout(read=_export_reader(_TRIMMED), lacks=_LACKS),
    },
    year="year",
    tidy=_one_row,
    made=_made(),
    repeats="The export has a row for each pair of states; they are put together.",
)

_DYADIC = (
    Column("dyad_id", pl.Int32, "Number of the dyad.", required=True, low=1),
    *_conflict(),
    *_names(),
    *_coded(),
)

DYADS = Table(
    id="ucdp/dyads",
    dataset="ucdp",
    title="UCDP dyads, 24.1",
    unit="conflict-dyad-year",
    key=("dyad_id", "year"),
    columns=_DYADIC,
    layouts={"publisher": Layout(read=_reader(_DYADIC))},
    year="year",
    tidy=_in_cow,
    made=_made(),
)

TABLES = (CONFLICTS, CONFLICTS_25, DYADS)
