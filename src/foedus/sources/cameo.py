"""Codes of events: CAMEO as GDELT and ICEWS use it, and PLOVER, which replaces it."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import polars as pl

from .reading.schema import Column, Layout, SourceError, Table, several
from .reading.text import open_text

__all__ = ["FROM_CAMEO", "GOLDSTEIN", "ICEWS_CODES", "LABELS", "RECORDS", "TABLES"]

_CODE = Column("code", pl.String, "CAMEO code: text, with leading zeros.", required=True)

GOLDSTEIN = Table(
    id="cameo/goldstein",
    dataset="cameo",
    title="Goldstein scale of CAMEO codes, as GDELT has it",
    unit="CAMEO code",
    key=("code",),
    columns=(
        _CODE,
        Column(
            "goldstein",
            pl.Float64,
            "Conflict (-) to cooperation (+). ICEWS differs for 016, 022, 164 and 165.",
            "-10 to 10",
            low=-10,
            high=10,
        ),
    ),
    layouts={
        "publisher": Layout(
            separator="\t", names={"code": "CAMEOEVENTCODE", "goldstein": "GOLDSTEINSCALE"}
        )
    },
)

LABELS = Table(
    id="cameo/labels",
    dataset="cameo",
    title="CAMEO codes in words, as GDELT has them",
    unit="CAMEO code",
    key=("code",),
    columns=(_CODE, Column("label", pl.String, "The code in words.", required=True)),
    layouts={
        "publisher": Layout(
            separator="\t", names={"code": "CAMEOEVENTCODE", "label": "EVENTDESCRIPTION"}
        )
    },
)


def _mended(content: bytes, file: str) -> pl.DataFrame:
    """Undo what was done to the text: UTF-8 read as Mac Roman, then written as Windows-1252.

    One letter was lost on the way and stays so ("C? ankaya").
    """
    try:
        body = content.decode("cp1252").encode("mac_roman")
    except UnicodeError:
        raise SourceError(
            "is not in the encoding of the registered file",
            file=file,
            fix="get the version that is registered",
        ) from None
    text = open_text(body.decode(errors="replace").encode(), file, Layout())
    return pl.read_csv(io.BytesIO(text.body), infer_schema=False, null_values=["NA"])


ICEWS_CODES = Table(
    id="cameo/icews",
    dataset="cameo",
    title="CAMEO codes with descriptions and examples, as ICEWS has them",
    unit="CAMEO code",
    key=("code",),
    columns=(
        Column("eventtype_ID", pl.Int16, "Number of the code.", required=True),
        Column("name", pl.String, "The code in words.", required=True),
        _CODE,
        Column(
            "goldstein",
            pl.Float64,
            "Intensity. GDELT differs for 016, 022, 164 and 165, and lacks 1213.",
            "-10 to 10",
            low=-10,
            high=10,
        ),
        *several("nsLeft nsRight", pl.Int16, about="Place in the tree of codes."),
        *several("description usage_notes example", pl.String, about="The publisher's text."),
        Column("root_code", pl.String, "Root of the code: text.", required=True),
        Column("order", pl.Int16, "Place in the list.", required=True),
    ),
    layouts={"publisher": Layout(read=_mended, ignores=("",))},
)

_LINE = re.compile(
    r"(?P<code>\d+): (?P<event>[A-Z]+)(?:,(?P<mode>[^,#]*),(?P<context>[^,#]*))?(?:#(?P<about>.*))?"
)
_END = "~~~~~"


def _conversion(content: bytes, file: str) -> pl.DataFrame:
    """Read ``code: EVENT, mode, context # words``; lines of a code and an event alone are roots."""
    rows: list[dict[str, str | None]] = []
    ended = False
    for number, line in enumerate(content.decode(errors="replace").splitlines(), start=1):
        written = line.strip()
        if written == _END:
            ended = True
            break
        if not written or written.startswith("#"):
            continue
        if (found := _LINE.fullmatch(written)) is None:
            raise SourceError(
                f"{written!r} is not 'code: EVENT, mode, context # words'",
                file=file,
                line=number,
                fix="get the version that is registered",
            )
        rows.append(
            {name: (text or "").strip() or None for name, text in found.groupdict().items()}
        )
    if not ended:
        raise SourceError(f"is broken off: no line {_END}", file=file, fix="get it again")
    return pl.DataFrame(rows, schema=dict.fromkeys(_LINE.groupindex, pl.String))


