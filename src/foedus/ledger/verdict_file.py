"""Historians' verdicts on single disputes: what an entry says, and the file read and checked."""

from __future__ import annotations

import datetime as dt
import functools
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any, NoReturn

from foedus.core.errors import FoedusError, did_you_mean

__all__ = ["FILE", "Pact", "Verdict", "Work", "read", "verdicts"]

FILE = "verdicts.toml"

DIRECTIONS = ("raised", "lowered", "none")
EFFECTS = (*DIRECTIONS, "disputed")
SAYS = (*DIRECTIONS, "both", "unread")
MECHANISMS = ("deterrence", "emboldenment", "entrapment", "restraint", "several", "none")
CONFIDENCE = ("high", "medium", "low")
SEEN = ("text", "summary", "listed")
WHEN = ("before", "during")

_CASE: dict[str, type] = {
    "dispnum": int,
    "title": str,
    "year": int,
    "alliances": list,
    "any_war": str,
    "great_power_war": str,
    "mechanism": str,
    "verdict": str,
    "confidence": str,
    "coded": dt.date,
    "references": list,
}
_PACT: dict[str, type] = {"name": str, "when": str}
_WORK: dict[str, type] = {
    "cite": str,
    "where": str,
    "page_confirmed": bool,
    "seen": str,
    "says": str,
}
_MAY_BE_EMPTY = {"where"}


@dataclass(frozen=True)
class Pact:
    """An alliance that bears on the dispute.

    Parameters
    ----------
    name
        What it is called.
    atop
        Its number in ATOP; None where ATOP has none.
    when
        ``"before"``: in force when the dispute began; ``"during"``: made while it lasted.
    """

    name: str
    atop: int | None
    when: str


@dataclass(frozen=True)
class Work:
    """A work that the verdict rests on.

    Parameters
    ----------
    cite
        Author, year, title, publisher or journal.
    where
        Page or chapter, or how its view is known; may be empty.
    page_confirmed
        Whether the page in `where` was seen.
    seen
        What was seen of it: ``"text"``, at least in part; ``"summary"``, an abstract, the
        publisher's text, a review or a quotation; ``"listed"``, no more than that it exists.
    says
        What it says of the risk of war: ``"raised"``, ``"lowered"``, ``"none"``, ``"both"`` ways,
        or ``"unread"`` where the passage could not be read.
    """

    cite: str
    where: str
    page_confirmed: bool
    seen: str
    says: str


@dataclass(frozen=True)
class Verdict:
    """What historians say the alliances in force did to a dispute.

    Parameters
    ----------
    dispnum
        Number in COW MID 5.0.
    title, year
        The case.
    alliances
        Those that bear on it.
    any_war, great_power_war
        What they did to that risk: ``"raised"``, ``"lowered"``, ``"none"``, or ``"disputed"``,
        where historians disagree or describe effects both ways and strike no balance.
    mechanism
        How: deterrence, emboldenment, entrapment, restraint, several, none.
    verdict
        The verdict in our words.
    dissent
        What speaks against the coding; empty where nothing was found.
    confidence
        ``"high"``, ``"medium"``, or ``"low"``: rests on inference, or on works that were not read.
    coded
        When.
    references
        Works, at least one.
    """

    dispnum: int
    title: str
    year: int
    alliances: tuple[Pact, ...]
    any_war: str
    great_power_war: str
    mechanism: str
    verdict: str
    dissent: str
    confidence: str
    coded: dt.date
    references: tuple[Work, ...]

    @property
    def made_during(self) -> bool:
        """Whether an alliance it speaks of was made while the dispute lasted.

        What was in force on the first day knows nothing of it.
        """
        return any(one.when == "during" for one in self.alliances)


@functools.cache
def verdicts() -> tuple[Verdict, ...]:
    """Every verdict, in the order of the file.

    Raises
    ------
    FoedusError
        As `read`.

    Examples
    --------
    >>> [one.any_war for one in verdicts() if one.dispnum == 257]
    ['raised']
    """
    text = resources.files("foedus.ledger").joinpath(FILE).read_text(encoding="utf-8")
    return read(text)


def read(text: str) -> tuple[Verdict, ...]:
    """Verdicts from the text of a file.

    Parameters
    ----------
    text
        TOML; ``verdicts.toml`` says at its head what each field means.

    Raises
    ------
    FoedusError
        If it is no TOML; if a field is unknown, missing, empty, of the wrong type, or has a value
        that it cannot have; if a case comes twice; if mechanism and effects do not go together; if
        what is called disputed is not so in the works read; or if all works of a case are unread
        and its confidence is not low.
    """
    try:
        cases = tomllib.loads(text).get("case", [])
    except tomllib.TOMLDecodeError as error:
        raise FoedusError(f"is no TOML: {error}", file=FILE, fix="correct the line named") from None
    found: dict[int, Verdict] = {}
    for number, raw in enumerate(cases):
        one = _case(raw, _name(number, raw))
        if one.dispnum in found:
            fix = "keep one entry for each dispute"
            _refuse("comes twice", _name(number, raw), "dispnum", one.dispnum, fix)
        found[one.dispnum] = one
    return tuple(found.values())


