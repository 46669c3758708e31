"""What the record's page shows: which scores, of which model, which page of errors."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from foedus.web.links import Value
from foedus.web.query import Params, choice, known, whole, written

from .held import offered

__all__ = ["SIZE", "State"]

SIZE = 25
"""Errors on a page."""
_TASK, _SPLIT, _MODEL = "escalation", "1946-1992", "game"


@dataclass(frozen=True)
class State:
    """Scores of a task in a split.

    Attributes
    ----------
    task, split
        What is foretold, and when.
    model
        Whose calibration is drawn.
    page
        Of the errors, from 1.
    """

    task: str = _TASK
    split: str = _SPLIT
    model: str = _MODEL
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
        tasks, splits, models = offered()
        return cls(
            task=choice(params, "task", tasks or (_TASK,), _TASK),
            split=choice(params, "split", splits or (_SPLIT,), _SPLIT),
            model=choice(params, "model", models or (_MODEL,), _MODEL),
            page=whole(params, "page", 1, 100_000, 1),
        )

    def query(self) -> dict[str, Value]:
        """What stands in the address: everything that is not as at first."""
        return written(self)
