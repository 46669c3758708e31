"""Stability despite trade, year by year."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import polars as pl

from foedus.network.graph import networks
from foedus.network.layers import layer

from .trade import trade_stability
from .vulnerable import check

__all__ = ["trade_stability_years"]


def trade_stability_years(
    first: int,
    last: int,
    gammas: Collection[float] = (1.0, 1.5, 2.0, 3.0),
    spoils: Collection[float] = (0.1, 0.01, 0.001),
) -> pl.DataFrame:
    """War-and-trade stability of every year's network, at several gammas and spoils.

    Parameters
    ----------
    first, last
        Years, of those for which trade is known: 1870 to 2014.
    gammas
        Advantages of the defence.
    spoils
        What conquest gives, as shares of the attacker's trade: see `trade_stability`.

    Returns
    -------
    polars.DataFrame
        One row a year, gamma and spoils: ``year, gamma, spoils, states`` (with known strength),
        ``known_trade`` (share of ordered pairs), ``vulnerable`` (states, despite trade),
        ``gaining`` (pairs who are no allies and would both gain by a link), ``leaving`` (links that
        one end would drop), ``stable``.

    Raises
    ------
    UsageError
        If a gamma is below 1, or a year is outside what is known of alliances or of trade.
    foedus.sources.getting.fetch.DataMissing
        If a file it needs is not there.
    """
    for gamma in gammas:  # before any year is read
        check(np.zeros((0, 0), dtype=np.bool_), np.zeros(0), gamma)
    rows: list[tuple[int, float, float, int, float, int, int, int, bool]] = []
    for one in networks(first, last):
        trade = layer("trade", one)
        for gamma in gammas:
            for prize in spoils:
                made = trade_stability(one, trade.values, prize, gamma)
                judged = made.verdict
                counts = (
                    int(judged.found.flags.sum()),
                    int(judged.adds.sum()) // 2,
                    int(judged.drops.sum()) // 2,
                )
                who = (len(made.known.names), trade.coverage)
                rows.append((one.year, float(gamma), float(prize), *who, *counts, judged.stable))
    found = ("vulnerable", "gaining", "leaving", "stable")
    columns = ["year", "gamma", "spoils", "states", "known_trade", *found]
    return pl.DataFrame(rows, columns, orient="row")
