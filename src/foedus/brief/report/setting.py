"""What the three writers share: a report as plain pieces, ready to be set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .citing import Words, listed
from .model import Report
from .phrases import Cite, Phrase, Run

__all__ = ["Call", "Entry", "Said", "Setting", "bracketed"]


@dataclass(frozen=True)
class Call:
    """A citation as it is printed: ``[3, vol. I]``."""

    number: int
    place: str


def bracketed(calls: Sequence[Call]) -> tuple[tuple[Call, ...], ...]:
    """Citations by bracket: neighbours without a place share one.

    Examples
    --------
    >>> found = bracketed([Call(2, ""), Call(3, ""), Call(1, "vol. I")])
    >>> [[one.number for one in group] for group in found]
    [[2, 3], [1]]
    """
    out: list[list[Call]] = []
    for one in calls:
        if out and not one.place and not out[-1][-1].place:
            out[-1].append(one)
        else:
            out.append([one])
    return tuple(tuple(group) for group in out)


@dataclass(frozen=True)
class Said:
    """A phrase: its runs, and its citations, which stand before a closing full stop."""

    runs: tuple[Run, ...]
    calls: tuple[Call, ...]
    stop: str = ""

    @property
    def text(self) -> str:
        """Without citations."""
        return "".join(run.text for run in self.runs) + self.stop


@dataclass(frozen=True)
class Entry:
    """One reference of the list."""

    number: int
    words: tuple[Words, ...]
    link: str

    @property
    def text(self) -> str:
        """The entry without italics, and without its link where it is printed in it."""
        return "".join(one.text for one in self.words)


class Setting:
    """A report with its citations numbered.

    Parameters
    ----------
    report
        What is to be written.
    """

    def __init__(self, report: Report) -> None:
        self.report = report
        self._order = report.order

    def said(self, phrase: Phrase) -> Said:
        """A phrase, ready to be set."""
        runs = phrase.runs(self.report.numbers)
        calls = self.calls(phrase.cites)
        last = runs[-1] if runs else Run("")
        if calls and not last.key and last.text.endswith("."):
            cut = last.text[:-1]
            return Said((*runs[:-1], *((Run(cut),) if cut else ())), calls, ".")
        return Said(runs, calls)

    def calls(self, cites: tuple[Cite, ...]) -> tuple[Call, ...]:
        """Citations by number; the same one once."""
        found = dict.fromkeys(Call(self._order[one.id], one.place) for one in cites)
        return tuple(found)

    def text(self, phrase: Phrase) -> str:
        """Its text alone."""
        return phrase.text(self.report.numbers)

    def entries(self) -> tuple[Entry, ...]:
        """The list of references."""
        cited = self.report.references
        return tuple(
            Entry(number, words, one.link)
            for number, (one, words) in enumerate(zip(cited, listed(cited), strict=True), 1)
        )
