"""``foedus estimate fit``: fit the game to the record, with progress, kept when interrupted."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from foedus.cli.folder import into_package
from foedus.cli.switch import Switch
from foedus.core.errors import Cancelled, UsageError
from foedus.core.paths import cache_dir, threads
from foedus.core.progress import interruptible, reporter_for

if TYPE_CHECKING:
    from foedus.estimate.structural.fit import Fit, Plan

__all__ = ["QUICK", "STATE", "fit"]

QUICK = "QUICK FIT, of a small part of the record: to see that it works. It never ships."
"""First and last line of the screen of a quick fit."""
STATE = "state.json"


def fit(
    *,
    quick: Switch = False,
    out: Path | None = None,
    resume: Switch = False,
    workers: int | None = None,
    before: int | None = None,
    k: int = 2,
    publish: Switch = False,
    as_json: Annotated[Switch, Parameter(name="--json")] = False,
) -> None:
    """Fit the game to every dispute on record and to the years in which none began.

    Each step is kept: a fit that was stopped or killed goes on with --resume. A whole fit takes
    half an hour; --quick takes minutes and is only good for seeing that it works.

    Parameters
    ----------
    quick
        Every twelfth dispute and a few steps. Never what ships.
    out
        Folder for theta.json, onset.json, report.json; in the cache by default.
    resume
        Go on with the fit in the folder.
    workers
        Processes, 300 MB each; default: the processors this process may use.
    before
        Only what was known before this year.
    k
        Candidates in a game, at most.
    publish
        Put the finished fit into the package, where the game and the report find it.
    as_json
        Print the report as one JSON document.
    """
    count = threads() if workers is None else workers
    if count < 1:
        raise UsageError("must be at least 1", field="--workers", value=workers)
    if k < 0:
        raise UsageError("must not be negative", field="--k", value=k)
    if publish and (quick or before is not None or k != 2):
        raise UsageError(
            "only a fit of the whole record ships",
            field="--publish",
            fix="leave out --quick, --before and --k",
        )
    if out is not None:
        _refuse(out, resume=resume)
    if quick and not as_json:
        print(QUICK, flush=True)
    # Polars, Numba and the cases take seconds to import; a wrong call is refused before.
    from foedus.estimate.structural.fit import Plan

    plan = Plan(quick=quick, before=before, k=k)
    folder = cache_dir() / "fits" / plan.key[:16] if out is None else out
    if resume and not (folder / STATE).is_file():
        raise UsageError("nothing to resume", file=folder, fix="begin it without --resume")
    found = _fitted(plan, folder, resume=resume, workers=count, again=_again(plan, out))
    if publish:
        _publish(found, folder)
    _tell(folder, quick=quick, publish=publish, as_json=as_json)


def _refuse(out: Path, *, resume: bool) -> None:
    """Refuse before the work what could not be written after it."""
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return
    if not (out / STATE).is_file():
        raise UsageError(
            f"--out: {out} holds something else than a fit; not overwritten",
            fix="choose another folder",
        )
    if not resume:
        raise UsageError(
            f"--out: {out} holds a fit; not overwritten",
            fix="go on with it with --resume, or choose another folder",
        )


def _again(plan: Plan, out: Path | None) -> str:
    """Return the command that goes on."""
    given = {
        "--quick": plan.quick,
        "--before": plan.before,
        "--k": plan.k if plan.k != 2 else None,
        "--out": out,
    }
    words = ["foedus estimate fit --resume"]
    for name, value in given.items():
        if value is True:
            words.append(name)
        elif value is not None and value is not False:
            words.append(f"{name} {value}")
    return " ".join(words)


def _fitted(plan: Plan, folder: Path, *, resume: bool, workers: int, again: str) -> Fit:
    from foedus.estimate.structural.climb import read_state
    from foedus.estimate.structural.fit import fit as work

    before = _steps(folder)
    reporter = reporter_for(sys.stderr)
    try:
        with interruptible(reporter):
            return work(plan, folder, workers=workers, resume=resume, reporter=reporter)
    except Cancelled:
        if not resume and _steps(folder) == before:
            raise Cancelled("stopped before the first step was finished; nothing is kept") from None
        step = read_state(folder / STATE).step
        raise Cancelled(f"stopped; step {step} is kept", fix=f"go on with: {again}") from None


def _steps(folder: Path) -> float:
    """When the state in a folder was written; 0 where there is none."""
    path = folder / STATE
    return path.stat().st_mtime if path.is_file() else 0.0


def _publish(found: Fit, folder: Path) -> None:
    from foedus.estimate.structural.artefact import publish

    if not found.state.done:
        print(
            f"foedus: warning: published before its top was reached, about "
            f"{found.state.decrement / 2:.2g} of log likelihood short of it",
            file=sys.stderr,
        )
    with into_package():
        publish(folder)


def _tell(folder: Path, *, quick: bool, publish: bool, as_json: bool) -> None:
    from foedus.estimate.structural.told import read_report

    told = read_report(folder)
    if as_json:
        content = told.content | {"folder": str(folder)}
        print(json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1))
        return
    from foedus.cli.lines import show

    from .report_text import lines

    show(lines(told.content), sys.stdout)
    print(f"\nwritten: {folder}; read it again: foedus estimate report {folder}")
    if publish:
        print("published: the game and foedus estimate report use it from now on")
    if quick:
        print(QUICK)
