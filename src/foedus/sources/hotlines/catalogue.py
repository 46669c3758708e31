"""Direct lines and standing crisis channels between states: our own catalogue, and its lookup.

What counts as a channel, and how dates and status are coded, stands at the head of
``hotlines.yaml``, beside this module.
"""

from __future__ import annotations

import datetime as dt
import functools
from pathlib import Path
from typing import Final

from foedus.core import countries

from .entry import Hotline, Interruption, PartialDate, code_of
from .file import read

__all__ = [
    "Hotline",
    "Interruption",
    "PartialDate",
    "catalogue",
    "channels_between",
    "read",
]

FILE: Final = Path(__file__).with_name("hotlines.yaml")


@functools.cache
def catalogue() -> tuple[Hotline, ...]:
    """Every channel of the catalogue, in the order of the file.

    Examples
    --------
    >>> line = catalogue()[0]
    >>> line.id, line.parties, str(line.agreed), str(line.operational)
    ('usa-rus-head-1963', ('USA', 'RUS'), '1963-06-20', '1963-08-30')
    """
    return read(FILE)


def channels_between(
    a: str | int, b: str | int, on: dt.date, *, cut: bool = False
) -> tuple[Hotline, ...]:
    """Channels between two states that were in place on a day; the order of the two is no matter.

    Parameters
    ----------
    a, b
        States, as `foedus.core.countries.code` takes them; one that nobody knows, or that was not
        there on the day, is a `UsageError`.
    on
        The day.
    cut
        Whether channels in a known interruption on that day are given too.

    Examples
    --------
    >>> [line.id for line in channels_between("PRK", "ROK", dt.date(2019, 1, 1))]
    ['rok-prk-liaison-1971', 'rok-prk-military-2002', 'rok-prk-navy-2004', 'rok-prk-head-2018']
    >>> channels_between("PRK", "ROK", dt.date(2024, 1, 1))
    ()
    """
    wanted = {countries.code(a, on), countries.code(b, on)}
    return tuple(
        line
        for line in catalogue()
        if line.in_place(on)
        and (cut or not line.silent(on))
        and any({code_of(one), code_of(two)} == wanted for one, two in line.pairs)
    )
