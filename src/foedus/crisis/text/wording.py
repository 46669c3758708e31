"""What the models refuse, in plain words: one error a defect, with its line and its fix."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from foedus.core.errors import ScenarioError, did_you_mean
from foedus.crisis.fields import CODE, Model
from foedus.crisis.ladder import Rung
from foedus.crisis.resolve import Perception, Resolve, Signal
from foedus.crisis.scenario import (
    Actor,
    Channel,
    Contact,
    Fact,
    Issue,
    Mobilisation,
    Outcome,
    Override,
    Scenario,
    Strike,
    ThetaOverride,
)
from foedus.crisis.treaty import Treaty

from .reader import Document, Path_, dotted

_ENTRIES: dict[str, type[Model]] = {
    "actors": Actor,
    "treaties": Treaty,
    "channels": Channel,
    "overrides": Override,
    "theta": ThetaOverride,
    "resolve": Resolve,
    "signals": Signal,
    "facts": Fact,
    "ladder": Rung,
}
_BLOCKS: dict[str, type[Model]] = {"issue": Issue, "contact": Contact, "outcome": Outcome}

_FIX_MISSING = {
    "foedus-scenario": "begin with `foedus-scenario: 1`",
    "capability": "write per cent of world capabilities (CINC x 100), above 0",
    "camp": "write challenger, target or either",
    "date": "write the day the game starts, YYYY-MM-DD",
    "in_force": "write [from, to], or [from, null] while it lasts",
    "binding": "write a number from 0 to 1, with a judgement",
    "owes": "write {obligor: [beneficiaries]}",
    "source": "name the work and its page, article or document",
}
_TYPES = {
    "float_type": ("must be a number", "write a plain number, without quotes or leading zeros"),
    "int_type": ("must be a whole number", "write a whole number, without quotes"),
    "bool_type": ("must be true or false", "write true or false"),
    "string_type": ("must be text", "put it in quotes"),
    "dict_type": ("must be a mapping", "write {key: value}, or indented keys"),
    "model_type": ("must be a mapping", "write {key: value}, or indented keys"),
    "tuple_type": ("must be a list", "write [one, another]"),
    "finite_number": ("must be a finite number", "NaN and infinity are not values"),
}
_BOUNDS = {
    "greater_than": ("must be above {gt:g}", "write a number above {gt:g}"),
    "greater_than_equal": ("must be {ge:g} or more", "write a number of {ge:g} or more"),
    "less_than": ("must be below {lt:g}", "write a number below {lt:g}"),
    "less_than_equal": ("must be {le:g} or less", "write a number of {le:g} or less"),
}


def model_at(path: Path_) -> type[Model] | None:
    """Model of the block at a place in a scenario file, or None where there is no block."""
    match path:
        case ():
            return Scenario
        case (str() as key,):
            return _BLOCKS.get(key)
        case (str() as key, _):
            return _ENTRIES.get(key)
        case ("actors", _, "mobilisation"):
            return Mobilisation
        case ("actors", _, "strikes", _):
            return Strike
        case ("perceived", _, _):
            return Perception
    return None


def field_names(model: type[Model]) -> list[str]:
    """Names of a block's fields, as a file writes them."""
    return [info.alias or name for name, info in model.model_fields.items()]


def translate(
    error: ValidationError, document: Document, file: str | None
) -> list[tuple[Path_, ScenarioError | None]]:
    """Turn what pydantic found into errors with place, value and fix, in the file's order.

    Parameters
    ----------
    error
        From validating the document's data.
    document
        For the lines, and for what the file really says at a place.
    file
        Name of the file.

    Returns
    -------
    list of (path, ScenarioError)
        One a defect; None in place of the error where another one already tells of it.
    """
    raw = error.errors(include_url=False)
    found: dict[Path_, ScenarioError | None] = {}
    guessed = set()
    for item in raw:
        path = _place(item["loc"], document.data)
        if item["type"] == "extra_forbidden":
            guessed.add((path[:-1], _guess(path)))
    for item in raw:
        path = _place(item["loc"], document.data)
        if item["type"] == "missing" and (path[:-1], path[-1]) in guessed:
            found.setdefault(path, None)  # a misspelt key, reported once
            continue
        message, value, fix = _words(item, path)
        found.setdefault(
            path,
            ScenarioError(
                message,
                file=file,
                line=document.line(path),
                field=dotted(path),
                value=value,
                fix=fix,
            ),
        )
    return list(found.items())


