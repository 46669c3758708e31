"""Content keys: equal inputs, equal key; different inputs, different key."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import math
from collections.abc import Mapping
from typing import Any

__all__ = ["canonical_json", "key"]

_EXACT = 2**53  # whole floats up to here are whole numbers without doubt


def key(obj: object) -> str:
    """SHA-256 of the canonical JSON of `obj`, in hexadecimal.

    Examples
    --------
    >>> key({"b": 1, "a": (2, 3)}) == key({"a": [2, 3], "b": 1.0})
    True
    """
    return hashlib.sha256(canonical_json(obj).encode()).hexdigest()


def canonical_json(obj: object) -> str:
    """JSON that depends on the content alone, not on key order or on how a number was typed.

    Dataclasses and pydantic models become their fields, tuples lists, days ISO strings, NumPy
    numbers and arrays Python ones; a whole float becomes the whole number, ``-0.0`` becomes 0.

    Raises
    ------
    TypeError
        If a value has no canonical form, or a dict has a key that is not a string.
    ValueError
        If a number is NaN or infinite.

    Examples
    --------
    >>> canonical_json({"b": 2.0, "a": [True, None, 0.1]})
    '{"a":[true,null,0.1],"b":2}'
    """
    plain = _plain(obj, "")
    return json.dumps(
        plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def _plain(obj: Any, at: str) -> Any:
    if obj is None or isinstance(obj, (bool, str)):
        return obj
    if isinstance(obj, int):
        return int(obj)
    if isinstance(obj, float):
        return _number(obj, at)
    if isinstance(obj, Mapping):
        return {_name(name, at): _plain(value, f"{at}.{name}") for name, value in obj.items()}
    if isinstance(obj, (list, tuple)):
        return [_plain(value, f"{at}[{i}]") for i, value in enumerate(obj)]
    if isinstance(obj, (dt.date, dt.datetime)):
        return obj.isoformat()
    if dataclasses.is_dataclass(obj) and not isinstance(obj, type):
        fields = dataclasses.fields(obj)
        return {f.name: _plain(getattr(obj, f.name), f"{at}.{f.name}") for f in fields}
    if callable(dump := getattr(obj, "model_dump", None)):  # pydantic, not imported here
        return _plain(dump(mode="json"), at)
    if callable(listed := getattr(obj, "tolist", None)):  # NumPy numbers and arrays
        return _plain(listed(), at)
    raise TypeError(f"no canonical form for {type(obj).__name__}{_where(at)}")


def _number(value: float, at: str) -> int | float:
    if not math.isfinite(value):
        raise ValueError(f"not a finite number: {value}{_where(at)}")
    return int(value) if value.is_integer() and abs(value) <= _EXACT else float(value)


def _name(name: object, at: str) -> str:
    if not isinstance(name, str):
        raise TypeError(f"key is not a string: {name!r}{_where(at)}")
    return name


def _where(at: str) -> str:
    return f" at {at.lstrip('.')}" if at else ""
