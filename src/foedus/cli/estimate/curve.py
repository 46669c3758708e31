"""``foedus estimate curve``: the regressions under every choice that can be defended."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from foedus.cli.switch import Switch
from foedus.core.errors import Cancelled, UsageError
from foedus.core.progress import interruptible, reporter_for

if TYPE_CHECKING:
    from foedus.estimate.reduced.curve.curve import Curve

__all__ = ["curve"]


def curve(
    *,
    quick: Switch = False,
    out: Path | None = None,
    resume: Switch = False,
    workers: int = 1,
    as_json: Annotated[Switch, Parameter(name="--json")] = False,
) -> None:
    """Fit onset and escalation under every defensible choice, and say what moves the answer.

    Samples, years, codings of disputes, conditions of pledges, their lag, which stand in the model,
    and controls, each with each. Every finished model is kept: a run that was stopped or killed
    goes on with --resume.

    Parameters
    ----------
    quick
        A small part of the grid: half a minute instead of ten.
    out
        Folder for curve.parquet, curve.csv and curve.html, the picture.
    resume
        Go on with what an interrupted run of the same grid left.
    workers
        Processes at a time; each may need 2 GB.
    as_json
        Print one JSON document instead of the tables.
    """
    if workers < 1:
        raise UsageError("must be at least 1", field="--workers", value=workers)
    if out is not None:
        from .curve_files import refuse_strangers

        refuse_strangers(out)
    found = _made(quick=quick, resume=resume, workers=workers)
    if out is not None:
        from .curve_files import write_curve

        write_curve(found, out, quick=quick)
    from .curve_text import document, lines

    if as_json:
        print(json.dumps(document(found), ensure_ascii=False, allow_nan=False, indent=1))
        return
    print("\n".join(lines(found)))
    if out is not None:
        print(f"\nwritten: {out}, pictures in {out / 'curve.html'}")


def _made(*, quick: bool, resume: bool, workers: int) -> Curve:
    # Polars and the panels take a while to import; a wrong call is refused before.
    from foedus.core.workers import process_pool
    from foedus.estimate.reduced.curve.choices import grid
    from foedus.estimate.reduced.curve.run import run

    whole = grid(quick=quick)
    reporter = reporter_for(sys.stderr)
    with (
        interruptible(reporter),
        process_pool(workers) if workers > 1 else nullcontext() as executor,
    ):
        found = run(whole, executor, reporter, resume=resume)
    if not found.complete:
        raise Cancelled(
            f"stopped after {found.frame.height:,} of {len(whole):,} specifications",
            fix="the same command with --resume goes on",
        )
    return found
