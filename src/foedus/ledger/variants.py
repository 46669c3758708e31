"""The ledger under other assumptions, one theta each: rival schools, and what nothing identifies.

The schools are readings of the same game with parts of it switched off or turned up. What is
switched off follows from the school; how far the rest is turned up is judgement, and said so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from foedus.cases.case import Case, dispute_cases
from foedus.crisis.scenario import Issue, Scenario
from foedus.crisis.theta import Theta
from foedus.estimate.structural.schools import (
    LOCK_IN,
    STAGES,
    no_lock_in,
    timetable,
    unconditional,
)

from .options import SETS, Options
from .parts import Part
from .record import Record
from .sheets import Sheet, part_of
from .task import chosen

__all__ = ["security_seekers", "variants"]

Edit = Callable[[Scenario], Scenario]


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
    sheets = [*_settings(record, chosen(theta)), *_schools(record, chosen(theta))]

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
            "consultation=0",
            "a pact to consult between opponents prevents no incident (built as: a judgement)",
            {"consultation": 0.0},
        ),
        ("zeta=0", "sharpness the same in every crisis", {"zeta": 0.0}),
        ("zeta=1", "sharpness falls with the stakes", {"zeta": 1.0}),
    ]
    return [Sheet(name, about, cases, tuple(v.items())) for name, about, v in told]


def _schools(record: Record, theta: Theta) -> list[Sheet]:
    def cases() -> Sequence[Case]:
        return record.cases

    incidents = {"iota": 3.0 * theta["iota"]}
    fear = {"leverage": 2.0 * theta["leverage"]}
    told: list[tuple[str, str, dict[str, float], Edit | None]] = [
        (
            "capability",
            "strength alone: pledges and audiences cost nothing (X 0, audience 0)",
            {"X": 0.0, "audience": 0.0},
            None,
        ),
        ("deterrence", "no incidents, no lock-in", {"iota": 0.0}, no_lock_in),
        ("moral hazard", "conditions of treaties are ignored", {}, unconditional),
        (
            "timetable",
            (
                f"great powers' mobilisation cannot be called back, and takes over after "
                f"{LOCK_IN:g} days in {STAGES} stages (judgement)"
            ),
            {},
            timetable,
        ),
        (
            "spiral",
            (
                "stakes halved, standing lower hurts twice as much, incidents three times as "
                "frequent (judgement; private types are not in this version)"
            ),
            incidents | fear,
            security_seekers,
        ),
    ]
    return [Sheet(name, about, cases, tuple(v.items()), edit) for name, about, v, edit in told]


def security_seekers(scenario: Scenario) -> Scenario:
    """Return the scenario with half of everybody's stake in the issue."""
    issue = scenario.issue
    halved = {code: 0.5 * value for code, value in issue.salience.items()}
    changed = Issue(
        kind=issue.kind, salience=halved, source=issue.source, judgement="the spiral reading"
    )
    return scenario.model_copy(update={"issue": changed})
