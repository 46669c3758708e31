"""``foedus run``: solve a crisis, with and without its alliances."""

from __future__ import annotations

import json as json_module
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from foedus.core.errors import UsageError

if TYPE_CHECKING:
    from foedus.core.bundle import Bundle
    from foedus.study.options import Options

__all__ = ["believed", "checked", "document", "edits_of", "run", "study"]

INTERRUPTED = 130
"""Exit status, as in `foedus.cli.app`, which imports this module only by name."""


def run(
    scenario: str,
    /,
    *,
    without: Annotated[list[str] | None, Parameter(negative=())] = None,
    with_: Annotated[list[str] | None, Parameter(name="--with", negative=())] = None,
    set_: Annotated[list[str] | None, Parameter(name="--set", negative=())] = None,
    draws: int | None = None,
    seed: int = 0,
    out: Path | None = None,
    json: Annotated[bool, Parameter(negative=())] = False,
    resume: Annotated[bool, Parameter(negative=())] = False,
    types: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Solve a crisis: how it ends, who fights, what each alliance and channel does, and how.

    Parameters
    ----------
    scenario
        A bundled crisis (see `foedus scenario list`) or a YAML file.
    without
        Take out a treaty (its id), a channel (A-B), `all`, or `camp:target`. May be given more
        than once.
    with_
        Put in a remedy: hotline:A-B, conditional:T, unconditional:T, public:T, slower:ACTOR,
        revocable:ACTOR, fewer-exercises, trade:A-B, firmer:T, softer:T; or what is believed:
        perceived:OBSERVER:ACTOR=0.8, assurance:PATRON-ALLY, pledge:PATRON-ALLY, ambiguous:T,
        signal:ACTOR=COST. May be given more than once.
    set_
        Set a value, such as theta.X=2 or overrides.SER.war_cost=0.1. May be given more than once.
    draws
        Draws of theta for the intervals; default: as many as fit in a short run.
    seed
        Seed of the draws and of the simulated paths.
    out
        Folder for the result bundle and the page of pictures, index.html.
    json
        Print one JSON document, and nothing else, on standard output.
    resume
        Complete the interrupted study in --out.
    types
        Solve with private resolve too: who is resolute, who is taken for it, and how much of the
        risk is misperception. Edits of what is believed imply it.
    """
    checked(draws, seed)
    if resume and out is None:
        raise UsageError(
            "--resume needs to know what to complete", fix="name the study's folder with --out"
        )

    if out is not None:
        _check_out(out, resume)

    from foedus.study.options import Options

    edits = edits_of(without, with_, set_)
    bundle = study(
        scenario,
        edits,
        Options(draws=draws, seed=seed, types=types or believed(edits)),
        out,
        resume,
        quiet=json,
    )
    try:  # the numbers come first: they are not lost where the folder cannot be written
        if json:
            sys.stdout.write(document(bundle) + "\n")
        else:
            from .screen import show

            show(bundle, sys.stdout)
    finally:  # nor is the folder where nobody reads to the end of them
        if out is not None:
            _write(bundle, out)
    if out is not None and not json:
        sys.stdout.write(f"written: {out}, pictures in {out / 'index.html'}\n")
    if not bundle.manifest.get("complete", True):
        how = (
            f"complete it with --resume --out {out}"
            if out is not None
            else "with --out it could be resumed"
        )
        print(f"foedus: interrupted; these are the numbers so far ({how})", file=sys.stderr)
        return INTERRUPTED
    return 0


def checked(draws: int | None, seed: int) -> None:
    """Refuse numbers of draws, and seeds, that are none.

    Raises
    ------
    UsageError
        If one is.
    """
    if draws is not None and draws < 1:
        raise UsageError("--draws must be at least 1", value=draws)
    if seed < 0:
        raise UsageError("--seed must not be negative", value=seed)


def _check_out(out: Path, resume: bool) -> None:
    """Refuse before the work what could not be written after it."""
    from foedus.brief.needs import require
    from foedus.core.bundle import is_bundle, refuse

    require()
    ours = is_bundle(out)
    taken = out.exists() and (not out.is_dir() or any(out.iterdir()))
    if taken and not ours and not resume:
        raise UsageError(
            f"--out: {out} holds something else than a bundle; not overwritten",
            fix="choose another folder",
        )
    if ours or not resume:
        refuse(out)


def edits_of(
    without: list[str] | None, with_: list[str] | None, set_: list[str] | None
) -> tuple[Any, ...]:
    """Return interventions from the words of the command line."""
    from foedus.crisis.intervene import parse_set, parse_with, parse_without

    return (
        *(parse_without(text) for text in without or ()),
        *(parse_with(text) for text in with_ or ()),
        *(parse_set(text) for text in set_ or ()),
    )


def believed(edits: tuple[Any, ...]) -> bool:
    """Whether some edit is about what states believe, and so asks for types."""
    from foedus.crisis.edits.resolved import about_beliefs

    return about_beliefs(*edits)


def study(
    name: str,
    edits: tuple[Any, ...],
    options: Options,
    out: Path | None,
    resume: bool,
    *,
    quiet: bool,
) -> Bundle:
    """Load and solve, with progress on standard error and a first screen on a terminal."""
    from foedus.core.progress import interruptible, reporter_for
    from foedus.crisis.scenario import load
    from foedus.study.run import run as run_study

    crisis = load(name)
    reporter = reporter_for(sys.stderr)

    def first(partial: Bundle) -> None:
        from .screen import show

        show(partial, sys.stdout, first=True)
        sys.stdout.write("\nNow each treaty and channel is taken out in turn ...\n\n")
        sys.stdout.flush()

    # Where output is piped the screen comes once, at the end; and --json prints one document.
    wanted = None if quiet or not sys.stdout.isatty() else first
    with interruptible(reporter):
        return run_study(
            crisis, edits, options, reporter=reporter, directory=out, resume=resume, first=wanted
        )


def _write(bundle: Bundle, out: Path) -> None:
    from foedus.brief.bundle.page import page
    from foedus.core.bundle import write

    write(bundle, out, extra={"index.html": page(bundle).encode()})


def document(bundle: Bundle) -> str:
    """The bundle as one JSON document.

    ``manifest``; ``scenario``, YAML text; ``tables``, records by name: the whole bundle. Numbers
    that were not computed are null.
    """
    tables = {
        name: [_row(row) for row in table.to_dicts()]
        for name, table in sorted(bundle.tables.items())
    }
    content = {"manifest": _clean(bundle.manifest), "scenario": bundle.scenario, "tables": tables}
    return json_module.dumps(content, ensure_ascii=False, allow_nan=False, indent=1)


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return {key: _clean(value) for key, value in row.items()}


def _clean(value: Any) -> Any:
    """JSON has no NaN and no infinity."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(key): _clean(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_clean(one) for one in value]
    if isinstance(value, tuple):
        return [_clean(one) for one in value]
    return value
