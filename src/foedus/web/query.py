"""Reading a state from an address: every key known, every value in its range, errors that help.

A room's ``State.of(params)`` reads with these, and ``state.query()`` writes the same back with
`written`::

    @dataclass(frozen=True)
    class State:
        kind: str = ""

        @classmethod
        def of(cls, params: Params) -> State:
            known(params, ("kind",))
            return cls(choice(params, "kind", ("", "war"), ""))

        def query(self) -> dict[str, Value]:
            return written(self)
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from foedus.core.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from .links import Value

__all__ = ["Params", "choice", "flag", "known", "many", "number", "one", "whole", "written"]

Params = Sequence[tuple[str, str]]
"""Names and values in the order of the address: ``request.query_params.multi_items()``."""

LONGEST = 200
"""Signs in one value."""
MOST = 100
"""Values in one address."""


def known(params: Params, names: Iterable[str]) -> None:
    """Refuse a key that the room does not know, and an address longer than any view needs.

    Raises
    ------
    UsageError
        With the nearest key that it does know.
    """
    names = list(names)
    if len(params) > MOST:
        raise UsageError("the address says too much", value=len(params), fix=f"at most {MOST}")
    for name, value in params:
        if name not in names:
            near = did_you_mean(name, names)
            raise UsageError(
                "this page knows no such setting",
                field=name[:LONGEST],
                fix=near or f"known: {', '.join(names)}",
            )
        if len(value) > LONGEST:
            raise UsageError("too long", field=name, fix=f"at most {LONGEST} signs")


def many(params: Params, name: str) -> tuple[str, ...]:
    """All values of a key, each once, in order; empty ones are passed over."""
    return tuple(dict.fromkeys(value for key, value in params if key == name and value))


def one(params: Params, name: str, default: str = "") -> str:
    """The value of a key that stands at most once.

    Raises
    ------
    UsageError
        It stands there with two values.
    """
    found = many(params, name)
    if len(found) > 1:
        raise UsageError("is there twice", field=name, value=found[1], fix="keep one")
    return found[0] if found else default


def choice(params: Params, name: str, options: Iterable[str], default: str) -> str:
    """The value of a key, one of some.

    Raises
    ------
    UsageError
        It is none of them.
    """
    options = list(options)
    found = one(params, name, default)
    if found not in options:
        near = did_you_mean(found, options)
        told = ", ".join(option for option in options[:12] if option)
        raise UsageError("is not on offer", field=name, value=found, fix=near or f"one of {told}")
    return found


def whole(params: Params, name: str, low: int, high: int, default: int) -> int:
    """The value of a key, a whole number in a range, both ends included.

    Raises
    ------
    UsageError
        It is not.
    """
    text = one(params, name)
    if not text:
        return default
    digits = text.removeprefix("-")
    value = int(text) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None
    if value is None or not low <= value <= high:
        raise _unfit(name, text, f"a whole number from {low} to {high}")
    return value


def number(params: Params, name: str, low: float, high: float, default: float) -> float:
    """The value of a key, a number in a range, both ends included.

    Raises
    ------
    UsageError
        It is not.
    """
    text = one(params, name)
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not low <= value <= high:
        raise _unfit(name, text, f"a number from {low:g} to {high:g}")
    return value


def _unfit(name: str, text: str, fix: str) -> UsageError:
    return UsageError("is not a number that fits", field=name, value=text, fix=fix)


def flag(params: Params, name: str) -> bool:
    """Whether a box is ticked: ``1`` or nothing.

    Raises
    ------
    UsageError
        It is something else.
    """
    return choice(params, name, ("", "1"), "") == "1"


def written(state: DataclassInstance, always: Collection[str] = ()) -> dict[str, Value]:
    """What stands in the address of a state: everything that is not as at first.

    A field whose name Python keeps for itself has an underscore at its end, which no address has.

    Parameters
    ----------
    state
        A room's. Every field has a value that it has at first.
    always
        Fields that stand there as they are, too.

    Examples
    --------
    >>> @dataclasses.dataclass(frozen=True)
    ... class State:
    ...     year: int = 1914
    ...     kind: str = ""
    ...     with_: tuple[str, ...] = ()
    >>> written(State(kind="war", with_=("x",)))
    {'kind': 'war', 'with': ('x',)}
    >>> written(State(), always=("year",))
    {'year': 1914}
    """
    return {
        field.name.removesuffix("_"): value
        for field in dataclasses.fields(state)
        if (value := getattr(state, field.name)) != field.default or field.name in always
    }
