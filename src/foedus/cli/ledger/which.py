"""Which disputes are meant: the options that ``foedus ledger summary`` and ``rows`` share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from foedus.cli.switch import Switch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foedus.ledger.select import Selection

__all__ = ["Which"]


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Which:
    """Filters, all of which must hold.

    Attributes
    ----------
    first
        First year that counts.
    last
        Last year that counts.
    nuclear
        Only disputes with a nuclear state in the game.
    major
        Only disputes with a great power in the game.
    pledged
        Only disputes with an obligation in the game.
    without_world_wars
        Leave out the disputes of the two world wars.
    state
        Only disputes with this state in the game: GMY, 255 or Germany.
    kind
        Only disputes with such a pledge in the game: defence, offence, neutrality, nonaggression
        or consultation.
    region
        Only disputes with an originator, on either side, in Americas, Europe, Africa, "Middle
        East" or "Asia and Oceania".
    level
        Only disputes that reached this level on record and no higher: display, force or war.
    """

    first: Annotated[int | None, Parameter(name="--from")] = None
    last: Annotated[int | None, Parameter(name="--to")] = None
    nuclear: Switch = False
    major: Switch = False
    pledged: Switch = False
    without_world_wars: Switch = False
    state: str = ""
    kind: str = ""
    region: str = ""
    level: str = ""

    def selection(self, labels: Sequence[tuple[str, str]] = (), status: str = "") -> Selection:
        """The ledger's own filter.

        Raises
        ------
        UsageError
            The years are the wrong way round, or a value is unknown.
        """
        from foedus.ledger.select import Selection

        return Selection(**vars(self), labels=tuple(labels), status=status)
