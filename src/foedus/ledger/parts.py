"""What can be built: the ledger itself, and the further tables that stand beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from foedus.cases.case import Case
from foedus.core.bundle import key as content_key
from foedus.crisis.account import ACCOUNTING
from foedus.crisis.theta import Theta
from foedus.crisis.version import SOLVER_VERSION

from .onset import Begins
from .options import Options
from .record import Record, digest
from .tables import dispute_tables
from .task import Piece, Task, chosen

__all__ = ["Part", "disputes", "question"]

Tables = dict[str, pl.DataFrame]


@dataclass(frozen=True)
class Part:
    """Some tables that are built together, resumable on their own.

    Attributes
    ----------
    name
        Of the part; names the journal.
    label
        What progress calls it.
    question
        What its numbers depend on.
    total
        How many tasks there are, about.
    tasks
        Names and tasks, made when they are needed.
    tables
        From finished pieces to tables.
    about
        What else the manifest says of it.
    """

    name: str
    label: str
    question: Mapping[str, Any]
    total: int
    tasks: Callable[[], Iterator[tuple[str, Task]]]
    tables: Callable[[Mapping[str, Piece]], Tables]
    about: Mapping[str, Any] = field(default_factory=dict)


def question(
    part: str,
    theta: Theta,
    options: Options,
    data: Mapping[str, Any],
    cases: Sequence[Case],
    **more: Any,
) -> dict[str, Any]:
    """Return what the numbers of a part depend on, as its journal keeps it."""
    drawn = [theta.draw(options.seed, index).values() for index in range(options.draws)]
    return {
        "part": part,
        "theta": {"id": theta.id, "status": theta.status, "values": theta.values()},
        "draws": content_key(drawn),
        "options": options.identity(),
        "solver": SOLVER_VERSION,
        "data": data,
        "cases": digest(cases),
        **more,
    }


def disputes(
    record: Record, options: Options, theta: str = "", onset: Begins | None = None
) -> Part:
    """The ledger: every dispute with and without its obligations.

    Parameters
    ----------
    record
        Disputes asked for.
    options
        How to build.
    theta
        Name of a set of parameters; the one in use by default.
    onset
        Whether a crisis begins.
    """
    mean = chosen(theta)
    if onset is not None:
        onset = onset.measured(record.cases)

    def tasks() -> Iterator[tuple[str, Task]]:
        for case in record.cases:
            yield (
                case.key,
                Task(
                    case,
                    theta,
                    draws=options.draws,
                    seed=options.seed,
                    search=options.search,
                    instruments=True,
                    tol=options.tol,
                ),
            )

    def tables(pieces: Mapping[str, Piece]) -> Tables:
        return dispute_tables(
            record.cases,
            pieces,
            draws=options.draws,
            unmade=record.unmade,
            known=record.known,
            icb=record.icb,
            onset=onset,
        )

    return Part(
        name="disputes",
        label="disputes",
        question=question(
            "disputes", mean, options, record.data, record.cases, accounting=ACCOUNTING
        ),
        total=len(record.cases),
        tasks=tasks,
        tables=tables,
        about={
            "rows": record.rows,
            "disputes": record.disputes or record.rows,
            "partial": record.rows < record.disputes,
            "onset": None if onset is None else onset.told(),
        },
    )
