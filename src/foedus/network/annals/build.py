"""Compute the annals: every year's measures, vulnerability, stability and exposure."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from foedus.core.errors import Cancelled, UsageError
from foedus.core.progress import Reporter, Silent
from foedus.core.provenance import versions
from foedus.network.exposure.drawn_in import exposure
from foedus.network.exposure.honour import PUBLISHED
from foedus.network.exposure.onset import Onset, onset
from foedus.network.graph import Network, networks
from foedus.network.stability.verdict import NetworkVerdict, war_stability
from foedus.network.stability.vulnerable import NetworkVulnerability
from foedus.network.structure.blocs import blocs
from foedus.network.structure.history import history
from foedus.network.structure.jackson_nei import CUT, FIRST, LAST, comparison, robustness
from foedus.sources.getting import registry
from foedus.sources.load import Source, load

from .annals import Annals
from .columns import STATE_TYPES, YEARS

__all__ = ["GAMMA", "build", "state_rows"]

GAMMA = 1.5
"""How many times the defenders' strength an attack must exceed."""
_AT_ONCE = 10
"""Years measured between two looks at Ctrl-C."""
_EXPOSURE = ("wars/participants", "contiguity/dyad-years", "cow-states/majors")
_NONE = pl.DataFrame()


def build(
    first: int, last: int, *, gamma: float = GAMMA, seed: int = 0, reporter: Reporter | None = None
) -> Annals:
    """Compute the annals of some years.

    Parameters
    ----------
    first, last
        Years, both included, from 1816 to 2018.
    gamma
        How many times the defenders' strength an attack must exceed; at least 1.
    seed
        Of the search for blocs and of the wars drawn.
    reporter
        Told of every year that is done.

    Raises
    ------
    UsageError
        If the years are the wrong way round or outside the record, or gamma is below 1.
    Cancelled
        The user stopped it; nothing is kept.
    foedus.sources.getting.fetch.DataMissing
        If a file it needs is not there.
    """
    told = reporter or Silent()
    if first > last:
        raise UsageError(f"years end ({last}) before they begin ({first})", fix="write FIRST:LAST")
    measured, sources = _measured(first, last, seed, told)
    judged: list[dict[str, Any]] = []
    frames: list[pl.DataFrame] = []
    rates = onset()
    told.start("vulnerable and exposed", last - first + 1)
    for one in networks(first, last):
        _stop(told)
        verdict = war_stability(one, gamma)
        judged.append(_judged(one, verdict))
        frames.append(state_rows(one, verdict, rates, seed))
        told.advance()
    told.done()
    years = measured.join(pl.DataFrame(judged), on="year", how="left", maintain_order="left")
    whole = first <= FIRST and last >= LAST
    used = (*sources, *(load(name) for name in _EXPOSURE))
    return Annals(
        years=years.select(*YEARS),
        states=pl.concat(frames),
        comparison=comparison().frame if whole else _NONE,
        robustness=robustness() if whole else _NONE,
        manifest={
            "first": first,
            "last": last,
            "gamma": gamma,
            "seed": seed,
            "periods": [FIRST, CUT, LAST],
            "honour": dict(zip(("defense", "offense", "neutral"), PUBLISHED.rates, strict=True)),
            "data": _data(used),
            "versions": versions(),
        },
    )


def _measured(
    first: int, last: int, seed: int, told: Reporter
) -> tuple[pl.DataFrame, tuple[Source, ...]]:
    told.start("structure", last - first + 1)
    frames: list[pl.DataFrame] = []
    sources: tuple[Source, ...] = ()
    for begin in range(first, last + 1, _AT_ONCE):
        _stop(told)
        end = min(begin + _AT_ONCE - 1, last)
        part = history(begin, end, seed=seed)
        frames.append(part.frame)
        sources = part.sources
        told.advance(end - begin + 1)
    told.done()
    return pl.concat(frames, how="vertical_relaxed"), sources


def _stop(told: Reporter) -> None:
    if told.cancelled():
        raise Cancelled("stopped; nothing was written")


def _judged(one: Network, verdict: NetworkVerdict) -> dict[str, Any]:
    judged = verdict.verdict
    return {
        "year": np.int16(one.year),
        "known": len(verdict.known.names),
        "vulnerable": int(judged.found.flags.sum()),
        "exposing": int(judged.adds.sum()) // 2,
        "needless": int(judged.drops.sum()) // 2,
        "stable": judged.stable,
    }


def state_rows(one: Network, verdict: NetworkVerdict, rates: Onset, seed: int) -> pl.DataFrame:
    """One row a state of a year, sorted by number.

    Parameters
    ----------
    one
        The year's network.
    verdict
        Of the same year.
    rates
        How often wars begin.
    seed
        Of the search for blocs and of the wars drawn.
    """
    found = exposure(one, rates=rates, seed=seed)
    base = pl.DataFrame(
        {
            "year": np.full(one.states.size, one.year, np.int16),
            "ccode": one.states,
            "allies": one.allied.sum(axis=0).astype(np.int16),
            "bloc": (blocs(one, seed=seed).bloc + 1).astype(np.int16),
        }
    )
    codes = dict(zip(verdict.known.names, verdict.known.states.tolist(), strict=True))
    judged = _vulnerable(verdict).with_columns(
        pl.col("attacker").replace_strict(codes, default=None, return_dtype=pl.Int16),
        pl.when(pl.col("ratio").is_finite()).then(pl.col("ratio")).alias("ratio"),
    )
    exposed = found.frame.select("ccode", "yearly", "yearly_error", "given_war", "with_attacked")
    made = base.join(judged, on="ccode", how="left", maintain_order="left").join(
        exposed, on="ccode", how="left", maintain_order="left"
    )
    return made.select(pl.col(name).cast(kind) for name, kind in STATE_TYPES.items())


def _vulnerable(verdict: NetworkVerdict) -> pl.DataFrame:
    """Who is vulnerable, to whom, and by how much; no strength, which is a publisher's."""
    seen = NetworkVulnerability(verdict.year, verdict.known, verdict.verdict.found)
    columns = ("vulnerable", "attacker", "coalition", "ratio")
    return seen.frame.select(pl.col("ccode").cast(pl.Int16), *columns)


def _data(used: tuple[Source, ...]) -> dict[str, dict[str, str]]:
    """Version and hash of every file in use, by path."""
    return {
        one.file.path: {
            "dataset": one.file.dataset,
            "version": registry.dataset(one.file.dataset).version,
            "sha256": one.file.sha256 or "",
        }
        for one in sorted(used, key=lambda source: source.file.path)
    }
