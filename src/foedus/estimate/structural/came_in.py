"""Who of the candidates came in, and who fought, in the record: by pledge and by rank."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import Any

from foedus.cases.case import Case
from foedus.crisis.hazards import bound
from foedus.crisis.treaty import pledges

__all__ = ["came_in"]


def came_in(disputes: Iterable[Case]) -> list[dict[str, Any]]:
    """Count candidates in games, and those that came in or fought on the side of their camp.

    Parameters
    ----------
    disputes
        Cases with what happened; others are passed over, and candidates that came in on the other
        side.

    Returns
    -------
    list of dict
        Four rows: ``bound`` (owes the principal of its camp defence or offence), ``major``, and
        the numbers of ``candidates``, of those that ``joined`` with a show of force or more, of
        those ``in_wars``, and of those that ``fought`` there.
    """
    rows = {
        key: dict.fromkeys(("candidates", "joined", "in_wars", "fought"), 0)
        for key in product((False, True), repeat=2)
    }
    for case in disputes:
        seen = case.seen
        if seen is None:
            continue
        owing = dict(
            zip(
                case.scenario.actors,
                bound(case.scenario, pledges(case.scenario)) > 0.0,
                strict=True,
            )
        )
        for code, joined in seen.joined.items():
            if code in seen.elsewhere:
                continue
            row = rows[bool(owing[code]), case.scenario.actors[code].major]
            row["candidates"] += 1
            row["joined"] += int(joined)
            if seen.level == "war":
                row["in_wars"] += 1
                row["fought"] += int(seen.fought[code])
    return [{"bound": owes, "major": major} | row for (owes, major), row in rows.items()]
