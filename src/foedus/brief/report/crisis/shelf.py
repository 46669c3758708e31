"""Sources of a scenario as citations: its own keys and texts, matched with known works."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any, Final

from foedus.brief.bundle.sourcing import texts
from foedus.brief.report.citing import Reference, archival, library
from foedus.brief.report.phrases import Cite

__all__ = ["Shelf"]

_YEAR: Final = re.compile(r"\b1[5-9]\d\d\b|\b20\d\d\b")
_LEADING: Final = " ,:;."
_LOCATOR: Final = re.compile(
    r",\s+((?:arts?|paras?|chs?|docs?|nos?|pp|parts?|sections?|chapters?|vols?)\b\.?\s.*)$"
)
_DATED: Final = re.compile(r"^(\w+).*?\((\d{4})\)(?:, )?(.*)$")
"""``Lavoy (ed.), Asymmetric Warfare (2009), ch. 3``: a name, a year, a place."""


class Shelf:
    """Turns what a scenario writes as a source into references and places in them.

    Parameters
    ----------
    known
        The scenario's `sources`: full references by key, or a plain list.

    Examples
    --------
    >>> shelf = Shelf({"nmc": "NMC 6.0", "clark": "Christopher Clark, The Sleepwalkers, 2012"})
    >>> [(one.id, one.place) for one in shelf.cites("nmc: 1913, CINC 0.0447; clark: ch. 12")]
    [('nmc-6.0', '1913, CINC 0.0447'), ('text-christopher-clark-the-sleepwalkers-2012', 'ch. 12')]
    """

    def __init__(self, known: Any = None) -> None:
        keyed = (
            {str(key): _one_line(text) for key, text in known.items()}
            if isinstance(known, Mapping)
            else {}
        )
        # A plain list comes back from a bundle with its numbers for keys.
        counted = all(key.isdecimal() for key in keyed)
        self._keys: dict[str, str] = {} if counted else keyed
        self._listed = list(keyed.values()) if counted else []
        if isinstance(known, list):
            self._listed = [_one_line(one) for one in known]
        self._found: dict[str, Reference] = {}

    @property
    def references(self) -> dict[str, Reference]:
        """Works of the package, and sources that are only described."""
        return {**library(), **self._found}

    def cites(self, source: Any) -> tuple[Cite, ...]:
        """Everything that an entry of the scenario names as its source."""
        out: dict[Cite, None] = {}
        for text in texts(source):
            out |= dict.fromkeys(self._text(text))
        return tuple(out)

    def rest(self) -> tuple[Cite, ...]:
        """The works of a plain list, which its entries name in other words."""
        return tuple(dict.fromkeys(one for text in self._listed for one in self._work(text, "")))

    def remark(self, source: Any) -> bool:
        """Whether what stands as a source is a remark, and no source."""
        return isinstance(source, str) and _begins_with(source, _rules()["remarks"])

    def _text(self, text: str) -> Iterator[Cite]:
        """Parts of a text; one without a work and without a year goes on about the last."""
        last: list[Cite] = []
        for part in " ".join(text.split()).split("; "):
            if _begins_with(part, _rules()["remarks"]):
                continue
            found = self._part(part)
            more = part[:1].islower() or not _YEAR.search(part)
            if found is None and last and (more or _begins_with(part, _rules()["goes_on"])):
                last = [Cite(last[0].id, _joined(last[0].place, part)), *last[1:]]
                continue
            yield from last
            last = list(found if found is not None else self._described(part))
        yield from last

    def _part(self, part: str) -> tuple[Cite, ...] | None:
        """A known work at the beginning of a part, and the place that follows; None without."""
        key = _longest(part, self._keys, word=True)
        if key is None:
            alias = _longest(part, _rules()["aliases"], word=True)
            target = str(_rules()["aliases"][alias]) if alias else ""
            if alias and target in self._keys:
                return self._work(self._keys[target], _place(part[len(alias) :]))
            begins = _longest(part, _rules()["begins"])
            if begins is None:
                return self._of_list(part)
            return _cited(begins, _place(part[len(begins) :]))
        return self._work(self._keys[key], _place(part[len(key) :]))

    def _work(self, text: str, place: str) -> tuple[Cite, ...]:
        """The works that a full reference is, else the reference as it stands."""
        begins = _longest(text, _rules()["begins"])
        if begins is not None:
            return _cited(begins, place)
        return self._described(text, place)

    def _of_list(self, part: str) -> tuple[Cite, ...] | None:
        """The entry of a plain list that has a part's name and year."""
        found = _DATED.match(part)
        if found is None:
            return None
        for one in self._listed:
            if one.startswith(found[1]) and f"({found[2]})" in one:
                return self._work(one, _place(found[3]))
        return None

    def _described(self, text: str, place: str | None = None) -> tuple[Cite, ...]:
        """A source as it stands; of one without a key, what follows a comma may be a place."""
        if place is None:
            located = _LOCATOR.search(text)
            text, place = (text[: located.start()], located[1]) if located else (text, "")
        one = archival(text)
        self._found[one.id] = one
        return (Cite(one.id, place),)


def _one_line(text: Any) -> str:
    return " ".join(str(text).split())


def _cited(begins: str, place: str) -> tuple[Cite, ...]:
    """The works behind a beginning; the place is in the first."""
    works = _rules()["begins"][begins]
    return tuple(Cite(str(one), "" if i else place) for i, one in enumerate(works))


def _longest(text: str, beginnings: Mapping[str, Any], *, word: bool = False) -> str | None:
    """The longest of some beginnings that a text has; a whole word of it, where asked."""
    folded = text.casefold()
    for one in sorted(beginnings, key=len, reverse=True):
        rest = folded.removeprefix(one.casefold())
        if rest != folded and not (word and rest and (rest[0].isalnum() or rest[0] in "-_")):
            return one
    return None


def _begins_with(text: str, beginnings: Sequence[str]) -> bool:
    return any(text.casefold().startswith(one.casefold()) for one in beginnings)


def _place(rest: str) -> str:
    text = rest.strip(_LEADING + "'").strip()
    whole = text.startswith("(") and text.find(")") == len(text) - 1
    return text[1:-1] if whole else text


def _joined(place: str, more: str) -> str:
    return f"{place}; {more}" if place else more


@functools.cache
def _rules() -> dict[str, Any]:
    text = files("foedus.brief.report").joinpath("matches.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
