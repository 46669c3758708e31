"""One thing wrong or odd with a scenario, and the small checks that many rules share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from foedus.core.errors import did_you_mean
from foedus.crisis.fields import Model
from foedus.crisis.scenario import Scenario

from .reader import Path_


@dataclass(frozen=True, slots=True)
class Defect:
    """Something that keeps a scenario from being played, before it is tied to a line.

    Attributes
    ----------
    path
        Where in the scenario.
    message, value, fix
        What is wrong, what was written, what to write instead.
    needs
        Parts the finding rests on ("camp", "ladder", "date"); where one of them could not be read
        the finding is not reported.
    """

    path: Path_
    message: str
    value: object = None
    fix: str | None = None
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something legal but odd."""

    path: Path_
    message: str


def unknown(path: Path_, what: str, value: str, options: Iterable[str], needs: str = "") -> Defect:
    """Describe a name that is none of the options."""
    options = list(options)
    fix = did_you_mean(value, options) or f"known: {', '.join(options) or 'none'}"
    wanted = frozenset({needs}) if needs else frozenset()
    return Defect(path, f"unknown {what} '{value}'", value, fix, wanted)


def known_codes(
    scenario: Scenario, path: Path_, codes: Iterable[str], *, members: bool = True
) -> Iterator[Defect]:
    """Check that codes name actors, or where `members` allows, members of a bloc.

    `codes` are keys below `path` where it ends in a mapping, so the code itself is the last part
    of the place.
    """
    options: Collection[str] = scenario.home if members else scenario.actors
    for code in codes:
        if code in options:
            continue
        if code in scenario.home:
            bloc = scenario.home[code]
            message = f"'{code}' is a member of the bloc {bloc}, not an actor"
            yield Defect((*path, code), message, code, f"write '{bloc}'")
        else:
            yield unknown((*path, code), "actor", code, options)


def listed_codes(scenario: Scenario, path: Path_, codes: Iterable[str]) -> Iterator[Defect]:
    """Check a list of codes: each known, none twice."""
    seen: set[str] = set()
    for number, code in enumerate(codes):
        if code not in scenario.home:
            yield unknown((*path, number), "actor", code, scenario.home)
        elif code in seen:
            yield Defect((*path, number), f"'{code}' is listed twice", code, "keep one")
        seen.add(code)


def grounded(
    path: Path_, block: Model, *, inherited: object = None, judged: bool = False
) -> Iterator[Defect]:
    """Check that a block says where it comes from, and that it speaks of its own fields.

    Parameters
    ----------
    path, block
        Where, and what; the block has `source` and `judgement`.
    inherited
        Words of a block above that speak for this one.
    judged
        Whether it must be marked as a judgement.
    """
    source, judgement = getattr(block, "source", None), getattr(block, "judgement", None)
    if judged and not judgement:
        fix = 'add judgement: "why this value"'
        yield Defect(path, "has no judgement: it replaces a computed value", None, fix)
    elif not (source or judgement or inherited):
        fix = 'add source: "work, page or article", or judgement: "why"'
        yield Defect(path, "has neither source nor judgement", None, fix)
    for key, said in (("source", source), ("judgement", judgement)):
        if isinstance(said, dict):
            names = [name for name in type(block).model_fields if name not in {key, "source"}]
            for name in said:
                if name not in type(block).model_fields:
                    yield unknown((*path, key, name), "field", name, names)


def says(block: Model, name: str) -> str | None:
    """Return what a block's own source or judgement says of one of its fields, if anything."""
    for said in (getattr(block, "source", None), getattr(block, "judgement", None)):
        if isinstance(said, dict) and name in said:
            return said[name]
    return None


def in_force_on(in_force: tuple[date, date | None], day: date) -> bool:
    """Whether a treaty with these dates binds on a day, both ends included.

    >>> in_force_on((date(1955, 3, 3), None), date(1958, 8, 23))
    True
    """
    start, end = in_force
    return start <= day and (end is None or day <= end)
