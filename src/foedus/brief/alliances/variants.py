"""What the ledger's variants are: readings of schools, what is open, how it is made."""

from __future__ import annotations

from .desk import Desk

__all__ = ["GROUPS", "SCHOOLS", "called", "changed", "group", "plain", "school"]

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


_PLAIN = {
    "lambda x 0.5": "choices half as sharp",
    "lambda x 2": "choices twice as sharp",
    "honour x 2": "an unmet pledge costs double",
    "pledge_climb=1": "allies no readier below war",
    "consultation=0": "consultation calms nothing",
    "zeta=0": "sharpness alike everywhere",
    "zeta=1": "high stakes blunt choices",
    "k=1": "one third party at most",
    "k=3": "three third parties at most",
    "treaties=defence": "defence pledges alone",
    "treaties=binding": "binding pledges alone",
}
_WHERE = "ledger, range: names of the variants"


def plain(variant: str) -> str:
    """A variant in words; by its own name where there are none for it.

    Examples
    --------
    >>> plain("zeta=1"), plain("moral-hazard"), plain("k=5")
    ('high stakes blunt choices', 'moral hazard', 'k=5')
    """
    return _PLAIN.get(variant, variant.replace("-", " "))


def called(desk: Desk, name: str) -> str:
    """A variant in words, as one of the brief's entries."""
    return desk.made(f"variant {name}", plain(name), "text", _WHERE)


def changed(desk: Desk, name: str) -> str:
    """What a variant changes, with the name that a ledger has for it where that is another."""
    about = desk.told["range"][name]["about"]
    said = desk.at("range", name, "about", kind="text") if about else None
    if plain(name) == name.replace("-", " "):
        return said or "–"
    key = desk.made(f"key {name}", name, "text", _WHERE)
    return key if said is None or about == plain(name) else f"{said} ({key})"
