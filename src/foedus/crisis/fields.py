"""Field types that every part of a scenario shares: numbers, days, sources, judgements."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    Strict,
)
from pydantic_core import PydanticCustomError

CODE = r"^[A-Z][A-Z0-9]{1,7}$"
"""Pattern of an actor's code: COW's three letters, or a bloc's two to eight."""

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
"""Pattern of a scenario's name, a treaty's id, and a theatre."""

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def refuse(message: str, fix: str | None = None) -> PydanticCustomError:
    """Build (not raise) the error of a validator, with what to do about it.

    Parameters
    ----------
    message
        What is wrong, in plain words, without the value (the reader adds it).
    fix
        What to write instead.
    """
    return PydanticCustomError("foedus", "{message}", {"message": message, "fix": fix})


class Model(BaseModel):
    """Base of all parts of a scenario: frozen, unknown keys refused."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", populate_by_name=True, hide_input_in_errors=True
    )


def _day(value: Any) -> Any:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    if isinstance(value, str) and _ISO_DAY.fullmatch(value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError as error:
            raise refuse("no such day in the calendar", "write the day as YYYY-MM-DD") from error
    raise refuse("not a day", "write the day as YYYY-MM-DD, e.g. 1914-07-23")


def _prose(value: Any) -> str | dict[str, str] | None:
    if value is None:
        return None
    if isinstance(value, str):
        if not value.strip():
            raise refuse("empty text", "say where it comes from, or leave the key out")
        return value
    if (
        isinstance(value, dict)
        and value
        and all(isinstance(k, str) and isinstance(v, str) and v.strip() for k, v in value.items())
    ):
        return dict(value)
    raise refuse(
        "must be a text, or texts by field",
        'write a quoted text, or {capability: "...", polyarchy: "..."}',
    )


def _plain(value: Any) -> Any:
    return value


Number = Annotated[float, Strict(), Field(allow_inf_nan=False)]
"""A finite number; a quoted number is refused."""

Share = Annotated[Number, Field(ge=0, le=1)]
"""A number from 0 to 1."""

Positive = Annotated[Number, Field(gt=0)]
NonNegative = Annotated[Number, Field(ge=0)]
Flag = Annotated[bool, Strict()]
"""true or false; `yes`, `no`, 0 and 1 are refused."""

Count = Annotated[int, Strict(), Field(ge=1)]

MOST_STAGES = 60
"""Erlang stages of one clock at most: by then it hardly strays from its mean."""
Stages = Annotated[int, Strict(), Field(ge=1, le=MOST_STAGES)]

Text = Annotated[str, Strict()]

Day = Annotated[
    dt.date,
    BeforeValidator(_day, json_schema_input_type=str),
    PlainSerializer(lambda day: day.isoformat(), return_type=str, when_used="json"),
]
"""A day, written YYYY-MM-DD."""

Prose = Annotated[
    str | dict[str, str] | None,
    PlainValidator(_prose, json_schema_input_type=str | dict[str, str] | None),
    PlainSerializer(_plain),
]
"""A source or a judgement: one text, or one text per field it speaks for."""

Code = Annotated[str, Strict(), Field(pattern=CODE)]
Slug = Annotated[str, Strict(), Field(pattern=SLUG)]
