"""``foedus estimate recover`` and ``profile``: whether a fit can be believed, where it is flat."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from foedus.cli.switch import Switch
from foedus.core.errors import Cancelled, UsageError
from foedus.core.paths import cache_dir, threads
from foedus.core.progress import interruptible, reporter_for
from foedus.core.writable import refuse_file, writing

if TYPE_CHECKING:
    from foedus.estimate.structural.told import Told

__all__ = ["profile", "recover"]

_ELSEWHERE = "copy the fit to where you may write, and name that with --out"


def recover(
    *,
    replications: int = 5,
    stride: int = 6,
    seed: int = 7,
    out: Path | None = None,
    workers: int | None = None,
    publish: Switch = False,
    as_json: Annotated[Switch, Parameter(name="--json")] = False,
) -> None:
    """Fit records drawn from the fitted game, and see whether theta comes back.

    Finished replications are kept, and taken over when the same command runs again.

    Parameters
    ----------
    replications
        Records to draw.
    stride
        Take every so many disputes.
    seed
        Of the draws.
    out
        Folder of the fit whose theta is the truth; the result goes into its report.json. Default:
        the fit that ships.
    workers
        Processes; default: the processors this process may use.
    publish
        Put the result into the report that ships.
    as_json
        Print one JSON document.
    """
    count = _checked({"--replications": replications, "--stride": stride}, workers)
    _refuse_publishing(out if publish else None)
    if seed < 0:
        raise UsageError("must not be negative", field="--seed", value=seed)
    # The game and the cases take seconds to import; a wrong call is refused before.
    from foedus.estimate.structural.recovery import recover as work

    told = _read(out)
    reporter = reporter_for(sys.stderr)
    try:
        with interruptible(reporter):
            found = work(
                told.plan,
                told.truth,
                replications,
                _folder(told),
                stride=stride,
                seed=seed,
                workers=count,
                reporter=reporter,
            )
    except Cancelled:
        raise _stopped("replications") from None
    _tell(told, "recovery", found.document(), publish=publish, as_json=as_json)


def profile(
    *names: str,
    stride: int = 24,
    out: Path | None = None,
    workers: int | None = None,
    publish: Switch = False,
    as_json: Annotated[Switch, Parameter(name="--json")] = False,
) -> None:
    """Hold one parameter after the other at values around its best, and fit the others.

    Finished refits are kept, and taken over when the same command runs again.

    Parameters
    ----------
    names
        Parameters; default: lambda, c_w, X, mu_war, iota.
    stride
        Take every so many disputes.
    out
        Folder of the fit to start from; the result goes into its report.json. Default: the fit that
        ships.
    workers
        Processes; default: the processors this process may use.
    publish
        Put the result into the report that ships.
    as_json
        Print one JSON document.
    """
    count = _checked({"--stride": stride}, workers)
    _refuse_publishing(out if publish else None)
    from foedus.estimate.structural.profile import NAMES
    from foedus.estimate.structural.profile import profile as work

    told = _read(out)
    reporter = reporter_for(sys.stderr)
    try:
        with interruptible(reporter):
            found = work(
                told.plan,
                told.point,
                tuple(dict.fromkeys(names)) or NAMES,
                _folder(told),
                stride=stride,
                workers=count,
                reporter=reporter,
            )
    except Cancelled:
        raise _stopped("refits") from None
    _tell(told, "profiles", found.document(), publish=publish, as_json=as_json)


def _checked(counts: dict[str, int], workers: int | None) -> int:
    for name, value in counts.items():
        if value < 1:
            raise UsageError("must be at least 1", field=name, value=value)
    count = threads() if workers is None else workers
    if count < 1:
        raise UsageError("must be at least 1", field="--workers", value=workers)
    return count


def _refuse_publishing(out: Path | None) -> None:
    if out is not None:
        raise UsageError(
            "what is published is of the fit that ships, not of a folder's",
            field="--publish",
            value=str(out),
            fix="leave out --out, or --publish",
        )


def _read(out: Path | None) -> Told:
    """Read the report that a check goes into; refused before the work where it cannot."""
    from foedus.estimate.structural.told import read_report

    told = read_report(out)
    if not told.shipped:
        refuse_file(told.path, _ELSEWHERE)
    return told


def _folder(told: Told) -> Path:
    """Where pieces are kept: beside the report, or in the cache where that is in the package."""
    return cache_dir() / "fits" / "shipped" if told.shipped else told.path.parent / "checks"


def _stopped(what: str) -> Cancelled:
    return Cancelled(
        f"stopped; the {what} that are finished are kept", fix="the same command goes on"
    )


def _tell(told: Told, name: str, content: dict[str, Any], *, publish: bool, as_json: bool) -> None:
    written = publish or not told.shipped
    if written:
        from foedus.cli.folder import into_package
        from foedus.estimate.structural.told import add

        with into_package() if told.shipped else writing(told.path, _ELSEWHERE):
            add(told, name, content)
    if as_json:
        print(json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1))
        return
    from foedus.cli.lines import show

    from .checks_text import profiles, recovery

    show((recovery if name == "recovery" else profiles)(content), sys.stdout)
    if written:
        print(f"\nwritten: {told.path}")
