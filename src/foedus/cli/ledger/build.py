"""Build what ``foedus ledger build`` was asked for, with progress, and say how to go on."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from foedus.core.errors import UsageError
from foedus.core.paths import threads
from foedus.core.progress import interruptible, reporter_for
from foedus.core.writable import refuse_folder
from foedus.ledger.build import Built, build
from foedus.ledger.onset import shipped
from foedus.ledger.options import SETS, Options
from foedus.ledger.parts import Part, disputes
from foedus.ledger.placebos import placebo_cases, placebos
from foedus.ledger.quiet import quiet, sampled
from foedus.ledger.record import Record, data_versions, record
from foedus.ledger.sheets import prior
from foedus.ledger.store import refuse_strangers
from foedus.ledger.variants import variants

__all__ = ["Asked", "run"]

INTERRUPTED = 130


@dataclass(frozen=True)
class Asked:
    """The options of the command line."""

    limit: int | None
    workers: int | None
    draws: int
    seed: int
    k: int
    treaties: str
    theta: str
    search: int
    tol: float
    parts: tuple[str, ...]
    sample: int | None
    in_hand: int | None
    resume: bool
    out: Path

    def options(self) -> Options:
        """Return the options of the ledger.

        Raises
        ------
        UsageError
            One of them cannot be.
        """
        chosen = next((one for one in SETS if one == self.treaties), None)
        if chosen is None:
            raise UsageError(
                "no such set of treaties", value=self.treaties, fix=f"write {', '.join(SETS)}"
            )
        if not 1e-12 <= self.tol <= 1e-2:
            raise UsageError("--tol must lie between 1e-12 and 0.01", value=self.tol)
        return Options(
            k=self.k,
            treaties=chosen,
            draws=self.draws,
            seed=self.seed,
            search=self.search,
            limit=self.limit,
            tol=self.tol,
        )

    def again(self) -> str:
        """Return the command that completes the build."""
        words = ["foedus ledger build --resume", f"--out {self.out}"]
        given = {
            "--limit": self.limit,
            "--workers": self.workers,
            "--draws": self.draws if self.draws != 16 else None,
            "--seed": self.seed or None,
            "--k": self.k if self.k != 2 else None,
            "--treaties": self.treaties if self.treaties != "any" else None,
            "--theta": self.theta or None,
            "--search": self.search if self.search != 3 else None,
            "--tol": self.tol if self.tol != 1e-7 else None,
            "--quiet-sample": self.sample,
        }
        words += [f"{name} {value}" for name, value in given.items() if value is not None]
        words += [f"--{part}" for part in self.parts if part != "quiet"]
        return " ".join(words)


def run(asked: Asked, *, as_json: bool) -> int:
    """Build, and return the exit status."""
    if asked.draws < 1:
        raise UsageError(
            "must be at least 1: without a draw there is no interval and no label",
            field="--draws",
            value=asked.draws,
        )
    options = asked.options()
    workers = threads() if asked.workers is None else asked.workers
    for name, value in (("--workers", workers), ("--in-hand", asked.in_hand)):
        if value is not None and value < 1:
            raise UsageError("must be at least 1", field=name, value=value)
    if asked.sample is not None and asked.sample < 1:
        raise UsageError("must be at least 1", field="--quiet-sample", value=asked.sample)
    refuse_strangers(asked.out)  # before the work, not after it
    refuse_folder(asked.out, "choose another folder with --out")
    reporter = reporter_for(sys.stderr)
    done: list[Built] = []
    with interruptible(reporter):
        for part in _parts(asked, options, reporter.note):
            done.append(
                build(
                    part,
                    asked.out,
                    workers=workers,
                    in_hand=asked.in_hand,
                    reporter=reporter,
                    resume=asked.resume,
                )
            )
            if not done[-1].complete:
                break
    if as_json:
        print(json.dumps([_told(one) for one in done]))
    else:
        _say(done)
    if not done[-1].complete:
        last = done[-1]
        print(
            f"foedus: stopped after {last.done:,} of {last.total:,}; what is done is kept. "
            f"Go on with: {asked.again()}",
            file=sys.stderr,
        )
        return INTERRUPTED
    return 0


def _parts(asked: Asked, options: Options, note: Callable[[str], None]) -> Iterator[Part]:
    """What was asked for, one after the other, each made when its turn has come."""
    if asked.parts == ("quiet",):
        yield _quiet(asked, options)
        return
    note("reading the record")
    there = record(options)
    if not asked.parts:
        yield disputes(there, options, asked.theta, shipped())
    for name in asked.parts:
        yield _beside(name, there, asked, options)


def _beside(name: str, there: Record, asked: Asked, options: Options) -> Part:
    if name == "variants":
        return variants(there, options, asked.theta)
    if name == "placebos":
        return placebos(placebo_cases(there, options), there, options, asked.theta)
    if name == "prior":
        return prior(there, options)
    return _quiet(asked, options)


def _quiet(asked: Asked, options: Options) -> Part:
    assert asked.sample is not None
    rows, cases = sampled(asked.sample, options)
    return quiet(rows, cases, options, data_versions(), asked.theta, shipped({}))


def _told(one: Built) -> dict[str, object]:
    return {
        "folder": str(one.folder),
        "part": one.part,
        "done": one.done,
        "total": one.total,
        "complete": one.complete,
        "failed": one.failed,
    }


def _say(done: list[Built]) -> None:
    for one in done:
        if one.complete:
            lost = f", {one.failed} did not converge" if one.failed else ""
            print(f"{one.folder}: {one.part}, {one.done:,} games solved{lost}")
    if done[-1].complete and done[-1].part == "disputes":
        print(f"sum it up: foedus ledger summary --ledger {done[-1].folder}")
