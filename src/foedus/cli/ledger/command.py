"""``foedus ledger``: every dispute on record, with and without its alliances."""

from __future__ import annotations

import json as json_module
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from foedus.cli.switch import Switch
from foedus.core.errors import UsageError

from .which import Which

app = App(
    name="ledger",
    help="Every dispute on record, with and without its alliances.",
    help_format="plaintext",
)
INTERRUPTED = 130
"""Exit status, as in `foedus.cli.app`, which imports this module only by name."""
OUT = Path("out/ledger")
EVERY = Which()

_Json = Annotated[Switch, Parameter(name="--json")]
_Labels = Annotated[list[str] | None, Parameter(name="--label", negative=())]
_Ledger = Annotated[Path | None, Parameter(name="--ledger")]


@app.command
def build(
    *,
    limit: int | None = None,
    workers: int | None = None,
    draws: int = 16,
    seed: int = 0,
    k: int = 2,
    treaties: str = "any",
    theta: str = "",
    search: int = 3,
    tol: float = 1e-7,
    variants: Switch = False,
    placebos: Switch = False,
    prior: Switch = False,
    quiet_sample: int | None = None,
    in_hand: int | None = None,
    resume: Switch = False,
    out: Path = OUT,
    as_json: _Json = False,
) -> int:
    """Solve every dispute with and without its obligations, and write the tables.

    Parameters
    ----------
    limit
        Only so many disputes, spread evenly over the record; the result is marked as partial.
    workers
        Processes; default: the processors this process may use.
    draws
        Draws of theta for the intervals.
    seed
        Seed of the draws and of all that is drawn by lot.
    k
        Third parties in a game at most.
    treaties
        any, defence, or binding (only pledges without conditions that tables cannot check).
    theta
        A set of parameters that ships with the package; default: the one in use.
    search
        Random starts in the search for other equilibria.
    tol
        Residual to be reached.
    variants
        Build the ledger under other assumptions, at one theta each, beside the ledger in --out.
    placebos
        Build it with pacts that should not matter, beside the ledger in --out.
    prior
        Build it under the prior alone, beside the ledger in --out.
    quiet_sample
        Solve so many dyad-years without a dispute, each standing for others, beside the ledger.
    in_hand
        Tasks out at a time, what a kill can lose; default: twice the workers.
    resume
        Go on with what an interrupted build left in --out.
    out
        Folder for the tables.
    as_json
        Print for programs.
    """
    from .build import Asked, run

    asked = Asked(
        limit=limit,
        workers=workers,
        draws=draws,
        seed=seed,
        k=k,
        treaties=treaties,
        theta=theta,
        search=search,
        tol=tol,
        parts=tuple(
            name
            for name, wanted in (
                ("variants", variants),
                ("placebos", placebos),
                ("prior", prior),
                ("quiet", quiet_sample is not None),
            )
            if wanted
        ),
        sample=quiet_sample,
        in_hand=in_hand,
        resume=resume,
        out=out,
    )
    return run(asked, as_json=as_json)


@app.command
def summary(
    *,
    which: Which = EVERY,
    scheme: str = "dispute",
    from_ledger: _Ledger = None,
    as_json: _Json = False,
) -> None:
    """Sum the ledger up: how many disputes alliances made likelier to become a war, or less.

    Parameters
    ----------
    scheme
        How the disputes of the world wars are weighed where one scheme is shown: dispute, block
        or peace.
    from_ledger
        A ledger of your own; default: the one that comes with the package.
    as_json
        Print everything for programs.
    """
    from foedus.ledger.ledger import read_ledger

    made = read_ledger(from_ledger).summary(which.selection(), scheme=scheme)
    if as_json:
        _print_json(made.data)
        return
    from foedus.cli.lines import show

    from .text import lines

    show(lines(made.data), sys.stdout)


@app.command(name="show")
def show_one(number: str, /, *, from_ledger: _Ledger = None, as_json: _Json = False) -> None:
    """Show one dispute whole.

    Parameters
    ----------
    number
        Number of the dispute in COW's list: 257 is the First World War.
    from_ledger
        A ledger of your own; default: the one that comes with the package.
    as_json
        Print for programs.
    """
    from foedus.ledger.ledger import read_ledger

    made = read_ledger(from_ledger).show(number)
    if as_json:
        _print_json(made.data)
        return
    from foedus.cli.lines import show

    from .row_text import lines

    show(lines(made.data), sys.stdout)


@app.command
def rows(
    *,
    which: Which = EVERY,
    label: _Labels = None,
    status: str = "",
    output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None,
    from_ledger: _Ledger = None,
    as_json: _Json = False,
) -> None:
    """Write the rows of the ledger, or some of them, with their codebook beside.

    Parameters
    ----------
    label
        Only rows with this label: any_war=raised, great_power_war:0.05=lowered,
        onset/any_war=unclear. May be given more than once.
    status
        Only solved, failed or unmade ones.
    output
        File to write: .parquet or .csv; the codebook is written beside it.
    from_ledger
        A ledger of your own; default: the one that comes with the package.
    as_json
        Print the rows for programs.
    """
    if output is not None and output.suffix not in {".parquet", ".csv"}:
        raise UsageError("no such format", value=output.suffix, fix="write .parquet or .csv")
    from foedus.ledger.ledger import read_ledger
    from foedus.ledger.select import parse_label

    chosen = which.selection([parse_label(text) for text in label or ()], status)
    kept = read_ledger(from_ledger).select(chosen)
    from .rows import table, write

    written = None if output is None else write(kept, output)
    if as_json:
        from foedus.ledger.show import plain

        _print_json([plain(row) for row in kept.iter_rows(named=True)])
    elif written is not None:
        from foedus.brief.ledger.numbers import many

        rows = many(kept.height, "dispute", "disputes")
        print(f"{output}: {rows}, {kept.width} columns; codebook: {written}")
    else:
        print(table(kept))


def _print_json(data: object) -> None:
    print(json_module.dumps(data, ensure_ascii=False, allow_nan=False, indent=1))
