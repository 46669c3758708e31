"""Is a network war-stable, and if not, by whom is it broken (Jackson & Nei 2015).

War-stable: (S1) nobody is vulnerable; (S2) no two states could ally and make somebody vulnerable;
(S3) of any two allies, each would be vulnerable without the alliance.

A further link ``jk`` strengthens only attacks led by j or by k, and only on third states: against
k, its new ally j brings what it brought before. So S2 looks, for each such pair, at the attacks of
two states. A dropped link ``jk`` changes, for j, only how it is defended against those who are not
with k. Both are maxima of sums of two matrices; the whole verdict costs O(n^3).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from foedus.network.graph import Flags, Network, networks

from .vulnerable import (
    Floats,
    Known,
    Positions,
    Vulnerability,
    check,
    check_positions,
    known,
    slack,
    vulnerable,
)

__all__ = [
    "NetworkVerdict",
    "Verdict",
    "added",
    "dropped",
    "verdict",
    "war_stability",
    "war_stability_years",
]


@dataclass(frozen=True)
class Verdict:
    """Whether a network is war-stable, and every way in which it is not.

    Parameters
    ----------
    found
        Who is vulnerable as things are (S1).
    exposing
        Row j, column k: largest margin over a third state not vulnerable now, of an attack led by j
        once j and k are allies; -inf for allies; shape (n, n).
    exposed
        Position of that third state; shape (n, n).
    uncovered
        Row j, column k: largest margin of anybody over j once j and k are no longer allies;
        nan for pairs that are no allies; shape (n, n).
    """

    found: Vulnerability
    exposing: Floats = field(repr=False)
    exposed: Positions = field(repr=False)
    uncovered: Floats = field(repr=False)

    @property
    def stable(self) -> bool:
        """Whether the network is war-stable: no breach of S1, S2 or S3."""
        return not (self.found.flags.any() or self.adds.any() or self.drops.any())

    @property
    def adds(self) -> Flags:
        """Pairs whose alliance would make somebody vulnerable who is not: symmetric, (n, n)."""
        leads = self.exposing > slack(self.found.strength, self.found.gamma)
        return leads | leads.T

    @property
    def drops(self) -> Flags:
        """Allies of whom one or both would not be vulnerable without the other; symmetric."""
        safe = self.needless
        return safe | safe.T

    @property
    def needless(self) -> Flags:
        """Row j, column k: allies, and j would not be vulnerable without k; shape (n, n)."""
        safe = self.uncovered <= slack(self.found.strength, self.found.gamma)
        needless: Flags = self.found.adjacency & safe
        return needless

    @property
    def attacks(self) -> list[tuple[int, int]]:
        """Breaches of S1: a vulnerable state, and the attacker with the largest margin."""
        by = self.found.attacker
        return [(int(i), int(by[i])) for i in np.flatnonzero(self.found.flags)]

    @property
    def additions(self) -> list[tuple[int, int, int, int]]:
        """Breaches of S2: the two states, whom their alliance exposes most, and to whose attack.

        All whom one alliance exposes: `exposed_by`.
        """
        rows = []
        for j, k in np.argwhere(np.triu(self.adds)):
            lead, other = (j, k) if self.exposing[j, k] >= self.exposing[k, j] else (k, j)
            rows.append((int(j), int(k), int(self.exposed[lead, other]), int(lead)))
        return rows

    @property
    def deletions(self) -> list[tuple[int, int]]:
        """Breaches of S3: an ally, and the other without whom it would not be vulnerable."""
        return [(int(j), int(k)) for j, k in np.argwhere(self.needless)]

    def exposed_by(self, j: int, k: int) -> list[tuple[int, int]]:
        """All whom an alliance of j and k makes vulnerable, and who attacks with most.

        Raises
        ------
        UsageError
            If j and k are the same, or not positions of states.
        """
        now = self.found
        check_positions(now.strength.size, j, k)
        with_it = now.adjacency.copy()
        with_it[[j, k], [k, j]] = True
        then = vulnerable(with_it, now.strength, now.gamma)
        newly = then.flags & ~now.flags
        return [(int(i), int(then.attacker[i])) for i in np.flatnonzero(newly)]


def verdict(adjacency: Flags, strength: Floats, gamma: float = 1.0) -> Verdict:
    """Judge whether a network is war-stable; O(n^3).

    Parameters
    ----------
    adjacency
        Whether two states are allies: symmetric, no diagonal; shape (n, n).
    strength
        Strength of each state, in any unit; shape (n,).
    gamma
        How many times the defenders' strength an attack must exceed; at least 1.

    Raises
    ------
    UsageError
        If gamma is below 1, or the arrays are no network.

    Notes
    -----
    S2 in the paper asks that nobody be vulnerable at ``g + jk``. Here the breaches listed are those
    who *become* so; where S1 holds, the two are the same, and where it does not, the network is
    not war-stable anyway.

    Examples
    --------
    Three equals without allies: any two could ally and defeat the third, if gamma is below 2.

    >>> nobody = np.zeros((3, 3), dtype=bool)
    >>> found = verdict(nobody, np.ones(3), gamma=1.5)
    >>> found.stable, found.additions[0]
    (False, (0, 1, 2, 0))
    >>> verdict(nobody, np.ones(3), gamma=2.0).stable
    True
    """
    found = vulnerable(adjacency, strength, gamma)
    exposing, exposed = added(found)
    return Verdict(found, exposing, exposed, dropped(found))


def added(now: Vulnerability) -> tuple[Floats, Positions]:
    """Worst that each further alliance does to a third state not vulnerable now.

    Returns
    -------
    tuple
        Row j, column k: largest margin of an attack led by j once j and k are allies, and whom it
        hits; -inf and 0 for allies and on the diagonal; shapes (n, n).
    """
    n, m, gamma = now.strength.size, now.strength, now.gamma
    exposing = np.full((n, n), -np.inf)
    exposed = np.zeros((n, n), dtype=np.intp)
    safe = np.flatnonzero(~now.flags)
    if n < 3 or not safe.size:
        return exposing, exposed
    base = np.ascontiguousarray(now.margin.T[safe])  # row: who is hit; column: who leads
    near = now.adjacency[safe]  # row: who is hit; column: its allies
    leaders = np.arange(n)
    first = base.argmax(axis=0)
    most = base[first, leaders]
    without = base.copy()
    without[first, leaders] = -np.inf
    second = without.argmax(axis=0)
    next_most = without[second, leaders]
    for k in range(n):
        # k joins the attack: its strength is added; the new ally is not whom they attack
        new_ally = safe[first] == k
        hit = np.where(new_ally, second, first)
        margin = np.where(new_ally, next_most, most) + m[k]
        allies = np.flatnonzero(near[:, k])
        if allies.size:  # an ally of k loses it as a defender, too
            theirs = base[allies]
            at = theirs.argmax(axis=0)
            other = theirs[at, leaders] + (1 + gamma) * m[k]
            hit = np.where(other > margin, allies[at], hit)
            margin = np.maximum(margin, other)
        apart = ~now.adjacency[k]
        apart[k] = False
        exposing[apart, k], exposed[apart, k] = margin[apart], safe[hit[apart]]
    return exposing, exposed


def dropped(now: Vulnerability) -> Floats:
    """Largest margin over each ally once its alliance is dropped.

    Returns
    -------
    Floats
        Row j, column k: of anybody over j, without the alliance of j and k; nan where there is
        none; shape (n, n).
    """
    n, m = now.strength.size, now.strength
    uncovered = np.full((n, n), np.nan)
    worst = now.worst
    for k in range(n):
        allies = np.flatnonzero(now.adjacency[k])
        if not allies.size:
            continue
        outside = ~now.adjacency[k]  # who could attack an ally of k and not have k with him
        outside[k] = False
        theirs = now.margin[np.ix_(outside, allies)].max(axis=0, initial=-np.inf)
        uncovered[allies, k] = np.maximum(worst[allies], theirs + now.gamma * m[k])
    return uncovered


@dataclass(frozen=True)
class NetworkVerdict:
    """Whether the network of a year was war-stable.

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
    verdict: Verdict

    @property
    def breaches(self) -> pl.DataFrame:
        """One row a breach, by abbreviations of the states.

        ``condition`` (S1, S2, S3), ``one, two`` (the alliance added or dropped; null for S1),
        ``state`` (S1, S2: who is vulnerable; S3: who would not be), ``attacker``, ``coalition``.
        """
        name, found = self.known.names, self.verdict.found
        rows: list[tuple[str, str | None, str | None, str, str | None, list[str] | None]] = []
        for i, j in self.verdict.attacks:
            members = [name[at] for at in np.flatnonzero(found.coalition(i, j))]
            rows.append(("S1", None, None, name[i], name[j], members))
        for j, k, i, lead in self.verdict.additions:
            joined = found.coalition(i, lead)
            joined[k if lead == j else j] = True
            members = [name[at] for at in np.flatnonzero(joined)]
            rows.append(("S2", name[j], name[k], name[i], name[lead], members))
        for j, k in self.verdict.deletions:
            rows.append(("S3", name[j], name[k], name[j], None, None))
        text = pl.String
        columns = {"condition": text, "one": text, "two": text, "state": text, "attacker": text}
        return pl.DataFrame(rows, {**columns, "coalition": pl.List(text)}, orient="row")


