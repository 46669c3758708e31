"""What the groups of an accounting are called: a pledge that is not to fight entraps nobody."""

from __future__ import annotations

__all__ = ["FIGHTING", "READ_AS", "group_label", "nobody", "through"]

FIGHTING = ("defence", "offence")
"""Kinds of treaty that may oblige somebody to fight."""
READ_AS = (
    "Of a treaty that obliges nobody to fight, deterrence is what the adversary does, emboldenment "
    "what the state that is owed does, entrapment what the pledged side does."
)
"""Under a table whose heads are the names that go with pledges to fight."""

_LABELS = {
    "deterrence": "deterrence (adversary)",
    "emboldenment": "emboldenment (protégé)",
    "entrapment": "entrapment (patron)",
    "others": "everyone else",
    "mechanics": "mechanics (triggers)",
}
_PLEDGED = _LABELS | {
    "deterrence": "the adversary",
    "emboldenment": "the state that is owed",
    "entrapment": "the pledged side",
}
_RESTRAINT = "restraint (protégé)"


def group_label(group: str, share: float, *, fights: bool) -> str:
    """A group beside its share.

    Parameters
    ----------
    group
        As the accounting has it.
    share
        Of the effect; where the protégé's is negative it is restrained.
    fights
        Whether the treaty may oblige anybody to fight.

    Examples
    --------
    >>> group_label("emboldenment", -0.1, fights=True)
    'restraint (protégé)'
    >>> group_label("entrapment", 0.1, fights=False)
    'the pledged side'
    """
    if not fights:
        return _PLEDGED[group]
    return _RESTRAINT if group == "emboldenment" and share < 0 else _LABELS[group]


def nobody(group: str, low: float, high: float) -> bool:
    """Whether none but the two opponents signed a pledge that is not to fight: no row for a third.

    The accounting has a nought for a group without a member, and for that only.
    """
    return group == "entrapment" and low == high == 0


def through(group: str, share: float, *, fights: bool) -> str:
    """What an effect came about through; parameters as of `group_label`.

    Examples
    --------
    >>> through("deterrence", -0.1, fights=True), through("deterrence", -0.1, fights=False)
    ('deterrence', "the adversary's play")
    """
    plays = {
        "deterrence": "the adversary's play",
        "emboldenment": "the play of the state that is owed",
        "entrapment": "the patron's play" if fights else "the pledged side's play",
        "others": "everyone else's play",
    }
    if not fights:
        return plays.get(group, group)
    if group == "emboldenment":
        return "restraint" if share < 0 else "emboldenment"
    right = {"deterrence": share < 0, "entrapment": share > 0}
    return group if right.get(group, False) else plays.get(group, group)
