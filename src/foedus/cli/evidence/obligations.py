"""``foedus obligations``: on a day, who owed whom what, under which treaty."""

from __future__ import annotations

from typing import Annotated

import polars as pl
from cyclopts import Parameter

from foedus.cli.switch import Switch
from foedus.core import countries
from foedus.core.dates import parse_date
from foedus.core.errors import UsageError, did_you_mean
from foedus.panel.obligations import obligations as on_day
from foedus.sources.atop import PLEDGES

__all__ = ["obligations"]

_BASE = ("atopid", "obligor", "beneficiary", "start", "end")


def obligations(
    day: str,
    /,
    *,
    state: str = "",
    kind: str = "",
    as_json: Annotated[Switch, Parameter(name="--json")] = False,
) -> None:
    """List the obligations of alliance in force on a day (ATOP).

    Parameters
    ----------
    day
        YYYY-MM-DD, from 1815 to 2018.
    state
        Only what this state owes or is owed: GMY, 255 or Germany; a name is read as of the day.
    kind
        Only this pledge: defense, offense, neutral, nonagg or consul.
    as_json
        Print rows for programs.
    """
    frame = on_day(day)
    if state:
        number = state.strip().isdecimal()  # ATOP's members end a day after the list's states
        code = countries.code(state, on=None if number else parse_date(day))
        frame = frame.filter((pl.col("obligor") == code) | (pl.col("beneficiary") == code))
    if kind:
        if kind not in PLEDGES:
            fix = did_you_mean(kind, PLEDGES) or f"choose {', '.join(PLEDGES)}"
            raise UsageError("no such pledge", value=kind, fix=fix)
        frame = frame.filter(pl.col(kind) == 1)
    if as_json:
        print(frame.write_json())
        return
    print(f"{'ATOP':<5} {'owes':<5} {'to':<5} {'since':<10}  {'until':<10}  what")
    for row in frame.iter_rows(named=True):
        owed = ", ".join(name for name in PLEDGES if row[name])
        until = "-" if row["censored"] else str(row["end"])
        print(
            f"{row['atopid']:<5} {_abb(row['obligor']):<5} {_abb(row['beneficiary']):<5} "
            f"{row['start']}  {until:<10}  {owed or 'nothing of the five'}"
        )


def _abb(code: int) -> str:
    return countries.abb(code) if code in countries.known() else str(code)
