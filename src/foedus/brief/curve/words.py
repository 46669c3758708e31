"""Words for what a specification curve holds: pledges, choices, options, shares."""

from __future__ import annotations

from typing import Final

__all__ = [
    "BLOCKS",
    "CHOICES",
    "CHOICES_SHOWN",
    "EVENTS",
    "PLEDGES",
    "STAGES",
    "choice_words",
    "option_words",
    "per_cent",
    "signed",
]

MINUS = "\N{MINUS SIGN}"

PLEDGES: Final = {
    "target_defense": "A defensive ally of the target",
    "challenger_defense": "A defensive ally of the challenger",
    "challenger_offense": "An offensive ally of the challenger",
    "challenger_neutral": "A promise of neutrality to the challenger",
}
STAGES: Final = {
    "onset": "Onset: who begins disputes",
    "escalation": "Escalation: which disputes become war",
}
EVENTS: Final = {"onset": "disputes begun", "escalation": "wars out of disputes"}
CHOICES: Final = {
    "years": "years",
    "pairs": "pairs",
    "disputes": "disputes of",
    "participants": "acts of",
    "conditions": "conditions",
    "lag": "pledges as of",
    "beside": "pledges in model",
    "controls": "set of controls",
}
CHOICES_SHOWN: Final = tuple(name for name in CHOICES if name != "controls")
"""Choices that a picture lists option by option; controls go by block."""
BLOCKS: Final = {
    "capabilities": "capabilities",
    "regime": "regime",
    "distance": "distance",
    "similarity": "similarity",
    "peace": "past disputes",
    "stakes": "what is at stake",
    "trend": "trend in time",
}
_OPTIONS: Final = {
    ("pairs", "relevant"): "relevant",
    ("pairs", "all"): "all",
    ("disputes", "cow"): "COW",
    ("disputes", "gml"): "GML",
    ("participants", "originators"): "originators",
    ("participants", "all"): "all participants",
    ("conditions", "met"): "unchecked met",
    ("conditions", "unmet"): "unchecked unmet",
    ("beside", "alone"): "this alone",
    ("beside", "together"): "all four",
}
_LAGS: Final = {
    ("onset", "0"): "the year",
    ("onset", "1"): "year before",
    ("escalation", "0"): "the eve",
    ("escalation", "1"): "a year before",
}


def choice_words(choice: str) -> str:
    """A choice, or a block of controls written ``+name``.

    Examples
    --------
    >>> choice_words("lag"), choice_words("+peace")
    ('pledges as of', 'with past disputes or not')
    """
    if choice.startswith("+"):
        return f"with {BLOCKS[choice[1:]]} or not"
    return CHOICES[choice]


def option_words(stage: str, choice: str, option: str) -> str:
    """An option of a choice.

    Examples
    --------
    >>> option_words("onset", "lag", "1"), option_words("onset", "years", "1816-1944")
    ('year before', '1816–1944')
    """
    if choice == "lag":
        return _LAGS[stage, option]
    return _OPTIONS.get((choice, option), option.replace("-", "\N{EN DASH}"))


def per_cent(share: float | None) -> str:
    """A share in whole per cent; never a false zero.

    Examples
    --------
    >>> [per_cent(one) for one in (0.0, 0.004, 0.376, 0.998, 1.0, None)]
    ['0 %', '<1 %', '38 %', '>99 %', '100 %', '–']
    """
    if share is None:
        return "\N{EN DASH}"
    if 0.0 < share < 0.01:
        return "<1 %"
    if 0.99 < share < 1.0:
        return ">99 %"
    return f"{100.0 * share:.0f} %"


def signed(value: float | None) -> str:
    """A coefficient to two decimals, with its sign.

    Examples
    --------
    >>> [signed(one) for one in (0.123, -0.5, 0.001, None)]
    ['+0.12', '−0.50', '0.00', '–']
    """
    if value is None:
        return "\N{EN DASH}"
    text = f"{value:+.2f}"
    return "0.00" if float(text) == 0.0 else text.replace("-", MINUS)
