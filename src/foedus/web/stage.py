"""One stage of a study: the next fuller answer to a question."""

from __future__ import annotations

import logging
from concurrent.futures import Executor, Future
from dataclasses import replace
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from foedus.core.errors import FoedusError
from foedus.core.paths import threads
from foedus.study.question import BASE, EDITED
from foedus.study.run import run

from .answers import Answer, Level, level_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from .ask import Ask
    from .watch import Watch

__all__ = ["fuller"]

logger = logging.getLogger("foedus.web")

P = ParamSpec("P")
T = TypeVar("T")


def fuller(ask: Ask, before: Answer, watch: Watch, *, alone: bool) -> Answer:
    """Work on a question until its answer is one stage fuller, or it cannot be.

    Parameters
    ----------
    ask
        The question.
    before
        What is known of it.
    watch
        Told what is done; it says when to stop.
    alone
        Whether all processors are for this, rather than one of them for others.
    """
    count = threads() if alone else max(1, threads() - 1)
    options = replace(ask.options, threads=count)
    try:
        if before.bundle is None and _begun(ask):
            # What is on disk is shown at once; the rest is another turn's.
            watch.done()
            bundle = run(ask.scenario, ask.edits, options, None, _Idle(), watch)
        else:
            bundle = run(ask.scenario, ask.edits, options, reporter=watch)
    except FoedusError as error:
        logger.info("%s: %s", ask.scenario.name, error)
        return replace(before, error=error)
    except Exception:
        logger.exception("%s could not be solved", ask.scenario.name)
        return replace(before, error=FoedusError("the study failed", fix="report it"))
    level = level_of(bundle)
    if level is Level.NOTHING:
        return before
    return Answer(level, bundle, stage=before.stage + 1)


def _begun(ask: Ask) -> bool:
    """Whether the first answer is on disk."""
    journal = ask.journal()
    return all(f"point/{case}" in journal for case in ((BASE, EDITED) if ask.edits else (BASE,)))


class _Idle(Executor):
    """Does nothing: for putting together what is finished."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Return a future that nobody fulfils."""
        del fn, args, kwargs
        return Future()
