"""A study as Python holds it: the bundle, its tables by name, and comparing two studies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path

import polars as pl

from foedus.core.bundle import Bundle, write
from foedus.core.errors import UsageError
from foedus.core.progress import Reporter
from foedus.crisis.edits.resolved import about_beliefs
from foedus.crisis.intervene import Intervention, parse_with
from foedus.crisis.scenario import Scenario, loads
from foedus.crisis.theta import Theta

from .options import Options
from .run import run as run_study
from .schemas import QUANTILES


@dataclass(frozen=True)
class Comparison:
    """One study minus another, on the same draws of theta.

    Attributes
    ----------
    differences : DataFrame
        outcome, this, other, difference (this minus other), q05 to q95, draws.
    accounting : DataFrame
        The split of the difference over groups, where this study has no edits and the two crises
        differ by one treaty or channel that it has and the other lacks; empty otherwise.
    """

    differences: pl.DataFrame
    accounting: pl.DataFrame

    def __repr__(self) -> str:
        """Show what differs."""
        return f"this study minus the other\n{self.differences}"

    def _repr_html_(self) -> str:
        return f"<p>this study minus the other</p>{self.differences._repr_html_()}"


@dataclass(frozen=True)
class Result:
    """A solved crisis.

    Attributes
    ----------
    bundle : Bundle
        Manifest, scenario and tables, as the command line writes them.
    """

    bundle: Bundle

    @property
    def _about(self) -> str:
        told = self.bundle.manifest
        changed = " and ".join(str(one) for one in told.get("edits") or ())
        draws, status = told.get("draws"), (told.get("theta") or {}).get("status", "?")
        parts = (str(told.get("title") or told.get("name", "")), str(told.get("date", "")),
                 f"theta {status}", f"{draws} draws" if draws else "no intervals",
                 f"changed: {changed}" if changed else "")  # fmt: skip
        return " · ".join(part for part in parts if part)

    def __repr__(self) -> str:
        """Say what was solved, and how it ends; `table` gives the rest."""
        return f"{self._about}\n{self.outcomes}"

    def _repr_html_(self) -> str:
        return f"<p>{escape(self._about)}</p>{self.outcomes._repr_html_()}"

    def table(self, name: str) -> pl.DataFrame:
        """Return a table of the bundle.

        Raises
        ------
        UsageError
            There is no table of that name.
        """
        if name not in self.bundle.tables:
            raise UsageError(
                "no such table", value=name, fix=f"one of {', '.join(sorted(self.bundle.tables))}"
            )
        return self.bundle.tables[name]

    @property
    def outcomes(self) -> pl.DataFrame:
        """Probability of each outcome with quantiles over draws of theta."""
        return self.table("outcomes")

    @property
    def fights(self) -> pl.DataFrame:
        """Probability that each actor fights."""
        return self.table("fights")

    @property
    def effects(self) -> pl.DataFrame:
        """What each treaty and channel changes."""
        return self.table("effects")

    @cached_property
    def scenario(self) -> Scenario:
        """The crisis as solved, edits applied."""
        return loads(self.bundle.scenario, self.bundle.manifest["name"])

    def save(self, directory: str | Path) -> Path:
        """Write the bundle to a folder, whole or not at all."""
        return write(self.bundle, directory)

    def compare(self, other: Result) -> Comparison:
        """Return this study minus another, outcome by outcome, on the draws both have.

        Parameters
        ----------
        other : Result
            A study of the same crisis, edited, with the same seed.

        Raises
        ------
        UsageError
            The two have different seeds or parameter sets, so their draws are not the same.
        """
        for name in ("seed", "theta"):
            mine, theirs = (r.bundle.manifest[name] for r in (self, other))
            if name == "theta":
                mine, theirs = mine["id"], theirs["id"]
            if mine != theirs:
                raise UsageError(
                    f"the two studies have another {name}",
                    value=theirs,
                    fix=f"run both with {name} {mine}",
                )
        pairs = self._last("draws").join(
            other._last("draws"), on=["draw", "outcome"], suffix="_other"
        )
        spread = pairs.group_by("outcome").agg(
            *(
                (pl.col("value") - pl.col("value_other")).quantile(q, "linear").alias(name)
                for name, q in QUANTILES.items()
            ),
            pl.len().cast(pl.Int64).alias("draws"),
        )
        points = self._last("outcomes").select("outcome", this="point")
        points = points.join(
            other._last("outcomes").select("outcome", other="point"), on="outcome"
        ).with_columns(difference=pl.col("this") - pl.col("other"))
        differences = points.join(spread, on="outcome", how="left", maintain_order="left")
        return Comparison(differences, self._accounting_of(other))

    def _last(self, name: str) -> pl.DataFrame:
        """Return the rows of the case that was asked for: edited where there is one."""
        table = self.table(name)
        case = "edited" if "edited" in table["case"] else "base"
        return table.filter(pl.col("case") == case).drop("case")

    def _accounting_of(self, other: Result) -> pl.DataFrame:
        """Return this study's accounting of the one instrument that the other lacks.

        A study accounts for the crisis as it stands: what was edited in it is not split.
        """
        mine, theirs = self.scenario, other.scenario
        one, two = (s.treaties | s.channels for s in (mine, theirs))
        missing = [name for name in one if name not in two]
        table = self.table("accounting")
        rest = {"treaties", "channels"}
        same = mine.model_dump(exclude=rest) == theirs.model_dump(exclude=rest)
        same = same and two == {name: one[name] for name in one if name not in missing}
        if len(missing) != 1 or not same or self.bundle.manifest.get("edits"):
            return table.clear()
        return table.filter(pl.col("instrument") == missing[0])


def run(
    crisis: Scenario,
    edits: Sequence[str | Intervention] = (),
    *,
    draws: int | None = None,
    seed: int = 0,
    theta: Theta | None = None,
    types: bool = False,
    threads: int | None = None,
    reporter: Reporter | None = None,
) -> Result:
    """Solve a crisis, and if edits are given the edited one beside it.

    Parameters
    ----------
    crisis : Scenario
    edits : sequence of str or Intervention
        Remedies in the words of the command line ('hotline:GMY-RUS', 'conditional:T') or as
        objects; they compose into one edited case.
    draws : int, optional
        Draws of theta; as many as fit a first screen by default.
    seed : int
        Of the draws, the paths and the search for other equilibria.
    theta : Theta, optional
        The set in use by default, the fitted one.
    types : bool
        Solve with private resolve too; edits of what is believed imply it. The tables are
        `worlds`, `types`, `beliefs`, `swings`, `lived` and `signals`.
    threads : int, optional
        No number depends on it.
    reporter : Reporter, optional
        Where progress goes; nowhere by default.

    Raises
    ------
    NotConverged
        A case could not be solved.
    UsageError
        An edit names something unknown, or the crisis says of nobody how resolute it is.
    """
    parsed = [parse_with(edit) if isinstance(edit, str) else edit for edit in edits]
    types = types or about_beliefs(*parsed)
    options = Options(draws=draws, seed=seed, types=types, threads=threads)
    return Result(run_study(crisis, parsed, options, theta, reporter=reporter))
