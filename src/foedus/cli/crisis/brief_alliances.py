"""``foedus brief alliances``: the brief on the question itself, from what ships."""

from __future__ import annotations

import sys
from pathlib import Path

from foedus.core.errors import UsageError

__all__ = ["write_alliances"]


def write_alliances(output: Path, *, alone: bool) -> int:
    """Write the brief on what alliances did to escalation, over the whole record.

    Parameters
    ----------
    output
        The file; its ending is the form: .html, .pdf or .md.
    alone
        Whether nothing was asked for that belongs to a crisis.

    Returns
    -------
    int
        Exit status.

    Raises
    ------
    UsageError
        If something was.
    """
    from foedus.brief.report.face import QUESTION, write_brief

    if not alone:
        raise UsageError(
            "the brief on alliances is read from what ships: no --without, --with, --set, "
            "--draws or --seed",
            value=QUESTION,
            fix="leave them out, or name a crisis",
        )
    write_brief(QUESTION, output)
    sys.stdout.write(f"written: {output}\n")
    return 0
