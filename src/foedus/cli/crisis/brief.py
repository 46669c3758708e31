"""``foedus brief``: a crisis as one file to send."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from foedus.core.errors import UsageError
from foedus.core.writable import refuse_file

from .brief_alliances import write_alliances
from .run import INTERRUPTED, believed, checked, edits_of, study

if TYPE_CHECKING:
    from foedus.core.bundle import Bundle

__all__ = ["brief"]


def brief(
    subject: str,
    /,
    *,
    output: Annotated[Path, Parameter(name=["--output", "-o"])],
    without: Annotated[list[str] | None, Parameter(negative=())] = None,
    with_: Annotated[list[str] | None, Parameter(name="--with", negative=())] = None,
    set_: Annotated[list[str] | None, Parameter(name="--set", negative=())] = None,
    draws: int | None = None,
    seed: int = 0,
    types: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Write the brief of a crisis: bottom line, base rate, outcomes, levers, sources, limits.

    Parameters
    ----------
    subject
        A bundled crisis (see `foedus scenario list`), a YAML file, or the folder of a result
        bundle, which is read and not solved again. Or `alliances`: the brief on the question
        itself.
    output
        The file; its ending is the form: .html, .pdf or .md.
    without
        Take out a treaty, a channel, `all`, or `camp:target`, as in `foedus run`.
    with_
        Put in a remedy, as in `foedus run`.
    set_
        Set a value, as in `foedus run`.
    draws
        Draws of theta for the intervals; default: as many as fit in a short run.
    seed
        Seed of the draws and of the simulated paths.
    types
        Solve with private resolve too, as in `foedus run`.
    """
    from foedus.brief.report.write import form, require

    checked(draws, seed)
    form(output)
    refuse_file(output, "choose another file with -o")
    require()
    from foedus.brief.report.face import QUESTION, write_brief

    if subject == QUESTION:
        plain = not (without or with_ or set_ or draws is not None or seed or types)
        return write_alliances(output, alone=plain)
    edits = edits_of(without, with_, set_)
    if Path(subject).is_dir():
        bundle = _kept(subject, alone=not (edits or draws is not None or seed or types))
    else:
        bundle = _solved(subject, edits, draws, seed, types=types)
    write_brief(bundle, output)
    sys.stdout.write(f"written: {output}\n")
    if bundle.manifest.get("complete", True):
        return 0
    print("foedus: the study was interrupted; the brief tells what there is", file=sys.stderr)
    return INTERRUPTED


def _kept(folder: str, *, alone: bool) -> Bundle:
    """Read a bundle; refuse options of a study beside it."""
    if not alone:
        raise UsageError(
            "a bundle is read as it is: no --without, --with, --set, --draws, --seed or --types",
            value=folder,
            fix="name the crisis instead, or leave them out",
        )
    from foedus.core.bundle import read

    return read(folder)


def _solved(
    subject: str, edits: tuple[Any, ...], draws: int | None, seed: int, *, types: bool
) -> Bundle:
    """Run the study that the brief is about."""
    from foedus.study.options import Options

    options = Options(draws=draws, seed=seed, types=types or believed(edits))
    return study(subject, edits, options, None, False, quiet=True)
