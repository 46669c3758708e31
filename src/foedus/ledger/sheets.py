"""Tables of many ledgers side by side, each at one theta: variants, placebos, the prior."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from foedus.cases.case import Case
from foedus.crisis.scenario import Scenario

from .options import Options
from .owed import in_play
from .parts import Part, Tables, question
from .record import Record
from .tables import COLUMN, frame, pair
from .task import Piece, Task, chosen

__all__ = ["Sheet", "part_of", "prior"]

PRIOR = "provisional"
"""The set of parameters that holds the priors and nothing fitted."""


@dataclass(frozen=True)
class Sheet:
    """A ledger at one theta.

    Attributes
    ----------
    name, about
        What it is called, and what was changed, in words.
    cases
        Its disputes, made when they are needed.
    values
        Parameters of theta replaced, by name.
    edit
        What is done to every scenario.
    """

    name: str
    about: str
    cases: Callable[[], Sequence[Case]]
    values: tuple[tuple[str, float], ...] = ()
    edit: Callable[[Scenario], Scenario] | None = None

    def edited(self) -> Iterator[Case]:
        """Return the disputes as this sheet has them."""
        for case in self.cases():
            scenario = case.scenario if self.edit is None else self.edit(case.scenario)
            yield case if scenario is case.scenario else replace(case, scenario=scenario)


def part_of(
    name: str,
    column: str,
    sheets: Sequence[Sheet],
    record: Record,
    options: Options,
    theta: str = "",
) -> Part:
    """Build sheets into one table.

    Parameters
    ----------
    name
        Of the part and of its table.
    column
        That names the sheet.
    sheets
        What to build.
    record, options
        The disputes of the ledger beside which the table stands.
    theta
        Name of a set of parameters; its point values are used, never its draws.
    """
    mean = chosen(theta)
    at_mean = replace(options, draws=0, search=0)

    def tasks() -> Iterator[tuple[str, Task]]:
        for sheet in sheets:
            for case in sheet.edited():
                task = Task(case, theta, values=sheet.values, tol=options.tol)
                yield f"{sheet.name}/{case.key}", task

    def tables(pieces: Mapping[str, Piece]) -> Tables:
        rows: list[dict[str, Any]] = []
        for sheet in sheets:
            for case in sheet.edited():
                row: dict[str, Any] = {column: sheet.name, "dispnum": int(case.key)}
                if name == "placebos":
                    row["n_obligations"] = len(in_play(case.scenario))
                rows.append(row | pair(pieces[f"{sheet.name}/{case.key}"]))
        return {name: frame(name, rows)}

    told = {sheet.name: [sheet.about, dict(sheet.values)] for sheet in sheets}
    return Part(
        name=name,
        label=name,
        question=question(name, mean, at_mean, record.data, record.cases, sheets=told),
        total=len(sheets) * len(record.cases),
        tasks=tasks,
        tables=tables,
        about={"sheets": {sheet.name: sheet.about for sheet in sheets}},
    )


def prior(record: Record, options: Options) -> Part:
    """The ledger under the prior alone: the disputes with obligations, at draws from it."""
    theta = chosen(PRIOR)
    pledged = [case for case in record.cases if in_play(case.scenario)]

    def tasks() -> Iterator[tuple[str, Task]]:
        for case in pledged:
            task = Task(case, PRIOR, draws=options.draws, seed=options.seed, tol=options.tol)
            yield case.key, task

    def tables(pieces: Mapping[str, Piece]) -> Tables:
        rows: list[dict[str, Any]] = []
        for case in pledged:
            draws: list[list[list[float]] | None] = pieces[case.key].get("draws", [])
            for index in range(options.draws):
                found = draws[index] if index < len(draws) else None
                row: dict[str, Any] = {"dispnum": int(case.key), "draw": index}
                if found is not None:
                    with_, without = found
                    row |= pair({"with": with_, "without": without})
                rows.append(row)
        return {"prior": frame("prior", rows)}

    searched = replace(options, search=0)
    return Part(
        name="prior",
        label="prior",
        question=question("prior", theta, searched, record.data, record.cases),
        total=len(pledged),
        tasks=tasks,
        tables=tables,
        about={"columns": list(COLUMN)},
    )
