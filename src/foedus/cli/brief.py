"""``foedus brief``: a crisis as one file to send."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from foedus.core.errors import UsageError

from .brief_alliances import QUESTION, write_alliances
from .run import INTERRUPTED, checked, edits_of, study

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
    """
    from foedus.brief.report.write import form, require

    checked(draws, seed)
    form(output)
    require()
    if subject == QUESTION:
        plain = not (without or with_ or set_ or draws is not None or seed)
        return write_alliances(output, alone=plain)
    bundle = _bundle(subject, without, with_, set_, draws, seed)
    from foedus.brief.report.crisis.brief import crisis_brief
    from foedus.brief.report.write import write

    write(crisis_brief(bundle), output)
    sys.stdout.write(f"written: {output}\n")
    if bundle.manifest.get("complete", True):
        return 0
    print("foedus: the study was interrupted; the brief tells what there is", file=sys.stderr)
    return INTERRUPTED


def _bundle(
    subject: str,
    without: list[str] | None,
    with_: list[str] | None,
    set_: list[str] | None,
    draws: int | None,
    seed: int,
) -> Bundle:
    """Read the bundle, or run the study first."""
    if Path(subject).is_dir():
        if without or with_ or set_ or draws is not None or seed:
            raise UsageError(
                "a bundle is read as it is: no --without, --with, --set, --draws or --seed",
                value=subject,
                fix="name the crisis instead, or leave them out",
            )
        from foedus.core.bundle import read

        return read(subject)
    from foedus.study.options import Options

    options = Options(draws=draws, seed=seed)
    return study(subject, edits_of(without, with_, set_), options, None, False, quiet=True)