def _place(loc: tuple[int | str, ...], data: Any) -> Path_:
    """Place in the file of a place in the normalised data.

    Normalising wraps what a file may write short: bare pairs of contact, one `against` for all
    obligors, a single kind.
    """
    path: list[str | int] = []
    for part in loc:
        if part == "[key]":
            continue
        if isinstance(data, list) and isinstance(part, str):
            continue
        if path and not isinstance(data, (list, dict)):
            break
        path.append(part)
        if isinstance(data, Mapping):
            data = data.get(part)
        elif isinstance(data, list):
            data = data[part] if isinstance(part, int) and part < len(data) else None
    return tuple(path)


def _guess(path: Path_) -> str | None:
    model = model_at(path[:-1])
    near = did_you_mean(str(path[-1]), field_names(model)) if model else None
    return near.split("'")[1] if near else None


def _words(item: Mapping[str, Any], path: Path_) -> tuple[str, object, str | None]:
    """Message, value and fix of one finding."""
    kind, value, context = item["type"], item.get("input"), item.get("ctx", {})
    last = str(path[-1]) if path else ""
    if kind == "missing":
        if path and isinstance(path[-1], int):
            return "an entry is missing", None, "write both entries"
        return f"'{last}' is missing", None, _FIX_MISSING.get(last, f"add `{last}: ...`")
    if kind == "extra_forbidden":
        guess = _guess(path)
        model = model_at(path[:-1])
        fix = f"did you mean '{guess}'?" if guess else None
        if fix is None and model is not None:
            fix = f"known keys: {', '.join(field_names(model))}"
        return f"unknown key '{last}'", last, fix
    if kind == "foedus":
        return context["message"], value, context["fix"]
    if kind in _BOUNDS:
        if isinstance(value, float) and math.isnan(value):
            return _TYPES["finite_number"][0], value, _TYPES["finite_number"][1]
        message, fix = _BOUNDS[kind]
        return message.format(**context), value, fix.format(**context)
    if kind == "literal_error":
        return _choice(value, context["expected"], path)
    if kind == "string_pattern_mismatch":
        return _pattern(value, context["pattern"])
    if kind in {"too_short", "too_long"}:
        least, most = context.get("min_length"), context.get("max_length")
        bound = f"at least {least}" if kind == "too_short" else f"at most {most}"
        return f"needs {bound} entries", value, f"write {bound}"
    if kind == "string_too_short":
        return "empty text", value, _FIX_MISSING.get(last, "write a text, or leave the key out")
    if kind in _TYPES:
        message, fix = _TYPES[kind]
        return message, _shown(value), fix
    return item["msg"].replace("Input should", "should").lower(), _shown(value), None


def _shown(value: object) -> object:
    return "nothing" if value is None else value


def _choice(value: object, expected: str, path: Path_) -> tuple[str, object, str]:
    if path and path[-1] == "foedus-scenario":
        return "unknown version of the format", value, "write `foedus-scenario: 1`"
    options = [part.strip("' ") for part in expected.replace(" or ", ", ").split(", ")]
    near = did_you_mean(str(value), options)
    shown = f"'{value}'" if isinstance(value, str) else str(value)
    return f"unknown choice {shown}", value, near or f"write one of {', '.join(options)}"


def _pattern(value: object, pattern: str) -> tuple[str, object, str]:
    if pattern == CODE:
        return (
            f"'{value}' is not an actor's code",
            value,
            "write two to eight capital letters or digits, e.g. GMY",
        )
    return f"'{value}' is not a valid name", value, "write lower-case words joined by hyphens"
