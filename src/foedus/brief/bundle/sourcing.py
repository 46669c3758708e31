"""Sources of a scenario, numbered in the order of the page, and its judgements and reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["Sources", "entries", "judgements", "texts"]


class Sources:
    """Gives each reference one number; the same text gets the same number.

    Parameters
    ----------
    known
        The scenario's `sources`: full references by key, or a plain list.

    Examples
    --------
    >>> sources = Sources({"kautsky": "Kautsky (ed.), Dokumente, 1919"})
    >>> [sources.number(one) for one in ("kautsky, no. 257", "ATOP 5.1", "kautsky, no. 257")]
    [1, 2, 1]
    >>> sources.listed[0]
    'Kautsky (ed.), Dokumente, 1919, no. 257'
    """

    def __init__(self, known: Mapping[str, Any] | list[Any] | None = None) -> None:
        self._keys = (
            {str(key): str(text) for key, text in known.items()}
            if isinstance(known, Mapping)
            else {}
        )
        self._rest = (
            [str(one) for one in known] if isinstance(known, list) else list(self._keys.values())
        )
        self._numbers: dict[str, int] = {}

    def number(self, source: str) -> int:
        """Number of a source as the scenario writes it, which may start with a key."""
        return self._numbers.setdefault(self._full(source), len(self._numbers) + 1)

    def numbers(self, entry: Mapping[str, Any]) -> list[int]:
        """Numbers of everything an entry of the scenario names as its source."""
        return [self.number(one) for one in texts(entry.get("source"))]

    def walk(self, content: Any) -> None:
        """Number every source below `content`, in its order."""
        for _, entry in entries(content):
            self.numbers(entry)

    @property
    def listed(self) -> list[str]:
        """References by number, from 1; those listed but never cited come last."""
        uncited = [
            one for one in self._rest if not any(text.startswith(one) for text in self._numbers)
        ]
        return [*self._numbers, *uncited]

    def _full(self, source: str) -> str:
        return "; ".join(self._resolved(one) for one in " ".join(source.split()).split("; "))

    def _resolved(self, source: str) -> str:
        for key in sorted(self._keys, key=len, reverse=True):
            rest = source.removeprefix(key)
            if rest != source and (not rest or not (rest[0].isalnum() or rest[0] in "-_")):
                return self._keys[key] + rest
        return source


def judgements(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Where the scenario marks a judgement, and the reason: ``(path, text)``."""
    found: list[tuple[str, str]] = []
    for path, entry in entries(content):
        told = entry.get("judgement")
        if isinstance(told, Mapping):
            found += [(f"{path}.{name}".strip("."), str(text)) for name, text in told.items()]
        elif told:
            found.append((path, str(told)))
    return found


def entries(content: Any, path: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every entry of a part of a scenario, with its path; those above before those below."""
    if isinstance(content, Mapping):
        yield path, content
        for name, value in content.items():
            yield from entries(value, f"{path}.{name}".strip("."))
    elif isinstance(content, list):
        for i, value in enumerate(content):
            yield from entries(value, f"{path}[{i}]")


def texts(source: Any) -> list[str]:
    """Every text that an entry names as its source."""
    if isinstance(source, str):
        return [source]
    if isinstance(source, Mapping):
        return [str(one) for one in source.values()]
    return [str(one) for one in source] if isinstance(source, list) else []
