"""Four panels, from files on disk to a frame in memory, process start included, beside R's.

The other side is peacesciencer 1.2.9 in R. Where Rscript and that package are at hand, it is run
here on the same jobs; elsewhere the figures measured once on two cores are printed, marked so.
Needs FOEDUS_DATA, or the files in the cache.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from _machine import ROOT, child, machine

from foedus.core import paths

_CORE = "alliances,disputes,gml-disputes,capabilities,contiguity,majors,regime,rivalry"
_STATE = (
    "alliances,disputes,gml-disputes,capabilities,majors,regime,trade,igos,gdp,leaders,wars,"
    "territory,nuclear,un-voting,troops"
)


@dataclass(frozen=True)
class Job:
    """One panel, and what R needs for the like: CPU seconds and peak GiB (None: not known)."""

    name: str
    expression: str
    add: str
    cpu: float
    gib: float | None


JOBS = (
    Job(
        "directed dyad-years 1816-2025",
        "fd.dyad_years(1816, 2025, directed=True, carry_forward=True)",
        _CORE,
        25.8,
        3.7,
    ),
    Job(
        "the same to 2010, with peace years",
        "fd.dyad_years(1816, 2010, directed=True)",
        f"{_CORE},peace-years,peace-years:of=gml-disputes",
        58.7,
        4.3,
    ),
    Job("state-years 1816-2016", "fd.state_years(1816, 2016)", _STATE, 14.3, None),
    Job(
        "relevant dyad-years 1816-2016",
        "fd.dyad_years(1816, 2016, relevant=True)",
        f"{_CORE},peace-years",
        17.9,
        1.1,
    ),
)
GOAL_CPU, GOAL_MEMORY = 10.0, 3.0
_REPORT = """
import json, resource, sys
used = resource.getrusage(resource.RUSAGE_SELF)
unit = 1 if sys.platform == "darwin" else 1024
print(json.dumps({"rows": p.frame.height, "columns": p.frame.width,
    "cpu": used.ru_utime + used.ru_stime, "gib": used.ru_maxrss * unit / 2**30}))
"""


def code(job: Job) -> str:
    """The program a fresh interpreter runs for a job; its last line of output is JSON."""
    names = ", ".join(f'"{name}"' for name in job.add.split(","))
    return f"import foedus as fd\np = {job.expression}.add({names})\n{_REPORT}"


def ours(job: Job, times: int = 3) -> dict[str, float]:
    """Rows, columns, and the least CPU seconds and its peak memory over some fresh processes."""
    runs = [json.loads(child(["-c", code(job)])[0].result.splitlines()[-1]) for _ in range(times)]
    return min(runs, key=lambda run: run["cpu"])


def theirs() -> dict[str, dict[str, float]]:
    """What R measures here, by job; empty where R or the package is not at hand."""
    rscript = shutil.which("Rscript")
    if rscript is None:
        return {}
    found: dict[str, dict[str, float]] = {}
    for number, job in enumerate(JOBS, start=1):
        script = str(ROOT / "benchmarks" / "_peacesciencer.R")
        done = subprocess.run(
            [rscript, "--vanilla", script, str(number)], capture_output=True, text=True, check=False
        )
        if done.returncode:
            print(f"R: {done.stderr.strip().splitlines()[-1] if done.stderr else 'failed'}")
            return {}
        found[job.name] = json.loads(done.stdout.splitlines()[-1])
    return found


def main(jobs: tuple[Job, ...] = JOBS, times: int = 3) -> None:
    """Print both sides and their ratio."""
    print(machine())
    folder = paths.data_dir() or Path(paths.cache_dir()) / "data"
    if not folder.is_dir():
        sys.exit("no data: set FOEDUS_DATA, or run 'foedus data get'")
    peer = theirs()
    where = "run here" if peer else "R is not at hand: figures measured once, on two cores"
    print(f"peacesciencer 1.2.9: {where}. CPU seconds and peak memory of whole processes.\n")
    missed = []
    for job in jobs:
        mine = ours(job, times)
        other = peer.get(job.name, {"cpu": job.cpu, "gib": job.gib})
        faster = other["cpu"] / mine["cpu"]
        print(f"{job.name}: {mine['rows']:,} rows, {mine['columns']} columns")
        print(f"  foedus         {mine['cpu']:6.2f} s CPU  {mine['gib']:5.2f} GiB")
        gib = f"{other['gib']:5.2f} GiB" if other["gib"] else "memory not measured"
        print(f"  peacesciencer  {other['cpu']:6.2f} s CPU  {gib}")
        line = f"  ratio          {faster:6.1f} times less CPU"
        if other["gib"]:
            smaller = other["gib"] / mine["gib"]
            line += f", {smaller:.1f} times less memory"
            if smaller < GOAL_MEMORY:
                missed.append(f"memory of {job.name}")
        if faster < GOAL_CPU:
            missed.append(f"CPU of {job.name}")
        print(f"{line}  (goal: {GOAL_CPU:.0f} and {GOAL_MEMORY:.0f})\n")
    print(f"goals missed: {'; '.join(missed)}" if missed else "all goals reached")


if __name__ == "__main__":
    main()
