"""``foedus estimate resolve``: whether the record can tell anything of private resolve."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from foedus.cli.layout import Line, section, wrapped
from foedus.cli.switch import Switch
from foedus.core.errors import UsageError
from foedus.core.paths import threads
from foedus.core.progress import interruptible, reporter_for
from foedus.core.writable import refuse_file, writing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foedus.cases.case import Case
    from foedus.crisis.theta import Theta

__all__ = ["resolve", "resolve_lines"]

_ELSEWHERE = "name another with --out FILE"


def resolve(
    *,
    stride: int = 1,
    before: int | None = None,
    out: Path | None = None,
    workers: int | None = None,
    as_json: Annotated[Switch, Parameter(name="--json")] = False,
) -> None:
    """Read the likelihood with both principals of two types, beside that without types.

    Parameters
    ----------
    stride
        Take every so many disputes.
    before
        Take theta as fitted to what was known before this year (see `foedus estimate origins`), and
        tell of disputes known before it and of later ones apart: what is learnt, and whether it
        holds out of sample.
    out
        A JSON file for the result.
    workers
        Processes; default: the processors this process may use.
    as_json
        Print one JSON document.
    """
    if stride < 1:
        raise UsageError("must be at least 1", field="--stride", value=stride)
    count = threads() if workers is None else workers
    if count < 1:
        raise UsageError("must be at least 1", field="--workers", value=workers)
    if out is not None:
        refuse_file(out, _ELSEWHERE)
    from foedus.cases.case import dispute_cases
    from foedus.estimate.structural.hidden import hidden
    from foedus.estimate.structural.refit import write

    theta, groups = _asked(dispute_cases(2)[::stride], before)
    reporter = reporter_for(sys.stderr)
    with interruptible(reporter):
        told = {
            "theta": theta.id,
            "stride": stride,
            "groups": {
                name: [
                    one.document() for one in hidden(cases, theta, workers=count, reporter=reporter)
                ]
                for name, cases in groups.items()
            },
        }
    if as_json:
        print(json.dumps(told, ensure_ascii=False, allow_nan=False, indent=1), flush=True)
    else:
        from foedus.cli.lines import show

        show(resolve_lines(told), sys.stdout)
    if out is not None:
        with writing(out, _ELSEWHERE):
            write(out.absolute().parent, out.name, told)


def _asked(cases: Sequence[Case], before: int | None) -> tuple[Theta, dict[str, list[Case]]]:
    """Theta, and the groups of disputes that are told of apart."""
    from foedus.crisis.theta import load_theta
    from foedus.estimate.structural.origins import load_origins
    from foedus.estimate.structural.schools import GAME

    if before is None:
        return load_theta(), {"all disputes": list(cases)}
    origin = load_origins().at(GAME, before)
    return origin.theta(), {
        f"known before {before}": [case for case in cases if case.known < before],
        f"begun in {before} or later": [case for case in cases if case.year >= before],
    }


def resolve_lines(told: dict[str, Any]) -> list[Line]:
    """Lay the result out, 80 characters wide."""
    out: list[Line] = []
    for name, rows in told["groups"].items():
        many = rows[0]["disputes"] if rows else 0
        out += section(f"Private resolve of principals: {name}, {many:,} disputes")
        out.append(
            (f"{'spread':>8}{'share':>7}{'error':>7}{'gain':>9}{'could':>8}{'war moved':>11}", "")
        )
        for row in rows:
            point = row["point"]
            where = f"{point['spread']:>8.2f}{point['share']:>7.2f}{point['error']:>+7.2f}"
            said = f"{row['gain']:>+9.2f}{row['could']:>8.2f}{row['largest']:>11.3f}"
            out.append((where + said, ""))
    out += wrapped(
        f"Theta {told['theta']}. Spread: difference of the logs of what war costs the two types. "
        "Share: how often a principal is resolute; error: what the other takes that for, less what "
        "is so. Gain: log likelihood less that without types. Could: what it would gain on average "
        "were this the truth; below about 2 no record of this size can tell. War moved: largest "
        "change of a dispute's chance of war.",
        "dim",
        "",
    )
    return out
