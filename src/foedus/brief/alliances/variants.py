"""What the ledger's variants are: readings of schools, what is open, how it is made."""

from __future__ import annotations

from .desk import Desk

__all__ = ["GROUPS", "SCHOOLS", "called", "group", "school"]

SCHOOLS: dict[str, tuple[str, tuple[str, ...]]] = {
    "capability": ("strength decides, promises are words", ("snyder-1984",)),
    "deterrence": (
        "wars are chosen, so clear promises prevent them",
        ("leeds-2003", "fearon-1994"),
    ),
    "timetable": (
        "mobilisation takes over from statesmen",
        ("sagan-1986", "christensen-snyder-1990"),
    ),
    "moral-hazard": ("a promise without conditions makes its holder bold", ("benson-2011",)),
    "spiral": ("what makes one secure makes the other afraid", ("jervis-1978",)),
}
"""Readings by the name of their variant: what they hold, and works that say so."""
GROUPS = {
    "schools": "readings of rival schools",
    "open": "what no data set tells",
    "made": "how the ledger is made",
}


def group(variant: str) -> str:
    """Which group a variant belongs to, one of `GROUPS`.

    Examples
    --------
    >>> group("moral hazard"), group("k=3"), group("zeta=1")
    ('schools', 'made', 'open')
    """
    if school(variant) in SCHOOLS:
        return "schools"
    return "made" if variant.startswith(("k=", "treaties=")) else "open"


def school(variant: str) -> str:
    """A school's name, however many words a ledger writes it in."""
    return variant.replace(" ", "-")


def called(desk: Desk, name: str) -> str:
    """The name of a variant, as one of the brief's entries."""
    return desk.made(f"variant {name}", name, "text", "ledger, range: names of the variants")
