"""``foedus network FIRST:LAST --annals DIR``: what the explorer reads of many years."""

from __future__ import annotations

import sys
from pathlib import Path

from foedus.core.errors import UsageError
from foedus.core.progress import interruptible, reporter_for

__all__ = ["write_annals"]


def write_annals(when: str, folder: Path, *, gamma: float, seed: int, alone: bool) -> None:
    """Compute the annals of some years, and write them.

    Parameters
    ----------
    when
        Years, ``1816:2018``.
    folder
        Where.
    gamma, seed
        As for one year.
    alone
        Whether nothing was asked for that does not go with it.

    Raises
    ------
    UsageError
        If something was, these are no years, or the folder holds something else or cannot be
        written.
    """
    if not alone:
        raise UsageError("--annals goes with --gamma and --seed only", fix="drop the others")
    if ":" not in when:
        raise UsageError("--annals are of many years", value=when, fix="write 1816:2018")
    from foedus.network.annals.build import build
    from foedus.network.annals.store import refuse, write

    from .span import years

    first, last = years(when)
    refuse(folder)
    reporter = reporter_for(sys.stderr)
    with interruptible(reporter):
        made = build(first, last, gamma=gamma, seed=seed, reporter=reporter)
    write(made, folder)
    print(f"written: {folder}, {made.years.height} years, {made.states.height:,} rows of states")
