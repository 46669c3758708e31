"""Vulnerable despite trade, war-and-trade stable (Jackson & Nei 2015).

Conquest takes state i out of the network. Each member k of the coalition gains ``spoils[i, k]`` and
loses its trade with i. State i is *vulnerable despite trade* if some coalition that defeats it (as
in `foedus.network.stability.vulnerable`) has every member at least as well off, and one strictly.

The spoils of a member do not depend on who else is in the coalition, so neither does whether it is
*willing*. The best coalition j can bring is then j and all its allies that are willing, i left out:
a further willing member never weakens the attack, and never makes another worse off. It counts if j
is willing and one member gains strictly.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from foedus.core.errors import UsageError
from foedus.network.graph import Flags, Network

from .gains import Gains, above
from .vulnerable import Floats, Known, Positions, check, check_positions, known, slack

__all__ = [
    "NetworkTradeVerdict",
    "TradeVerdict",
    "TradeVulnerability",
    "trade_margins",
    "trade_stability",
    "trade_verdict",
    "vulnerable_despite_trade",
]


@dataclass(frozen=True)
class TradeVulnerability:
    """Whom whose willing coalition defeats.

    Parameters
    ----------
    adjacency
        Whether two states are linked; shape (n, n).
    strength
        Strength of each state; shape (n,).
    gamma
        Advantage of the defence.
    willing
        Row k, column i: whether conquest of i leaves k no worse off; shape (n, n).
    margin
        Row j, column i: as in `Vulnerability`, of the willing coalition; -inf where j is not
        willing, or no member would gain; shape (n, n).
    """

    adjacency: Flags = field(repr=False)
    strength: Floats = field(repr=False)
    gamma: float
    willing: Flags = field(repr=False)
    margin: Floats = field(repr=False)

    @property
    def flags(self) -> Flags:
        """Whether a state is vulnerable despite trade; shape (n,)."""
        worst = self.margin.max(axis=0, initial=-np.inf)
        return worst > slack(self.strength, self.gamma)

    @property
    def attacker(self) -> Positions:
        """Position of the state with the largest margin over each; -1 where nobody attacks."""
        if not self.strength.size:
            return np.zeros(0, dtype=np.intp)
        somebody = np.isfinite(self.margin).any(axis=0)
        return np.where(somebody, self.margin.argmax(axis=0), -1)

    def coalition(self, i: int, j: int) -> Flags:
        """Willing coalition of j against i: of j and its allies, all who lose nothing; (n,).

        Raises
        ------
        UsageError
            If i and j are the same, or not positions of states.
        """
        check_positions(self.strength.size, i, j)
        members = self.adjacency[j].copy()
        members[j] = True
        return members & self.willing[:, i]


def trade_margins(
    adjacency: Flags, strength: Floats, gamma: float, willing: Flags, better: Flags
) -> Floats:
    """Margin of each state's willing coalition over each other state; O(n^3).

    Parameters
    ----------
    adjacency, strength, gamma
        As in `margins`.
    willing, better
        Row k, column i: whether conquest of i leaves k no worse, and better, off; shape (n, n).

    Returns
    -------
    Floats
        -inf where the state of the row is not willing, nobody in its coalition would be better
        off, and on the diagonal; shape (n, n).
    """
    self_too = (adjacency | np.eye(strength.size, dtype=np.bool_)).astype(np.float64)
    weighed = self_too * strength
    attack = weighed @ willing
    turned = weighed @ (willing & adjacency)  # allies of i who are in the coalition
    defence = weighed.sum(axis=1)[None, :] - turned
    gained = self_too @ better > 0
    return np.where(willing & gained, attack - gamma * defence, -np.inf)


def vulnerable_despite_trade(
    adjacency: Flags, strength: Floats, gains: Gains, spoils: Floats | float, gamma: float = 1.0
) -> TradeVulnerability:
    """Who can be defeated by a coalition nobody of which loses by it.

    Parameters
    ----------
    adjacency
        Whether two states are linked: symmetric, no diagonal; shape (n, n).
    strength
        Strength of each state, in any unit; shape (n,).
    gains
        What states gain from trade.
    spoils
        What conquest of the state of the row gives that of the column, in the unit of the gains;
        one number, or shape (n, n).
    gamma
        How many times the defenders' strength an attack must exceed; at least 1.

    Raises
    ------
    UsageError
        If gamma is below 1, the arrays are no network, or spoils are not known.

    Examples
    --------
    Two allies could take the third's place, but one of them trades with it and would lose more.

    >>> line = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]], dtype=bool)
    >>> trade = Gains.of_degree(3, np.sqrt)
    >>> vulnerable_despite_trade(line, np.ones(3), trade, spoils=0.1).flags.tolist()
    [False, False, False]
    >>> vulnerable_despite_trade(line, np.ones(3), trade, spoils=0.5).flags.tolist()
    [True, False, True]
    """
    check(adjacency, strength, gamma)
    prize = _prize(spoils, strength.size, gains)
    willing, better = gains.willing(adjacency, prize)
    margin = trade_margins(adjacency, strength, gamma, willing, better)
    return TradeVulnerability(adjacency, strength, gamma, willing, margin)


@dataclass(frozen=True)
class TradeVerdict:
    """Whether a network is war-and-trade stable, and every way in which it is not.

    Parameters
    ----------
    found
        Who is vulnerable despite trade as things are.
    adds
        Pairs without a link who would both gain by one (or, if strict, would expose somebody by
        it): symmetric; shape (n, n).
    leaves
        Row j, column k: linked, and j gains by dropping the link and is not vulnerable despite
        trade without it; shape (n, n).
    """

    found: TradeVulnerability
    adds: Flags = field(repr=False)
    leaves: Flags = field(repr=False)

    @property
    def drops(self) -> Flags:
        """Links that one end or both would drop: symmetric; shape (n, n)."""
        return self.leaves | self.leaves.T

    @property
    def stable(self) -> bool:
        """Whether the network is war-and-trade stable."""
        return not (self.found.flags.any() or self.adds.any() or self.leaves.any())

    @property
    def attacks(self) -> list[tuple[int, int]]:
        """Who is vulnerable despite trade, and the attacker with the largest margin."""
        by = self.found.attacker
        return [(int(i), int(by[i])) for i in np.flatnonzero(self.found.flags)]

    @property
    def additions(self) -> list[tuple[int, int]]:
        """Pairs without a link who would both gain by one."""
        return [(int(j), int(k)) for j, k in np.argwhere(np.triu(self.adds))]

    @property
    def deletions(self) -> list[tuple[int, int]]:
        """Who would drop the link with whom."""
        return [(int(j), int(k)) for j, k in np.argwhere(self.leaves)]


def trade_verdict(
    adjacency: Flags,
    strength: Floats,
    gains: Gains,
    spoils: Floats | float,
    gamma: float = 1.0,
    *,
    strict: bool = False,
) -> TradeVerdict:
    """Judge whether a network is war-and-trade stable.

    Nobody is vulnerable despite trade; no two states without a link would both gain by one; who
    drops a link gains nothing by it, or becomes vulnerable despite trade.

    Parameters
    ----------
    adjacency, strength, gains, spoils, gamma
        As in `vulnerable_despite_trade`.
    strict
        Whether a further link is a breach, too, if it makes somebody vulnerable despite trade who
        is not, as in war stability. O(n^5): for networks of up to some thirty states.

    Raises
    ------
    UsageError
        If gamma is below 1, the arrays are no network, or spoils are not known.

    Notes
    -----
    O(n^3) unless strict, and O(n^2) more for each end of a link that gains by dropping it.

    Examples
    --------
    Five equals in a ring, two partners being best for everybody, and spoils below what an ally is
    worth: stable at any gamma.

    >>> ring = np.roll(np.eye(5), 1, 0) + np.roll(np.eye(5), -1, 0) > 0
    >>> trade = Gains.of_degree(5, lambda d: 4 * d - d**2)
    >>> trade_verdict(ring, np.ones(5), trade, spoils=0.9).stable
    True
    >>> trade_verdict(ring, np.ones(5), trade, spoils=1.5).stable
    False
    >>> trade_verdict(np.zeros((5, 5), dtype=bool), np.ones(5), trade, spoils=0.9).additions[0]
    (0, 1)
    """
    found = vulnerable_despite_trade(adjacency, strength, gains, spoils, gamma)
    prize = _prize(spoils, strength.size, gains)
    now = gains.utility(adjacency)[:, None]
    by_link = above(gains.more(adjacency), now) & ~adjacency
    np.fill_diagonal(by_link, val=False)
    adds = by_link & by_link.T
    if strict:
        adds |= _exposing(found, gains, prize)
    leaves = above(gains.less(adjacency), now) & adjacency
    for j, k in np.argwhere(leaves):
        without = adjacency.copy()
        without[[j, k], [k, j]] = False
        willing, better = gains.willing(without, prize)
        leaves[j, k] = not _falls(without, strength, gamma, willing, better, int(j))
    return TradeVerdict(found, adds, leaves)


@dataclass(frozen=True)
class NetworkTradeVerdict:
    """Whether the network of a year was war-and-trade stable.

    Parameters
    ----------
    year
        The year.
    known
        The states it is about, in the order of `verdict`, and those left out.
    verdict
        Every breach, by position.
    """

    year: int
    known: Known
    verdict: TradeVerdict

    @property
    def breaches(self) -> pl.DataFrame:
        """One row a breach, by abbreviations of the states.

        ``condition`` (S1 vulnerable despite trade, S2 both gain by a link, S3 one gains by
        dropping one), ``one, two`` (the link; of S3 the first drops it), ``state, attacker``,
        ``coalition`` (S1).
        """
        name, found = self.known.names, self.verdict.found
        rows: list[tuple[str, str | None, str | None, str | None, str | None, list[str] | None]]
        rows = []
        for i, j in self.verdict.attacks:
            members = [name[at] for at in np.flatnonzero(found.coalition(i, j))]
            rows.append(("S1", None, None, name[i], name[j], members))
        rows += [
            (condition, name[j], name[k], None, None, None)
            for condition, pairs in (
                ("S2", self.verdict.additions),
                ("S3", self.verdict.deletions),
            )
            for j, k in pairs
        ]
        text = pl.String
        columns = {"condition": text, "one": text, "two": text, "state": text, "attacker": text}
        return pl.DataFrame(rows, {**columns, "coalition": pl.List(text)}, orient="row")


def trade_stability(
    network: Network, trade: Floats, spoils: float = 0.05, gamma: float = 1.0
) -> NetworkTradeVerdict:
    """Judge whether the network of a year was war-and-trade stable.

    A state gains from trade the share its allies have in its trade; conquest gives each
    member of the coalition the same share of its own trade. So a state is willing to attack
    those of its allies with whom it has no more than that share of its trade, and all who are no
    allies of its.

    Parameters
    ----------
    network
        Alliances and strengths.
    trade
        Imports of the state of the row from that of the column, in any unit, NaN where not known
        (then counted as none); in the order of ``network.states``; shape (n, n).
    spoils
        What conquest gives, as a share of the attacker's trade. A convention, not a measurement.
    gamma
        Advantage of the defence; at least 1.

    Raises
    ------
    UsageError
        If gamma is below 1, spoils are not known, or the matrix does not fit the network.
    """
    n = network.states.size
    if trade.shape != (n, n):
        raise UsageError(f"trade of {n} states is a matrix of {n} by {n}", value=trade.shape)
    seen = known(network)
    within = np.ix_(seen.kept, seen.kept)
    gains = Gains(Gains.of_trade(trade).worth[within])  # shares of all trade, with those left out
    judged = trade_verdict(seen.adjacency, seen.strength, gains, spoils, gamma)
    return NetworkTradeVerdict(network.year, seen, judged)


def _prize(spoils: Floats | float, n: int, gains: Gains) -> Floats:
    prize = np.asarray(spoils, dtype=np.float64)
    if prize.shape not in {(), (n, n)} or gains.worth.shape != (n, n):
        raise UsageError(
            f"spoils and worth of trade of {n} states are matrices of {n} by {n}",
            value=(prize.shape, gains.worth.shape),
        )
    if not np.isfinite(prize).all():
        raise UsageError("spoils are missing or infinite")
    return np.broadcast_to(prize, (n, n))


def _exposing(now: TradeVulnerability, gains: Gains, prize: Floats) -> Flags:
    """Pairs whose link makes somebody vulnerable despite trade who is not: each link tried."""
    exposing = np.zeros_like(now.adjacency)
    apart = ~now.adjacency
    for j, k in np.argwhere(np.triu(apart, 1)):
        linked = now.adjacency.copy()
        linked[[j, k], [k, j]] = True
        then = vulnerable_despite_trade(linked, now.strength, gains, prize, now.gamma)
        exposing[j, k] = exposing[k, j] = (then.flags & ~now.flags).any()
    return exposing


def _falls(
    adjacency: Flags, strength: Floats, gamma: float, willing: Flags, better: Flags, i: int
) -> bool:
    """Whether i alone is vulnerable despite trade: one column of `trade_margins`; O(n^2)."""
    self_too = adjacency | np.eye(strength.size, dtype=np.bool_)
    weighed = self_too * strength
    attack = weighed @ willing[:, i]
    defence = weighed[i].sum() - weighed @ (willing[:, i] & adjacency[i])
    leads = willing[:, i] & (self_too @ better[:, i])
    return bool((leads & (attack - gamma * defence > slack(strength, gamma))).any())
