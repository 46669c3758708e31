"""Addresses of pages: the only way a template makes one, so that pages can become files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol
from urllib.parse import quote, urlencode

__all__ = ["Links", "Live", "Value"]

Value = str | int | float | bool | Iterable[str] | None
"""What a state is written in; None, an empty text, False and an empty list are left out."""


class Links(Protocol):
    """Makes the addresses that a page's links lead to."""

    def to(self, room: str, /, **state: Value) -> str:
        """Address of a page: a room, or a page of it such as ``ledger/row``, in a state.

        Empty where there is no such page: what would lead to it is then not drawn.
        """
        ...

    def asset(self, name: str, /) -> str:
        """Address of a file of `static`, by its name."""
        ...

    @property
    def live(self) -> bool:
        """Whether a program answers: forms, uploads and progress work."""
        ...


class Live:
    """Addresses of a running explorer: ``/ledger?kind=war``.

    Examples
    --------
    >>> Live().to("crisis", name="july-1914", without=["dual-alliance"], seed=None)
    '/crisis?name=july-1914&without=dual-alliance'
    >>> Live().to("")
    '/'
    """

    live = True

    def to(self, room: str, /, **state: Value) -> str:
        """Address of a page, with its whole state."""
        query = urlencode(list(pairs(state)), quote_via=quote, safe=":,=")
        return f"/{room}?{query}" if query else f"/{room}"

    def asset(self, name: str, /) -> str:
        """Address of a file of `static`."""
        return f"/static/{name}"


def pairs(state: dict[str, Value]) -> Iterable[tuple[str, str]]:
    """A state as it stands in an address, one pair a value.

    >>> list(pairs({"a": 1, "b": ["x", "y"], "c": None, "d": True, "e": False}))
    [('a', '1'), ('b', 'x'), ('b', 'y'), ('d', '1')]
    """
    for name, value in state.items():
        if value is None or value is False or value == "":
            continue
        if value is True:
            yield name, "1"
        elif isinstance(value, str | int | float):
            yield name, f"{value:.12g}" if isinstance(value, float) else str(value)
        else:
            for one in value:
                yield name, one
