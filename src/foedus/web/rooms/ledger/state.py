"""What the ledger's page shows: filters, order, page."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from foedus.cases.placebo import REGIONS
from foedus.core import countries
from foedus.core.errors import UsageError
from foedus.ledger.columns import LEVELS, OUTCOMES, label_column
from foedus.ledger.select import KINDS, REACHED, Selection
from foedus.ledger.summary.labels import LABELS
from foedus.web.links import Value
from foedus.web.query import Params, choice, flag, known, one, whole, written
from foedus.web.rooms.listing import Column, sorts

__all__ = ["COLUMNS", "FIRST", "LAST", "SIZE", "THRESHOLDS", "State"]

COLUMNS = (
    Column("number", "no.", "dispnum", numeric=True),
    Column("date", "began", "start"),
    Column("treaties", "treaties", "n_treaties", numeric=True, falling=True),
    Column("war", "any war", "any_war", numeric=True, falling=True),
    Column("effect", "by its pacts", "any_war_difference", numeric=True),
    Column("great", "great-power war", "great_power_war", numeric=True, falling=True),
    Column("great-effect", "by its pacts", "great_power_war_difference", numeric=True),
    Column("level", "on record", "reached", falling=True),
)
"""What the table is sorted by."""
FIRST, LAST = 1816, 2014
"""Years of the record (COW MID 5.0)."""
SIZE = 50
"""Disputes on a page."""
THRESHOLDS = tuple(f"{level:g}" for level in LEVELS)
_HEADLINE = f"{LEVELS[1]:g}"
_FLAGS = ("major", "nuclear", "pledged", "peace")


@dataclass(frozen=True)
class State:
    """Filters, all of which must hold; the order; the page.

    Attributes
    ----------
    since, until
        Years, both included.
    who
        Code, abbreviation or name of a state that is in the dispute's game.
    kind, region, level
        See `foedus.ledger.select.Selection`.
    effect, outcome, threshold
        Label of the row, of which outcome, at which threshold.
    major, nuclear, pledged
        Only disputes with a great power, a nuclear state, an obligation in the game.
    peace
        Without the disputes of the two world wars.
    sort
        One of `foedus.web.rooms.listing.sorts`.
    page
        From 1.
    """

    since: int = FIRST
    until: int = LAST
    who: str = ""
    kind: str = ""
    region: str = ""
    level: str = ""
    effect: str = ""
    outcome: str = OUTCOMES[0]
    threshold: str = _HEADLINE
    major: bool = False
    nuclear: bool = False
    pledged: bool = False
    peace: bool = False
    sort: str = "date"
    page: int = 1

    @classmethod
    def of(cls, params: Params) -> State:
        """Read an address.

        Raises
        ------
        UsageError
            A key is unknown, or a value is none that fits.
        """
        known(params, (field.name for field in dataclasses.fields(cls)))
        state = cls(
            since=whole(params, "since", FIRST, LAST, FIRST),
            until=whole(params, "until", FIRST, LAST, LAST),
            who=one(params, "who").strip(),
            kind=choice(params, "kind", ("", *KINDS), ""),
            region=choice(params, "region", ("", *REGIONS), ""),
            level=choice(params, "level", ("", *REACHED), ""),
            effect=choice(params, "effect", ("", *LABELS), ""),
            outcome=choice(params, "outcome", OUTCOMES, OUTCOMES[0]),
            threshold=choice(params, "threshold", THRESHOLDS, _HEADLINE),
            **{name: flag(params, name) for name in _FLAGS},
            sort=choice(params, "sort", sorts(COLUMNS), "date"),
            page=whole(params, "page", 1, 100_000, 1),
        )
        if state.since > state.until:
            raise UsageError(
                "the years are the wrong way round",
                field="since",
                value=state.since,
                fix=f"from {state.until} to {state.since}",
            )
        if state.who:
            countries.code(state.who)  # refuses what nobody is called
        return state

    def query(self) -> dict[str, Value]:
        """What stands in the address: everything that is not as at first."""
        return written(self)

    @property
    def filtered(self) -> bool:
        """Whether some disputes are left out."""
        return self.selection != Selection()

    @property
    def selection(self) -> Selection:
        """The disputes that are meant."""
        label = label_column("escalation", self.outcome, float(self.threshold))
        return Selection(
            first=None if self.since == FIRST else self.since,
            last=None if self.until == LAST else self.until,
            nuclear=self.nuclear,
            major=self.major,
            pledged=self.pledged,
            without_world_wars=self.peace,
            state=self.who,
            labels=((label, self.effect),) if self.effect else (),
            kind=self.kind,
            region=self.region,
            level=self.level,
        )
