"""``foedus estimate report``: what a fit found, and what the record cannot tell."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from foedus.cli.switch import Switch

__all__ = ["report"]


def report(
    directory: Path | None = None,
    /,
    *,
    as_json: Annotated[Switch, Parameter(name="--json")] = False,
) -> None:
    """Say what a fit found: theta with intervals beside its prior, and what cannot be told.

    Parameters
    ----------
    directory
        Folder of a fit; default: the fit that ships with the package.
    as_json
        Print everything as one JSON document.
    """
    # Reading a report needs no more than a file, but the room that reads it imports the game.
    from foedus.estimate.structural.told import read_report

    told = read_report(directory)
    if as_json:
        print(json.dumps(told.content, ensure_ascii=False, allow_nan=False, indent=1))
        return
    from foedus.cli.lines import show

    from .report_text import lines

    show(lines(told.content), sys.stdout)
