"""How often a pledge is honoured when its occasion comes."""

from __future__ import annotations

from dataclasses import dataclass

from foedus.core.errors import UsageError

__all__ = ["AFTER_1945", "BEFORE_1945", "OVERALL", "PUBLISHED", "Honour"]

_REFERENCE = (
    "Berkemeier, M. and Fuhrmann, M. (2018), Reassessing the Fulfillment of Alliance Commitments "
    "in War, Research & Politics 5(2)"
)


@dataclass(frozen=True)
class Honour:
    """Chance that a pledge is honoured, by kind. Immutable; `dataclasses.replace` changes one.

    Parameters
    ----------
    defense
        Help to a partner that is attacked.
    offense
        Help to a partner that attacks.
    neutral
        Staying out of a war against a partner, by a state that would else have entered it.
    reference
        Where the three come from.

    Raises
    ------
    UsageError
        If one is no probability.

    Examples
    --------
    >>> Honour.each(0.5).offense
    0.5
    """

    defense: float = 0.41
    offense: float = 0.74
    neutral: float = 0.78
    reference: str = _REFERENCE

    def __post_init__(self) -> None:
        for name in ("defense", "offense", "neutral"):
            value = getattr(self, name)
            if not 0.0 <= value <= 1.0:  # NaN fails too
                raise UsageError(
                    "not a probability", field=f"honour.{name}", value=value, fix="give 0 to 1"
                )

    @property
    def rates(self) -> tuple[float, float, float]:
        """The three, in the order defence, offence, neutrality."""
        return self.defense, self.offense, self.neutral

    @classmethod
    def each(cls, rate: float, reference: str = "assumed") -> Honour:
        """One rate for every kind.

        Parameters
        ----------
        rate
            The chance.
        reference
            Where it comes from.
        """
        return cls(rate, rate, rate, reference)


PUBLISHED = Honour()
OVERALL = Honour.each(0.50, f"{_REFERENCE}: all kinds, 1816-2003")
BEFORE_1945 = Honour.each(0.66, f"{_REFERENCE}: all kinds, before 1945")
AFTER_1945 = Honour.each(0.22, f"{_REFERENCE}: all kinds, 1945-2003")