FROM_CAMEO = Table(
    id="plover/from-cameo",
    dataset="plover",
    title="CAMEO codes as PLOVER events",
    unit="CAMEO code",
    key=("code",),
    columns=(
        _CODE,
        Column("event", pl.String, "PLOVER event.", required=True),
        Column("mode", pl.String, "Mode of the event."),
        Column("context", pl.String, "Context; two are parted by a semicolon."),
        Column("about", pl.String, "The CAMEO code in words; null for roots."),
    ),
    layouts={"publisher": Layout(read=_conversion)},
    repeats="The publisher lists 08 and 175 twice.",
)

_TEXTS = {
    "id": "id",
    "event": "event",
    "mode": "mode",
    "context": "context",
    "date": "date",
    "text": "text",
    "event_text": "eventText",
    "size": "size",
    "dead": "dead",
    "injured": "injured",
    "language": "language",
    "publication": "publication",
    "coder": "coder",
    "version": "version",
    "date_coded": "dateCoded",
    "comment": "comment",
}
_ACTOR = {"text": "actorText", "code": "code", "sector": "sector"}
_DOCUMENT = "DOCUMENT"


def _records(content: bytes, file: str) -> pl.DataFrame:
    try:
        whole: Any = json.loads(content)
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        line = getattr(error, "lineno", None)
        raise SourceError(
            f"is not JSON, or is broken off ({error})", file=file, line=line, fix="get it again"
        ) from None
    if not isinstance(whole, list) or not all(isinstance(one, dict) for one in whole):
        raise SourceError("is no list of records", file=file, fix="get it again")
    lists = {
        f"{side}_{part}": pl.List(pl.String) for side in ("source", "target") for part in _ACTOR
    }
    schema = {**dict.fromkeys(_TEXTS, pl.String), "place": pl.String, **lists}
    return pl.DataFrame([_record(one) for one in whole], schema=schema)


def _record(one: dict[str, Any]) -> dict[str, object]:
    flat: dict[str, object] = {own: one.get(theirs) or None for own, theirs in _TEXTS.items()}
    flat["place"] = (one.get("eventLoc") or {}).get("name")
    for side in ("source", "target"):
        # In nine records the target is text: empty, or a context that slipped into its place.
        actors = one.get(side) if isinstance(one.get(side), list) else None
        for part, theirs in _ACTOR.items():
            named = f"{side}_{part}"
            flat[named] = None if actors is None else [actor.get(theirs) for actor in actors]
    return flat


def _events_alone(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(pl.col("event") != _DOCUMENT)


_WHO = pl.List(pl.String)

RECORDS = Table(
    id="plover/records",
    dataset="plover",
    title="PLOVER gold-standard records",
    unit="annotated sentence",
    key=("id",),
    columns=(
        Column("id", pl.String, "Name of the record.", required=True),
        Column("event", pl.String, "PLOVER event.", required=True),
        Column("mode", pl.String, "Mode of the event."),
        Column("context", pl.String, "Contexts, parted by commas."),
        Column("date", pl.Date, "1 January 2000 throughout: no date is coded."),
        Column("text", pl.String, "The sentence."),
        Column("event_text", pl.String, "Words that tell of the event."),
        *several("size dead injured", pl.String, about="As in the sentence: numbers or words."),
        *several("language publication coder version", pl.String, about="Where it comes from."),
        Column("date_coded", pl.Date, "When it was coded."),
        Column("comment", pl.String, "The coder's comment."),
        Column("place", pl.String, "Name of the place."),
        Column("source_text", _WHO, "Who acts, in the sentence's words."),
        Column("source_code", _WHO, "Who acts, by code."),
        Column("source_sector", _WHO, "Their sectors; null where none is given."),
        Column("target_text", _WHO, "Towards whom, in the sentence's words; null where nobody."),
        Column("target_code", _WHO, "Towards whom, by code."),
        Column("target_sector", _WHO, "Their sectors; null where none is given."),
    ),
    layouts={"publisher": Layout(read=_records)},
    tidy=_events_alone,
    repeats="The publisher uses one name twice (COERCE-0004).",
)

TABLES = (GOLDSTEIN, LABELS, ICEWS_CODES, RECORDS, FROM_CAMEO)
