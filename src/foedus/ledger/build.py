"""Build a part of a ledger: in parallel, kept piece by piece, resumable after anything."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from foedus.core.progress import Reporter, Silent
from foedus.crisis.equilibrium import solve
from foedus.crisis.game import compile_game
from foedus.crisis.kernel import is_compiled
from foedus.crisis.outcomes import outcomes
from foedus.study.base_rate import AVERAGE

from .journal import Journal
from .parts import Part
from .solve import solve_task
from .store import refuse_strangers, write_part
from .task import Task
from .work import processes, work

__all__ = ["Built", "build"]


@dataclass(frozen=True)
class Built:
    """What a build came to.

    Attributes
    ----------
    folder
        The ledger.
    part
        Name of the part.
    done, total
        Finished tasks, and how many there are.
    complete
        Whether the tables were written; otherwise the journal waits for `resume`.
    failed
        Tasks that did not converge.
    """

    folder: Path
    part: str
    done: int
    total: int
    complete: bool
    failed: int


def build(
    part: Part,
    folder: Path,
    *,
    executor: Executor | None = None,
    workers: int = 1,
    in_hand: int | None = None,
    reporter: Reporter | None = None,
    resume: bool = False,
) -> Built:
    """Build a part of a ledger.

    Parameters
    ----------
    part
        What to build.
    folder
        The ledger's folder.
    executor
        Where to solve: any `concurrent.futures.Executor`, threads, processes or a cluster's.
    workers
        Without an executor: processes to start; 1 solves in this process.
    in_hand
        Tasks out at a time, what a kill can lose: twice `workers` by default. With an executor of
        your own, give about twice its workers.
    reporter
        Progress, and whether to stop.
    resume
        Go on with what an earlier build left in the folder.

    Returns
    -------
    Built

    Raises
    ------
    UsageError
        The folder cannot be written; or it holds something else, or a ledger begun without
        `resume`, or with another question.
    BundleError
        A worker died. What was finished is kept.
    """
    reporter = reporter or Silent()
    refuse_strangers(folder)
    if not is_compiled():
        reporter.note(
            "compiling the solver; this happens once on a machine and takes about a minute"
        )
        outcomes(solve(compile_game(AVERAGE)), reached=False)  # or each worker would compile it
    path = folder / "journal" / f"{part.name}.jsonl"
    with Journal(path, part.question, resume=resume) as journal:
        reporter.start(part.label, max(part.total - len(journal), 0))
        names: list[str] = []

        def missing() -> Iterator[tuple[str, Task]]:
            for name, task in part.tasks():
                names.append(name)
                if name not in journal:
                    yield name, task

        pool = nullcontext(executor) if executor is not None else processes(workers)
        with pool as found:
            out = in_hand or 2 * max(workers, 1)
            complete = work(missing(), solve_task, journal, found, reporter, out)
        reporter.done()
        pieces = journal.pieces(iter(names))
        failed = sum("failed" in piece for piece in pieces.values())
        if complete:
            about = {
                "key": journal.key,
                "question": dict(part.question),
                "tasks": len(pieces),
                "failed": failed,
                "seconds": round(sum(p.get("seconds", 0.0) for p in pieces.values()), 1),
                **part.about,
            }
            write_part(folder, part.name, part.tables(pieces), about)
        return Built(folder, part.name, len(journal), part.total, complete, failed)