def war_stability(network: Network, gamma: float = 1.0) -> NetworkVerdict:
    """Judge whether the network of a year or a day was war-stable.

    Raises
    ------
    UsageError
        If gamma is below 1.
    """
    seen = known(network)
    return NetworkVerdict(network.year, seen, verdict(seen.adjacency, seen.strength, gamma))


def war_stability_years(
    first: int, last: int, gammas: Collection[float] = (1.0, 1.5, 2.0, 3.0)
) -> pl.DataFrame:
    """Stability of every year's network at several gammas.

    Returns
    -------
    polars.DataFrame
        One row a year and gamma: ``year, gamma, states`` (with known strength), ``left_out``,
        ``links``, ``vulnerable`` (states), ``exposing`` (pairs whose alliance would make somebody
        vulnerable who is not), ``needless`` (alliances that one end could drop and not be
        vulnerable), ``stable``.

    Raises
    ------
    UsageError
        If a gamma is below 1, or a year is outside the record.
    foedus.sources.getting.fetch.DataMissing
        If a file it needs is not there.
    """
    nothing = np.zeros(0)
    for gamma in gammas:  # before any year is read
        check(np.zeros((0, 0), dtype=np.bool_), nothing, gamma)
    rows = []
    for one in networks(first, last):
        seen = known(one)
        links = int(seen.adjacency.sum()) // 2
        for gamma in gammas:
            judged = verdict(seen.adjacency, seen.strength, gamma)
            counts = (int(judged.adds.sum()) // 2, int(judged.drops.sum()) // 2)
            who = (len(seen.names), len(seen.left_out), links, int(judged.found.flags.sum()))
            rows.append((one.year, float(gamma), *who, *counts, judged.stable))
    found = ("vulnerable", "exposing", "needless", "stable")
    columns = ["year", "gamma", "states", "left_out", "links", *found]
    return pl.DataFrame(rows, columns, orient="row")
