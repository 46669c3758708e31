"""``foedus estimate origins``: fit the game to what was known before each fold of the splits."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from foedus.cli.folder import into_package
from foedus.cli.switch import Switch
from foedus.core.errors import Cancelled, UsageError, did_you_mean
from foedus.core.paths import cache_dir, threads
from foedus.core.progress import interruptible, reporter_for

if TYPE_CHECKING:
    from foedus.estimate.structural.origins import Origins

__all__ = ["origins"]

_EVERY, _RIVALS = "all", "rivals"


def origins(
    *,
    years: str = "",
    school: str = "game",
    out: Path | None = None,
    resume: Switch = False,
    workers: int | None = None,
    publish: Switch = False,
    as_json: Annotated[Switch, Parameter(name="--json")] = False,
) -> None:
    """Fit the game, or schools of it, to what was known before each of a number of years.

    These are the fits that `foedus score game` foretells with. One is kept as soon as it is done,
    and every step of the one in hand: a run that was stopped or killed goes on with --resume.

    Parameters
    ----------
    years
        First years of what is to be foretold, separated by commas. Default: of all folds of the
        splits; for a school 1900, 1946 and 1993.
    school
        game, capability, deterrence, timetable, moral-hazard, spiral; several with commas; or
        rivals, all but the first; or all.
    out
        Folder; in the cache by default.
    resume
        Go on with what is in the folder.
    workers
        Processes, 300 MB each; default: the processors this process may use.
    publish
        Put the finished fits into the package, beside those of other years that it has.
    as_json
        Print one JSON document.
    """
    count = threads() if workers is None else workers
    if count < 1:
        raise UsageError("must be at least 1", field="--workers", value=workers)
    wanted = _years(years)
    names = _schools(school)
    # The game and the cases take seconds to import; a wrong call is refused before.
    from foedus.estimate.structural.origins import content
    from foedus.estimate.structural.origins_fit import default_years, fit_origins

    questions = [(name, year) for name in names for year in wanted or default_years(name)]
    folder = cache_dir() / "origins" if out is None else out
    reporter = reporter_for(sys.stderr)
    try:
        with interruptible(reporter):
            found = fit_origins(questions, folder, workers=count, resume=resume, reporter=reporter)
    except Cancelled:
        raise Cancelled(
            "stopped; finished fits are kept, and the steps of the one in hand",
            fix="the same command with --resume goes on",
        ) from None
    if publish:
        _publish(found)
    if as_json:
        print(json.dumps(content(found), ensure_ascii=False, allow_nan=False, indent=1))
        return
    print(_told(found))
    print(f"\nwritten: {folder}")
    if publish:
        print("published: foedus score game uses them from now on")


def _years(text: str) -> list[int]:
    found: list[int] = []
    for part in filter(None, (one.strip() for one in text.split(","))):
        if not (part.isdecimal() and 1817 <= int(part) <= 2100):
            raise UsageError("not a year", field="--years", value=part, fix="write 1946,1993")
        found.append(int(part))
    return list(dict.fromkeys(found))


def _schools(text: str) -> list[str]:
    from foedus.estimate.structural.schools import RIVALS, SCHOOLS

    found: list[str] = []
    for part in filter(None, (one.strip() for one in text.split(","))):
        if part in (_EVERY, _RIVALS):
            found += SCHOOLS if part == _EVERY else RIVALS
        elif part in SCHOOLS:
            found.append(part)
        else:
            known = (*SCHOOLS, _RIVALS, _EVERY)
            fix = did_you_mean(part, known) or f"choose {', '.join(known)}"
            raise UsageError(f"no school is called {part!r}", field="--school", fix=fix)
    return list(dict.fromkeys(found))


def _publish(found: Origins) -> None:
    from foedus.estimate.structural.origins_fit import publish

    with into_package():
        publish(found)


def _told(found: Origins) -> str:
    from foedus.cli.score.text import table

    head = ("fitted before", "disputes", "dyad-years", "log likelihood", "with prior", "steps", "")
    rows = [
        (
            f"{one.before} {one.school}",
            f"{one.disputes:,}",
            f"{one.onset_rows:,}",
            f"{one.log_likelihood:,.1f}",
            f"{one.objective:,.1f}",
            str(one.steps),
            "top" if one.converged else f"{one.decrement / 2:.2g} left to gain",
        )
        for one in found
    ]
    return table(head, rows)
