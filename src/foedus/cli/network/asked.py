"""Compute what ``foedus network`` was asked about one year or day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from foedus.brief.network.findings import Findings
from foedus.core.errors import UsageError
from foedus.network.graph import Network, network_in
from foedus.sources.atop import PLEDGES
from foedus.sources.load import Source, load

if TYPE_CHECKING:
    from foedus.brief.network.drawn_in import DrawnIn
    from foedus.network.stability.trade import NetworkTradeVerdict

__all__ = ["asked", "checked_gamma", "kinds_of"]

SPOILS = 0.05
"""What conquest gives, as a share of the attacker's trade."""


def checked_gamma(gamma: float) -> float:
    """The same, or an error before anything is read."""
    if not 1 <= gamma < float("inf"):  # NaN fails too
        raise UsageError("--gamma must be 1 or more", value=gamma)
    return gamma


def kinds_of(text: str) -> tuple[str, ...]:
    """Pledges from ``defense,offense``; all of them from nothing."""
    return tuple(part.strip() for part in text.split(",") if part.strip()) or PLEDGES


def asked(
    when: str,
    *,
    kinds: str = "",
    without: Sequence[str] = (),
    gamma: float = 1.5,
    stability: bool = False,
    trade: bool = False,
    exposure: str = "",
    seed: int = 0,
    drawn: bool = False,
) -> Findings:
    """Everything asked for, about one year or day.

    Parameters
    ----------
    drawn
        Whether pictures are wanted too.

    Raises
    ------
    UsageError
        If the year is outside the record, or a state, treaty, pledge or gamma is wrong.
    foedus.sources.getting.fetch.DataMissing
        If a file it needs is not there.
    """
    checked_gamma(gamma)
    whole = network_in(when, kinds=kinds_of(kinds))
    there = whole.without(*without) if without else whole
    state = there.position(exposure) if exposure else None  # wrong before the work, not after it
    from foedus.network.stability.verdict import war_stability
    from foedus.network.stability.vulnerable import vulnerability
    from foedus.network.structure.blocs import blocs  # these take a moment to load
    from foedus.network.structure.density import density

    further: list[Source] = []
    places = load("distance/capitals") if drawn else None
    if places is not None:
        further.append(places)
    judged: NetworkTradeVerdict | None = None
    if trade:
        judged, used = _despite_trade(there, gamma)
        further += used
    at_risk: DrawnIn | None = None
    if state is not None:
        from .exposure import drawn_in

        at_risk, used = drawn_in(there, whole, state, seed)
        further += used
    return Findings(
        network=there,
        whole=whole,
        without=tuple(int(one.removeprefix("atop:")) for one in without),
        gamma=gamma,
        density=density(there),
        blocs=blocs(there, seed=seed),
        vulnerable=vulnerability(there, gamma),
        verdict=war_stability(there, gamma) if stability else None,
        trade=judged,
        spoils=SPOILS,
        exposure=at_risk,
        places=None if places is None else places.frame,
        further=tuple(further),
    )


def _despite_trade(there: Network, gamma: float) -> tuple[NetworkTradeVerdict, list[Source]]:
    from foedus.network.layers import layer
    from foedus.network.stability.trade import trade_stability

    flows = layer("trade", there)
    return trade_stability(there, flows.values, SPOILS, gamma), list(flows.sources)
