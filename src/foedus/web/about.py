"""What stands in every footer: version, theta, and the date at which the data end."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from foedus.core.provenance import foedus_version
from foedus.crisis.theta import load_theta
from foedus.sources.getting.registry import dataset

__all__ = ["About", "about"]


@dataclass(frozen=True)
class About:
    """Version of the program, id and status of theta, last year of the disputes it is fitted to."""

    version: str
    theta: str
    status: str
    data_end: str


@functools.cache
def about() -> About:
    """Of this installation."""
    theta = load_theta()
    return About(foedus_version(), theta.id, theta.status, str(dataset("mid").last))
