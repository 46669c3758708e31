"""Who begins disputes with whom, by which allies: Leeds 2003, Johnson and Leeds 2011.

Directed dyad-years, a logit of initiation on the pledges that either side holds, and controls. The
signs of the published coefficients are confirmed, from abstracts; their sizes and the exact list of
controls are not. So ours is made several ways, around a main one: politically relevant pairs,
originators of disputes, pledges whose conditions cannot be checked taken as met.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from foedus.estimate.reduced.logit import Change, Logit, fit
from foedus.estimate.reduced.pledges import Conditions
from foedus.estimate.reduced.samples import CONTROLS, PLEDGES, TREND, Sample, initiations

from .beside import Beside, figures, sign_verdict

__all__ = [
    "FORCE_LEVEL", "JOHNSON_LEEDS", "LEEDS", "Design", "Made",
    "beside", "fitted", "make", "sizes", "ways",
]  # fmt: skip

FORCE_LEVEL: Final = 4
"""Level of hostility of a dispute from which a state uses force."""


@dataclass(frozen=True)
class Design:
    """A published design.

    Parameters
    ----------
    first, last
        Years.
    pledges
        Columns of pledges in the model.
    published
        Published figure for each of them, by its name in the file; others are not compared.
    split
        First year of the second half, for the score forward in time.
    """

    first: int
    last: int
    pledges: tuple[str, ...]
    published: dict[str, str]
    split: int


LEEDS = Design(
    1816,
    1944,
    ("target_defense", "challenger_offense", "challenger_neutral"),
    {
        "target_defense": "leeds-target-defense",
        "challenger_offense": "leeds-challenger-offense",
        "challenger_neutral": "leeds-challenger-neutral",
    },
    1900,
)
JOHNSON_LEEDS = Design(
    1816,
    2000,
    PLEDGES,
    {"target_defense": "jl-target-defense", "challenger_defense": "jl-challenger-defense"},
    1946,
)


@dataclass(frozen=True)
class Made:
    """A design made one way.

    Parameters
    ----------
    how
        The way, in words.
    sample, model
        Rows and fit.
    changes
        For each pledge, by how much it changes the probability of initiation.
    forward
        Fitted before the split and scored from it: mean log loss of the model, of the share of
        events before, and rows.
    """

    how: str
    sample: Sample
    model: Logit
    changes: dict[str, Change]
    forward: tuple[float, float, int]


def make(
    design: Design,
    how: str = "main",
    *,
    relevant: bool = True,
    originators: bool = True,
    source: str = "cow",
    conditions: Conditions = "met",
    lag: int = 0,
    without: Sequence[str] = (),
    trend: bool = False,
) -> Made:
    """Make a design one way.

    Parameters
    ----------
    design
        Years and pledges.
    how
        The way, in words.
    relevant, originators, source, conditions, lag
        As for `foedus.estimate.reduced.samples.initiations`.
    without
        Controls to leave out.
    trend
        Whether a trend in time is a further control.

    Raises
    ------
    UsageError
        If an argument is wrong.
    FoedusError
        If pyfixest is not installed, or the fit does not converge.
    foedus.sources.getting.fetch.DataMissing
        If a file it needs is not there.
    """
    sample = initiations(
        design.first,
        design.last,
        relevant=relevant,
        originators=originators,
        source=source,
        conditions=conditions,
        lag=lag,
    )
    controls = [name for name in CONTROLS if name not in without] + ([TREND] if trend else [])
    return fitted(design, how, sample, controls)


def fitted(
    design: Design, how: str, sample: Sample, controls: Sequence[str], outcome: str = "initiated"
) -> Made:
    """Fit a design to a sample, and score it forward in time.

    Parameters
    ----------
    design
        Pledges, or what else stands in their place, and the split.
    how
        The way, in words.
    sample
        Rows, with the columns named here.
    controls, outcome
        Names of columns.

    Raises
    ------
    UsageError
        If a column is missing, or does not vary.
    FoedusError
        If pyfixest is not installed, or a fit does not converge.
    """
    columns, rows = [*design.pledges, *controls], sample.frame
    model = fit(rows, outcome, columns)
    before = fit(rows.filter(pl.col("year") < design.split), outcome, columns)
    forward = before.losses(rows.filter(pl.col("year") >= design.split))
    changes = {name: model.change(rows, name) for name in design.pledges}
    return Made(how, sample, model, changes, forward)


def ways(design: Design) -> list[Made]:
    """Make a design in the main way and around it: one thing changed at a time."""
    return [
        make(design),
        make(design, "unchecked conditions unmet", conditions="unmet"),
        make(design, "pledges of the year before", lag=1),
        make(design, "with a trend in time", trend=True),
        make(design, "all participants", originators=False),
        make(design, "GML disputes", source="gml"),
        make(design, "without similarity", without=("similarity",)),
        make(design, "all pairs", relevant=False),
    ]


def beside(design: Design, made: Sequence[Made]) -> list[Beside]:
    """Our coefficients beside the published signs."""
    known = figures()
    lines: list[Beside] = []
    for name, published in design.published.items():
        for one in made:
            row = one.model.table().filter(pl.col("name") == name).row(0, named=True)
            verdict = sign_verdict(known[published].value, row["low"], row["high"])
            lines.append(
                Beside(known[published], row["coef"], row["low"], row["high"], one.how, verdict)
            )
    return lines


def sizes(design: Design, made: Sequence[Made], begun: str = "initiated") -> str:
    """By how much each pledge changes the probability, and how well each model predicts.

    Parameters
    ----------
    design, made
        A design and the ways it was made.
    begun
        Head of the column of events.

    Returns
    -------
    str
        A table in Markdown.
    """
    names = [name.replace("_", " ") for name in design.pledges]
    head = ["how", "rows", begun, *names, "log loss forward", "of base rate"]
    rows = [head, ["---"] * len(head)]
    for one in made:
        ratios = [one.changes[name] for name in design.pledges]
        rows.append(
            [
                one.how,
                f"{one.model.rows:,}",
                f"{one.model.events:,}",
                *(f"x {ratio.value:.2f} ({ratio.low:.2f}-{ratio.high:.2f})" for ratio in ratios),
                f"{one.forward[0]:.4f}",
                f"{one.forward[1]:.4f}",
            ]
        )
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
