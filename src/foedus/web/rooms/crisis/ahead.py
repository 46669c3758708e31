"""What a reader may tick next, solved while nobody waits.

Once a crisis is solved whole, each of its treaties and channels has been taken out already, and
such a box is answered from there. The remedies have not: each gets its first answer beforehand,
when no reader's question is left, one after the other.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from foedus.core.errors import UsageError
from foedus.web.answers import Level
from foedus.web.service import BusyError

from .state import State
from .toggles import toggles

if TYPE_CHECKING:
    from foedus.web.crises import Crises
    from foedus.web.service import Service

__all__ = ["ahead"]


def ahead(service: Service, crises: Crises, name: str) -> None:
    """Have every single remedy of a crisis solved, to its first answer, if it is not yet."""
    base = crises.ask(name, (), ())
    if not service.first_time(base.key):
        return
    boxes = [
        box.value
        for group in toggles(base.scenario, State(name))
        for item in group.items
        for box in (*item.toggles, *item.more)
        if box.name == "with"
    ]
    with contextlib.suppress(BusyError, UsageError):
        for word in boxes:
            service.ask(crises.ask(name, (), (word,)), Level.POINT, beforehand=True)
