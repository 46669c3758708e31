"""The ledger under other assumptions, one theta each: rival schools, and what nothing identifies.

The schools are those of `foedus.estimate.structural.schools`. Here their parameters are those in
use: schools fitted anew stand in the scores.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from foedus.cases.case import Case, dispute_cases
from foedus.crisis.theta import Theta
from foedus.estimate.structural.schools import RIVALS, SCHOOLS

from .options import SETS, Options
from .parts import Part
from .record import Record
from .sheets import Sheet, part_of
from .task import chosen

__all__ = ["variants"]


def variants(record: Record, options: Options, theta: str = "") -> Part:
    """Every variant as a sheet: lambda, zeta, schools, K, sets of treaties.

    Parameters
    ----------
    record, options
        Of the ledger beside which they stand.
    theta
        Name of a set of parameters; the one in use by default.
    """
    only = {int(case.key) for case in record.cases}
    sheets = [*_settings(record, chosen(theta)), *_schools(record)]

    def made(k: int, treaties: str) -> Callable[[], Sequence[Case]]:
        wanted = next(one for one in SETS if one == treaties)
        return lambda: [c for c in dispute_cases(k, wanted, only) if int(c.key) in only]

    for k in (1, 2, 3):
        if k != options.k:
            text = f"at most {k} third part{'y' if k == 1 else 'ies'} in a game"
            sheets.append(Sheet(f"k={k}", text, made(k, options.treaties)))
    sheets += [
        Sheet(f"treaties={name}", f"{name} pledges", made(options.k, name))
        for name in SETS
        if name != options.treaties
    ]
    return part_of("variants", "variant", sheets, record, options, theta)


def _settings(record: Record, theta: Theta) -> list[Sheet]:
    def cases() -> Sequence[Case]:
        return record.cases

    told = [
        ("lambda x 0.5", "choices half as sharp", {"lambda": 0.5 * theta["lambda"]}),
        ("lambda x 2", "choices twice as sharp", {"lambda": 2.0 * theta["lambda"]}),
        ("honour x 2", "an unmet pledge costs twice as much", {"X": 2.0 * theta["X"]}),
        (
            "pledge_climb=1",
            "allies are no readier to come in below war: they differ by more than the pledge",
            {"pledge_climb": 1.0},
        ),
        (
            "consultation=0",
            "a pact to consult between opponents prevents no incident (built as: a judgement)",
            {"consultation": 0.0},
        ),
        ("zeta=0", "sharpness the same in every crisis", {"zeta": 0.0}),
        ("zeta=1", "sharpness falls with the stakes", {"zeta": 1.0}),
    ]
    return [Sheet(name, about, cases, tuple(v.items())) for name, about, v in told]


def _schools(record: Record) -> list[Sheet]:
    """The rival schools at the theta in use: what is held and changed, and nothing fitted anew."""

    def cases() -> Sequence[Case]:
        return record.cases

    return [
        Sheet(one.name, one.about, cases, one.fixed, one.edit)
        for one in (SCHOOLS[name] for name in RIVALS)
    ]
