"""A made-up network of six states, and what is found in it: no data needed."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl

from foedus.brief.network.findings import Findings
from foedus.network.graph import Network
from foedus.network.stability.verdict import war_stability
from foedus.network.stability.vulnerable import vulnerability
from foedus.network.structure.blocs import Blocs
from foedus.network.structure.density import density

STATES = (200, 220, 255, 300, 345, 365)
"""UKG FRN GMY AUH YUG RUS."""

PLACES = pl.DataFrame(
    {
        "ccode": STATES,
        "capital": ["London", "Paris", "Berlin", "Vienna", "Belgrade", "Saint Petersburg"],
        "stdate": [dt.date(1816, 1, 1)] * 6,
        "enddate": [dt.date(1950, 1, 1)] * 6,
        "lat": [51.51, 48.86, 52.52, 48.21, 44.79, 59.94],
        "lng": [-0.13, 2.35, 13.39, 16.37, 20.45, 30.31],
    }
)

_FLAGS = (
    "defense",
    "offense",
    "neutral",
    "nonagg",
    "consul",
    "defcon",
    "offcon",
    "neucon",
    "concon",
)


def owed(atopid: int, obligor: int, beneficiary: int, *flags: str) -> dict[str, int | dt.date]:
    """One obligation, 1900 to 1918."""
    return {
        "atopid": atopid,
        "phase": 0,
        "obligor": obligor,
        "beneficiary": beneficiary,
        "start": dt.date(1900, 1, 1),
        "end": dt.date(1918, 12, 31),
        **{name: int(name in flags) for name in _FLAGS},
    }


def make_network() -> Network:
    """Two blocs of two, a one-sided promise, and a state without any."""
    rows = [
        owed(1, 220, 365, "defense", "defcon"),
        owed(1, 365, 220, "defense", "defcon"),
        owed(2, 255, 300, "defense", "offense", "defcon"),
        owed(2, 300, 255, "defense", "defcon"),
        owed(3, 365, 345, "defense"),  # nothing in return
        owed(4, 220, 300, "consul"),
        owed(4, 300, 220, "consul"),
        owed(5, 220, 365, "defense"),  # the same without conditions
    ]
    strength = np.array([0.2, 0.1, 0.2, 0.06, np.nan, 0.14])
    states = np.array(STATES, dtype=np.int16)
    return Network(1914, None, states, strength, pl.DataFrame(rows))


def make_findings() -> Findings:
    """Everything but the exposure."""
    net = make_network()
    bloc = np.array([3, 0, 1, 1, 0, 0])
    parted = Blocs(bloc, 0.3, 0.8, np.array([0.3, 0.3, 0.0, 0.2]))
    return Findings(
        network=net,
        whole=net,
        without=(),
        gamma=1.5,
        density=density(net),
        blocs=parted,
        vulnerable=vulnerability(net, 1.5),
        verdict=war_stability(net, 1.5),
        places=PLACES,
    )
