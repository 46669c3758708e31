"""``foedus export``: the explorer as files."""

from __future__ import annotations

import sys
from pathlib import Path

from foedus.core.errors import UsageError
from foedus.web.command import require

__all__ = ["export"]


def export(
    site: Path,
    /,
    *,
    only: str | None = None,
    singles: bool = False,
    draws: bool = False,
    workers: int | None = None,
    resume: bool = False,
) -> int:
    """The explorer as a folder of files, opened in a browser without a program that answers.

    Every bundled crisis is solved beforehand: as it stands with intervals, with each change that
    the room Crisis offers, and with each two of them, at the centre of theta.

    Parameters
    ----------
    site
        The folder; a new one, an empty one, or a site that is then replaced.
    only
        Bundled crises to include, parted by commas; default: all.
    singles
        Changes one at a time, no pairs: far quicker.
    draws
        Study each single change whole, with intervals: far slower.
    workers
        Pages made side by side; default: as many as there are processors.
    resume
        Go on with an export that was interrupted.
    """
    require()
    if workers is not None and workers < 1:
        raise UsageError("--workers must be at least 1", value=workers)
    from foedus.core.progress import interruptible, reporter_for
    from foedus.web.command import quick

    from .cost import Cost, lasting
    from .wanted import Wanted, chosen
    from .write import LARGEST
    from .write import export as write

    wanted = Wanted(chosen(only), singles=singles, draws=draws)
    reporter = reporter_for(sys.stderr)
    quick()

    def told(found: Cost) -> None:
        reporter.note(
            f"{found.studies:,} studies, {found.points:,} changes at the centre of theta, "
            f"{found.files:,} files: {lasting(found.seconds)} on this machine's processors if "
            "nothing is solved yet (Ctrl-C keeps what is done)"
        )

    with interruptible(reporter):
        made = write(site, wanted, reporter, workers=workers, resume=resume, told=told)
    for name in made.missing:
        sys.stderr.write(f"foedus: not written, it cannot be had: {name}\n")
    sys.stdout.write(
        f"{made.files:,} files, {made.size / 1e6:,.1f} MB: open {made.folder / 'index.html'}\n"
    )
    if made.size > LARGEST:
        sys.stderr.write("foedus: a large site; --only and --singles make it smaller\n")
    return 0
