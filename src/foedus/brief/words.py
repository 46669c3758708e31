"""Probability in words, and the short words for a treaty and for theta's standing.

The scale is that of the US intelligence community: Office of the Director of National
Intelligence, *Intelligence Community Directive 203: Analytic Standards*, 2 January 2015, section
D.6.e(2)(a). It has seven terms without gaps from .01 to .99; its first and last term are extended
here to 0 and 1.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foedus.core.bundle import Bundle

__all__ = ["SCALE", "SCALE_SOURCE", "clause", "fitting", "pledge", "short", "status", "word"]

SCALE: tuple[tuple[float, str], ...] = (
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly even chance"),
    (0.80, "likely"),
    (0.95, "very likely"),
    (1.00, "almost certain"),
)
"""Upper end of each term, which itself belongs to the next."""

SCALE_SOURCE = (
    "Office of the Director of National Intelligence, Intelligence Community Directive 203: "
    "Analytic Standards, "
    "2 January 2015, D.6.e(2)(a)"
)


def word(chance: float) -> str:
    """The scale's term for a probability.

    Raises
    ------
    ValueError
        If `chance` is no probability.

    Examples
    --------
    >>> word(0.025), word(0.37), word(0.5), word(0.97)
    ('almost no chance', 'unlikely', 'roughly even chance', 'almost certain')
    """
    if not 0.0 <= chance <= 1.0:
        raise ValueError(f"not a probability: {chance}")
    return next((term for limit, term in SCALE if chance < limit), SCALE[-1][1])


def clause(event: str, chance: float, *, shown: str = "") -> str:
    """The term in a clause.

    Parameters
    ----------
    event
        Whose chance it is.
    chance
        A probability.
    shown
        What stands where the term would, such as a placeholder for it.

    Examples
    --------
    >>> clause("war", 0.37), clause("war", 0.025), clause("war", 0.5)
    ('war is unlikely', 'there is almost no chance of war', 'there is a roughly even chance of war')
    """
    term = word(chance)
    told = shown or term
    if not term.endswith("chance"):
        return f"{event} is {told}"
    return f"there is {'a ' if term.startswith('roughly') else ''}{told} of {event}"


def short(title: str) -> str:
    """A treaty's title without dates, brackets and article.

    Examples
    --------
    >>> short("Dual Alliance, 7 October 1879"), short("The Quad (Australia, India, Japan)")
    ('Dual Alliance', 'Quad')
    >>> short("Treaty of London, 19 April 1839: guarantee of Belgium")
    'Treaty of London: guarantee of Belgium'
    """
    text = re.sub(r"\s*\([^)]*\)", "", title)
    text = re.sub(r",[^,:]*\b\d{4}\b[^,:]*", "", text)
    text = " ".join(text.split()).strip(" ,:")
    return text.removeprefix("The ").removeprefix("the ") or title


def pledge(kind: str) -> str:
    """A kind of pledge, as a reader spells it.

    >>> pledge("nonaggression"), pledge("defence")
    ('non-aggression', 'defence')
    """
    return "non-aggression" if kind == "nonaggression" else kind


def fitting(texts: Sequence[str], width: int) -> list[str]:
    """Texts of so many letters at most: cut at a word, or in the middle where two would be alike.

    The middle tells texts apart that end differently.

    Examples
    --------
    >>> fitting(["Treaty of Mutual Cooperation and Security between two states"], 38)
    ['Treaty of Mutual Cooperation and…']
    >>> fitting(["Pact: what is owed to Cuba", "Pact: what is owed to Turkey", "Quad"], 16)
    ['Pact: …d to Cuba', 'Pact: …to Turkey', 'Quad']
    """
    made = [one if len(one) <= width else _at_a_word(one, width) for one in texts]
    alike = Counter(cut for cut, one in zip(made, texts, strict=True) if cut != one)
    return [
        _in_the_middle(one, width) if cut != one and alike[cut] > 1 else cut
        for cut, one in zip(made, texts, strict=True)
    ]


def _at_a_word(text: str, width: int) -> str:
    return text[: width - 1].rsplit(" ", 1)[0].rstrip(",;: ") + "…"


def _in_the_middle(text: str, width: int) -> str:
    tail = (width + 1) // 2 + 1
    return f"{text[: width - tail - 1]}…{text[-tail:]}"


def status(bundle: Bundle) -> str:
    """``not yet fitted``, or what the manifest says of theta."""
    told = str((bundle.manifest.get("theta") or {}).get("status", ""))
    return "not yet fitted" if "not yet fitted" in told or not told else told