def _name(number: int, raw: Mapping[str, Any]) -> str:
    return f"case[{number}] (dispnum {raw.get('dispnum', '?')})"


def _case(raw: Mapping[str, Any], entry: str) -> Verdict:
    _fields(raw, _CASE, ("dissent",), entry)
    for name in ("any_war", "great_power_war"):
        _among(raw, name, EFFECTS, entry)
    _among(raw, "mechanism", MECHANISMS, entry)
    _among(raw, "confidence", CONFIDENCE, entry)
    pacts = tuple(_pact(one, f"{entry}.alliances[{i}]") for i, one in enumerate(raw["alliances"]))
    works = tuple(_work(one, f"{entry}.references[{i}]") for i, one in enumerate(raw["references"]))
    one = Verdict(
        dispnum=raw["dispnum"],
        title=raw["title"],
        year=raw["year"],
        alliances=pacts,
        any_war=raw["any_war"],
        great_power_war=raw["great_power_war"],
        mechanism=raw["mechanism"],
        verdict=raw["verdict"],
        dissent=raw.get("dissent", ""),
        confidence=raw["confidence"],
        coded=raw["coded"],
        references=works,
    )
    _consistent(one, entry)
    return one


def _pact(raw: Mapping[str, Any], entry: str) -> Pact:
    _fields(raw, _PACT, ("atop",), entry)
    _among(raw, "when", WHEN, entry)
    number = raw.get("atop")
    if number is not None and type(number) is not int:
        _refuse("is no number", entry, "atop", number, "give the ATOP number, or leave it out")
    return Pact(raw["name"], number, raw["when"])


def _work(raw: Mapping[str, Any], entry: str) -> Work:
    _fields(raw, _WORK, (), entry)
    _among(raw, "seen", SEEN, entry)
    _among(raw, "says", SAYS, entry)
    one = Work(raw["cite"], raw["where"], raw["page_confirmed"], raw["seen"], raw["says"])
    if one.page_confirmed and not one.where:
        fix = "say which page, or set it to false"
        _refuse("confirms a page and names none", entry, "page_confirmed", one.page_confirmed, fix)
    if one.seen == "listed" and (one.says != "unread" or one.page_confirmed):
        fix = "say 'unread' and no page, or what was seen of it"
        _refuse("reports a work that was only found listed", entry, "says", one.says, fix)
    return one


def _consistent(one: Verdict, entry: str) -> None:
    effects = (one.any_war, one.great_power_war)
    if (one.mechanism == "none") != all(effect == "none" for effect in effects):
        fix = "say 'none' exactly where both effects are none"
        _refuse("does not go with the effects", entry, "mechanism", one.mechanism, fix)
    read_ones = {work.says for work in one.references} - {"unread"}
    if "disputed" in effects and "both" not in read_ones and len(read_ones) < 2:
        fix = "give works on both sides, or one that describes both"
        _refuse("is disputed, and the works read do not disagree", entry, "references", None, fix)
    if not read_ones and one.confidence != "low":
        fix = "set it to low, or read one"
        _refuse("rests on works that were not read", entry, "confidence", one.confidence, fix)


def _fields(
    raw: Mapping[str, Any], types: Mapping[str, type], may: Sequence[str], entry: str
) -> None:
    known = (*types, *may)
    for name, value in raw.items():
        if name not in known:
            fix = did_you_mean(name, known) or f"the fields are {', '.join(known)}"
            _refuse("unknown field", entry, name, value, fix)
    for name, kind in types.items():
        if name not in raw:
            _refuse("is missing", entry, name, None, f"add {name} = ... to the entry")
        value = raw[name]
        # bool is an int to Python, a datetime is a date: the file must say what it means
        if type(value) is not kind:
            _refuse(f"is no {kind.__name__}", entry, name, value, f"give a {kind.__name__}")
        if kind in (str, list) and not value and name not in _MAY_BE_EMPTY:
            _refuse("is empty", entry, name, value, "fill it in")


def _among(raw: Mapping[str, Any], name: str, allowed: Sequence[str], entry: str) -> None:
    value = raw[name]
    if value not in allowed:
        fix = did_you_mean(value, allowed) or f"one of {', '.join(allowed)}"
        _refuse("has no such value", entry, name, value, fix)


def _refuse(message: str, entry: str, name: str, value: object, fix: str) -> NoReturn:
    raise FoedusError(message, file=FILE, field=f"{entry}.{name}", value=value, fix=fix)
