"""Score a model from Python, as ``foedus score`` does: rows, rivals and intervals the same."""

from __future__ import annotations

from collections.abc import Iterable

from foedus.core.errors import UsageError

from .baselines import Model
from .blocks import DRAWS
from .harness import Report, report
from .plug import model as by_name
from .splits import split as split_named
from .tasks import task as task_named

__all__ = ["score"]


def score(
    model: str | Model,
    task: str = "escalation",
    split: str = "1946-1992",
    *,
    against: str | Model | Iterable[str | Model] = ("base", "logit"),
    draws: int = DRAWS,
) -> Report:
    """Score forecasts against what happened, forward in time, beside rivals on the same rows.

    The game is solved in this process; ``foedus score`` has more workers, and for onset needs them.

    Parameters
    ----------
    model : str or callable
        A function from two Polars frames, rows to learn from and rows to foretell, to one
        probability for each of the latter; or a name as on the command line: ``"game"``, a school,
        a baseline, ``"module:function"``.
    task : str
        ``onset``, ``escalation``, ``joining`` or ``great-power-war``.
    split : str
        ``1946-1992``, ``1993-2014`` or ``decades``.
    against : str or callable, or an iterable of them
        Rivals.
    draws : int
        Of the blocked bootstrap.

    Returns
    -------
    Report
        ``.table`` and ``.gains`` as Polars frames; ``.forecasts``, one row each.

    Raises
    ------
    UsageError
        There is no such model, task or split, two functions have one name, or `draws` is none.
    foedus.estimate.scoring.harness.ModelError
        The function raised, or returned what are no probabilities.
    foedus.sources.getting.fetch.DataMissing
        A data set is not there.

    Examples
    --------
    Not run as a test: it needs the data sets.

    >>> def even(train, test):
    ...     return [0.5] * test.height
    >>> score(even, against=["base"]).gains["verdict"].to_list()  # doctest: +SKIP
    ['worse']
    """
    if draws < 1:
        raise UsageError("must be at least 1", field="draws", value=draws)
    chosen, when = task_named(task), split_named(split)
    rivals = (against,) if isinstance(against, str) or callable(against) else tuple(against)
    given: dict[str, str | Model] = {}
    for one in (model, *rivals):
        name = one if isinstance(one, str) else getattr(one, "__name__", type(one).__name__)
        if name in given and given[name] != one:
            raise UsageError("two models have one name", value=name, fix="name a function anew")
        given[name] = one
    models = {n: by_name(one, chosen) if isinstance(one, str) else one for n, one in given.items()}
    return report(chosen, when, models, draws=draws)
