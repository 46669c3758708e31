"""The composite likelihood of the whole sample, with everything a step of the fit needs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from foedus.core.progress import Reporter

from .crew import Crew
from .evaluate import Line
from .onset import design, fitted, onset
from .sample import Sample
from .space import Space
from .types import Floats, Ints

__all__ = ["Point", "evaluate"]


@dataclass(frozen=True)
class Point:
    """The likelihood at P parameters and C coefficients of the onset model.

    Attributes
    ----------
    at : (P,)
    coef : (C,)
    log_likelihood : float
        Composite, of what could be solved.
    objective : float
        With the log prior.
    slope : (P + C,)
        Of the log likelihood, prior left out.
    information : (P + C, P + C)
        Expected, prior left out.
    outer : (P + C, P + C)
        The same with what happened in the place of what was expected, term by term.
    scores : (clusters, P + C)
        Of each cluster.
    clusters : int64 (clusters,)
    by_decade : dict
        Decade -> (slope, information) of what began in it.
    losses : dict
        Kind of term -> (how many, mean loss).
    failed : dict
        Key of a case that could not be solved -> why.
    values : (rows,)
        Of the onset rows, to their challengers.
    """

    at: Floats
    coef: Floats
    log_likelihood: float
    objective: float
    slope: Floats
    information: Floats
    outer: Floats
    scores: Floats
    clusters: Ints
    by_decade: dict[int, tuple[Floats, Floats]]
    losses: dict[str, tuple[int, float]]
    failed: dict[str, str]
    values: Floats


def evaluate(
    crew: Crew,
    sample: Sample,
    space: Space,
    at: Floats,
    coef: Floats | None = None,
    reporter: Reporter | None = None,
    label: str = "likelihood",
) -> Point:
    """Evaluate the likelihood with slopes and information.

    Parameters
    ----------
    crew : Crew
        Holding the sample's items, or those of a sample with onset rows, whose disputes come first.
    coef : (C,), optional
        Of the onset model; where none are given, the best at these values.
    """
    count = len(sample.disputes) + len(sample.challenges)
    lines = crew.evaluate(space.theta(at), space.names, reporter, label, first=count)
    return _assembled(sample, space, at, coef, lines)


def _assembled(
    sample: Sample, space: Space, at: Floats, coef: Floats | None, lines: list[Line]
) -> Point:
    disputes, challenges = lines[: len(sample.disputes)], lines[len(sample.disputes) :]
    P = len(space.names)
    values = np.array([line.value for line in challenges])
    solved = np.array([0.0 if line.failed else 1.0 for line in challenges])
    if not sample.rows.size:
        coef = np.zeros(0)
    elif coef is None:
        coef = fitted(sample.rows, values, solved)
    C = len(coef)
    by_theta = np.array([line.score for line in challenges]).reshape(-1, P)
    X = design(sample.rows, values)[:, :C]
    part = onset(sample.rows, values, coef)
    # one row a case: its slope in parameters and coefficients together
    ours = np.zeros((len(disputes), P + C))
    ours[:, :P] = np.array([line.score for line in disputes]).reshape(-1, P)
    theirs = np.hstack([part.by_value[:, None] * by_theta, part.by_coef]) * solved[:, None]
    response = np.hstack([(coef[1] if C else 0.0) * by_theta, X])
    weight = part.curvature * solved
    by_decade: dict[int, tuple[Floats, Floats]] = {}
    for decade in np.unique(np.concatenate([sample.decade, sample.decades])):
        mine, other = sample.decade == decade, sample.decades == decade
        information = (response[other] * weight[other, None]).T @ response[other]
        for k in np.flatnonzero(mine):
            information[:P, :P] += disputes[k].information
        by_decade[int(decade)] = (
            ours[mine].sum(axis=0) + theirs[other].sum(axis=0),
            information,
        )
    outer = (theirs / np.maximum(sample.rows.weight, 1.0)[:, None]).T @ theirs
    for line in disputes:
        outer[:P, :P] += line.outer
    clusters, where = np.unique(
        np.concatenate([sample.block, sample.rows.cluster]), return_inverse=True
    )
    scores = np.zeros((len(clusters), P + C))
    np.add.at(scores, where, np.vstack([ours, theirs]))
    total = -sum(float(line.loss.sum()) for line in disputes) - float(part.loss @ solved)
    losses: dict[str, list[float]] = defaultdict(list)
    for line in disputes:
        for kind, loss in zip(line.kinds, line.loss, strict=True):
            losses[kind].append(float(loss))
    told = {kind: (len(found), float(np.mean(found))) for kind, found in losses.items()}
    if C:
        mean = float(part.loss @ solved / (sample.rows.weight @ solved))
        told["onset"] = (len(challenges), mean)
    prior, _, _ = space.log_prior(at)
    return Point(
        at,
        coef,
        total,
        total + prior,
        scores.sum(axis=0),
        sum((i for _, i in by_decade.values()), np.zeros((P + C, P + C))),
        outer,
        scores,
        clusters,
        by_decade,
        told,
        {line.key: line.failed for line in lines if line.failed},
        values,
    )
