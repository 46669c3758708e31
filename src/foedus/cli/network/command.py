"""``foedus network``: who is allied with whom, who is vulnerable, who can be drawn in."""

from __future__ import annotations

import json as json_module
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from foedus.cli.switch import Switch
from foedus.core.errors import UsageError

if TYPE_CHECKING:
    from foedus.brief.network.findings import Findings

__all__ = ["network"]


def network(
    when: str,
    /,
    *,
    stability: Switch = False,
    gamma: float = 1.5,
    trade: Switch = False,
    exposure: str = "",
    without: Annotated[list[str] | None, Parameter(negative=(), consume_multiple=True)] = None,
    kinds: str = "",
    seed: int = 0,
    out: Path | None = None,
    annals: Path | None = None,
    as_json: Annotated[Switch, Parameter(name="--json")] = False,
) -> int:
    """Show the alliances of a year or a day, or of many years: FIRST:LAST.

    Parameters
    ----------
    when
        A year, 1816 to 2018: 1914. A day: 1914-07-28. Years: 1816:2018.
    stability
        Judge whether the network is war-stable, and name every breach.
    gamma
        How many times the defenders' strength an attack must exceed; at least 1.
    trade
        Judge with trade too: attackers weigh spoils against the trade they lose. 1870 to 2014.
    exposure
        A state: its chance to be drawn into a war that starts elsewhere, and by which treaties.
    without
        Treaties to take out, by ATOP number: atop:1350.
    kinds
        Pledges that make two states allies, separated by commas: defense,offense,neutral,nonagg,
        consul. Default: any.
    seed
        Seed of what is drawn by lot.
    out
        Folder for tables, pictures and a page of them, index.html.
    annals
        Folder for what the explorer reads of many years: measures, who is vulnerable, who is
        exposed. Goes with years, --gamma and --seed only.
    as_json
        Print one JSON document, and nothing else, on standard output.
    """
    if seed < 0:
        raise UsageError("--seed must not be negative", value=seed)
    from .asked import asked, checked_gamma
    from .files import refuse_strangers, write_one

    checked_gamma(gamma)
    if out is not None:
        refuse_strangers(out)
    if annals is not None:
        from .annals import write_annals

        others = stability or trade or exposure or without or kinds or out or as_json
        write_annals(when, annals, gamma=gamma, seed=seed, alone=not others)
        return 0
    if ":" in when:
        from .span import span

        return span(
            when,
            stability=stability,
            gamma=gamma,
            trade=trade,
            exposure=exposure,
            without=without or [],
            kinds=kinds,
            seed=seed,
            out=out,
            as_json=as_json,
        )
    found = asked(
        when,
        kinds=kinds,
        without=without or [],
        gamma=gamma,
        stability=stability,
        trade=trade,
        exposure=exposure,
        seed=seed,
        drawn=out is not None,
    )
    if out is not None:
        write_one(found, out)
    if as_json:
        print(json_module.dumps(_document(found), ensure_ascii=False, allow_nan=False, indent=1))
        return 0
    _show(found, out)
    return 0


def _document(found: Findings) -> dict[str, object]:
    from .tables import document

    return document(found)


def _show(found: Findings, out: Path | None) -> None:
    from .text import show

    show(found, sys.stdout)
    if out is not None:
        print(f"written: {out}, pictures in {out / 'index.html'}")
