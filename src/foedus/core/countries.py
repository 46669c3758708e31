"""Countries: from whatever is written to the code of the Correlates of War project, by date.

Inside, a state is its COW number. Abbreviations, ISO 3166 codes, Gleditsch-Ward numbers and English
names are taken at the edge and translated here, from a table of our own. Whether a state was a
member of the system at the time is another matter: that comes from data.
"""

from __future__ import annotations

import datetime as dt
import operator
from functools import cache

from .countries_columns import codes_of, from_gw, to_gw
from .countries_table import SYSTEMS, Span, System, When, clash, find, holding, resolve, spans
from .errors import UsageError, did_you_mean

__all__ = ["System", "abb", "code", "codes_of", "from_gw", "known", "name", "to_gw"]

_SAID = {
    "cow": "COW number",
    "abb": "COW abbreviation",
    "iso3": "ISO 3166 code",
    "gw": "Gleditsch-Ward number",
    "name": "name of a country",
}


def code(value: str | int, on: When = None, *, system: System | None = None) -> int:
    """COW number of a country.

    Parameters
    ----------
    value
        A COW number or abbreviation, an ISO 3166-1 alpha-3 code, or an English name; case, accents
        and punctuation do not matter.
    on
        Day or year in question. A year stands for any of its days; where the answer changes within
        it, the later one holds. Without it, a name means the state that bears it today.
    system
        How `value` is written, where it should be read in one way only: ``"cow"``, ``"abb"``,
        ``"iso3"``, ``"name"``, or ``"gw"``, which is never read unless asked for.

    Raises
    ------
    UsageError
        If nobody is so called, nobody was at the time, or more than one was.

    Examples
    --------
    >>> code("GMY"), code("DEU"), code("germany"), code("Prussia", 1866)
    (255, 255, 255, 255)
    >>> code("DEU", 1960), code("West Germany"), code(260, 2000, system="gw")
    (260, 260, 255)
    >>> code("Germany", 1960)
    Traceback (most recent call last):
    foedus.core.errors.UsageError: 'Germany' is ambiguous in 1960; write 'West Germany' (260) or ...
    """
    if system is not None and system not in SYSTEMS:
        raise UsageError(
            f"unknown system '{system}'", value=system, fix=did_you_mean(system, SYSTEMS)
        )
    if isinstance(on, dt.datetime):
        on = on.date()
    written = value.strip() if isinstance(value, str) else str(operator.index(value))
    if system is None and (pair := clash(written)):
        raise _clashing(written, pair)
    number = written.isdecimal()
    systems: tuple[System, ...] = ("cow",) if number else ("abb", "iso3", "name")
    if system is not None:
        systems = (system,)
    found = find(written, systems)
    if not found:
        raise _unknown(written, systems)
    codes = resolve(found, systems[0], on)
    if len(codes) == 1:
        return codes.pop()
    if codes:
        raise _ambiguous(written, codes, on)
    raise _not_then(written, found, systems[0], on)


@cache
def known() -> frozenset[int]:
    """Every COW number there is.

    Examples
    --------
    >>> len(known()), 345 in known(), 340 in known()
    (217, True, False)
    """
    return frozenset(_latest())


def abb(ccode: int) -> str:
    """COW abbreviation of a COW number.

    Raises
    ------
    UsageError
        If there is no such number.

    Examples
    --------
    >>> abb(300)
    'AUH'
    """
    return _of(ccode).abb


def name(ccode: int, on: When = None) -> str:
    """English short name of a COW number.

    Parameters
    ----------
    ccode
        COW number.
    on
        Day or year for which to name it; the last name it had where None, or where the table has
        no name for that time.

    Raises
    ------
    UsageError
        If there is no such number.

    Examples
    --------
    >>> name(365), name(365, 1962), name(255, 1866)
    ('Russia', 'Soviet Union', 'Prussia')
    """
    last = _of(ccode)
    if on is None:
        return last.name
    held = holding((span for span in spans() if span.ccode == ccode), on)
    return held[-1].name if held else last.name


@cache
def _latest() -> dict[int, Span]:
    return {span.ccode: span for span in spans()}  # rows of one code are in order of time


def _of(ccode: int) -> Span:
    if (span := _latest().get(ccode)) is None:
        raise _unknown(str(ccode), ("cow",))
    return span


def _unknown(written: str, systems: tuple[System, ...]) -> UsageError:
    kinds = "country" if len(systems) > 1 else _SAID[systems[0]]
    options: list[str] = []
    for span in spans():
        if "name" in systems:
            options += (span.name, *span.aliases)
        if "abb" in systems:
            options.append(span.abb)
        if "iso3" in systems and span.iso3:
            options.append(span.iso3)
    fix = did_you_mean(written, options) or "write an English name, or a COW or ISO 3166 code"
    if systems == ("cow",) and (theirs := find(written, ("gw",))):
        fix = f"as a Gleditsch-Ward number it is {_label(theirs[-1])}: say system='gw'"
    return UsageError(f"unknown {kinds} '{written}'", value=written, fix=fix)


def _clashing(written: str, pair: tuple[Span, Span]) -> UsageError:
    ours, theirs = pair
    return UsageError(
        f"'{written}' is the COW abbreviation of {_label(ours)} "
        f"and the ISO 3166 code of {_label(theirs)}",
        value=written,
        fix="say system='abb' or system='iso3', or write the name",
    )


def _ambiguous(written: str, codes: set[int], on: When) -> UsageError:
    names = " or ".join(f"'{name(ccode, on)}' ({ccode})" for ccode in sorted(codes))
    when = "" if on is None else f" {_when(on)}"
    return UsageError(f"'{written}' is ambiguous{when}", value=written, fix=f"write {names}")


def _not_then(written: str, found: tuple[Span, ...], system: System, on: When) -> UsageError:
    assert on is not None  # without a date, what was found always holds
    meant = "; ".join(dict.fromkeys(f"{_label(span)}{_lasts(span)}" for span in found))
    fix = f"the table has {meant}"
    if system == "cow" and len(theirs := resolve(find(written, ("gw",)), "gw", on)) == 1:
        there = theirs.pop()
        fix += f"; as a Gleditsch-Ward number it is {there}, {name(there, on)}: say system='gw'"
    return UsageError(f"no '{written}' {_when(on)}", value=written, fix=fix)


def _when(on: dt.date | int) -> str:
    return f"on {on.isoformat()}" if isinstance(on, dt.date) else f"in {on}"


def _label(span: Span) -> str:
    return f"{span.ccode} {span.name}"


def _lasts(span: Span) -> str:
    first = "" if span.first == dt.date.min else f" from {span.first.isoformat()}"
    return first + ("" if span.open else f" to {span.last.isoformat()}")
