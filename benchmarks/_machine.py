"""What the benchmarks share: the machine in a line, clocks of wall and CPU time, a ratio."""

from __future__ import annotations

import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "tests" / "crisis" / "reference"


def machine() -> str:
    """Processor, cores this process may use, memory, and versions."""
    info = Path("/proc/cpuinfo")
    model = ""
    if info.is_file():
        names = [line for line in info.read_text().splitlines() if line.startswith("model name")]
        model = names[0].split(":", 1)[1].strip() if names else ""
    affinity = getattr(os, "sched_getaffinity", None)
    cores = len(affinity(0)) if affinity else os.cpu_count()
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    import numba

    return (
        f"machine: {model or platform.machine()}, {cores} cores, {pages:.0f} GB; "
        f"Python {platform.python_version()}, NumPy {np.__version__}, Numba {numba.__version__}"
    )


@dataclass(frozen=True)
class Took:
    """Wall and CPU seconds (all threads) of a call, and what it returned."""

    wall: float
    cpu: float
    result: Any

    def __str__(self) -> str:
        return f"{self.wall:8.3f} s wall {self.cpu:8.3f} s CPU"


def timed(work: Callable[[], Any]) -> Took:
    """Call once and time it."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    return Took(time.perf_counter() - wall, time.process_time() - cpu, result)


def best(work: Callable[[], Any], times: int = 3) -> Took:
    """Call several times; the one with the least CPU time."""
    return min((timed(work) for _ in range(times)), key=lambda t: t.cpu)


def peak_megabytes(*, children: bool = False) -> float:
    """Peak resident memory of this process, or of its largest child, in MB."""
    who = resource.RUSAGE_CHILDREN if children else resource.RUSAGE_SELF
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(who).ru_maxrss * unit / 1e6


def run(code: Sequence[str], extra: Mapping[str, str] | None = None) -> subprocess.CompletedProcess:
    """Run this Python in a fresh process; raise where it fails."""
    env = {**os.environ, **(extra or {})}
    return subprocess.run(
        [sys.executable, *code], env=env, check=True, capture_output=True, text=True
    )


def child(code: Sequence[str], extra: Mapping[str, str] | None = None) -> tuple[Took, float]:
    """Run a fresh process; wall and CPU seconds and its peak memory in MB (0 where unknown)."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    wall = time.perf_counter()
    done = run(code, extra)
    wall = time.perf_counter() - wall
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Took(wall, cpu, done.stdout), peak_megabytes(children=True)


def reference(name: str, **theta: float):
    """A reference input as a scenario, some global parameters replaced."""
    import yaml

    from foedus.crisis.scenario import Scenario

    data = yaml.safe_load((REFERENCE / f"{name}.yaml").read_text(encoding="utf-8"))
    return with_theta(Scenario.model_validate(data), **theta)


def with_theta(scenario, **theta: float):
    """A scenario with global parameters replaced (`lambda` is spelt `lambda_`)."""
    from foedus.crisis.scenario import ThetaOverride

    new = {
        name.rstrip("_"): ThetaOverride(value=float(value), judgement="benchmark")
        for name, value in theta.items()
    }
    return scenario.model_copy(update={"theta": {**scenario.theta, **new}})
