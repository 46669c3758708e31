"""What speaks against the ledger, in the open: placebos, confounding, calibration, historians."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from foedus.brief.sheet import Section, Table

from .numbers import number
from .tables import COUNTED, EFFECT, counted, effect, expected
from .words import NAMES, warning

__all__ = ["calibration", "confounding", "historians", "placebos"]

Told = Mapping[str, Any]


def placebos(told: Told) -> Section:
    """Pacts that should not matter, in place of the real ones."""
    heading, table = "6. Placebos: pacts that should not matter", told["placebos"]
    if table is None:
        return Section(heading, ("Not computed (ledger build --placebos).",))
    rows = [effect("the real pacts", told["range"]["as built"])]
    rows += [effect(name, one) for name, one in table.items()]
    about = "; ".join(f"{name}: {one['about']}" for name, one in table.items() if one.get("about"))
    made = Table("Real pacts and placebos, at the mean", EFFECT, tuple(rows), _EFFECTS, about)
    texts = (warning(told) or "", _PLACEBOS)
    return Section(heading, texts, (), (made,))


_EFFECTS = tuple(range(1, 9))
_PLACEBOS = (
    "The game answers for whatever pacts it is given: what a placebo moves is due to there being "
    "pacts, not to who was pledged to whom."
)


def confounding(told: Told) -> Section:
    """How strong an unmeasured reason to ally would have to be."""
    level = told["headline"]["level"]
    rows: list[tuple[str, ...]] = []
    texts: list[str] = []
    for outcome, name in NAMES.items():
        one = told["confounding"][outcome]
        if one["delta"] is None:
            texts.append(f"{name.capitalize()}: no shift of the odds makes the total nothing.")
            continue
        texts.append(
            f"{name.capitalize()}: the total is nothing where a reason to ally multiplied the odds "
            f"of war by {math.exp(one['delta']):.2g}{_odds(one)}."
        )
        rows += [
            (
                name,
                f"{kept['odds']:g}",
                *(
                    f"{number(kept[way]['still'])} of {number(kept[way]['labelled'])}"
                    for way in ("raised", "lowered")
                ),
            )
            for kept in one["kept"]
            if kept["level"] == level
        ]
    made = Table(
        f"Labels at {level:g} that stand where odds move against them",
        ("", "factor of the odds", "raised", "lowered"),
        tuple(rows),
        (1, 2, 3),
        "States that expect a war look for allies: then war would have been likelier without the "
        "obligations, too, than the game says.",
    )
    return Section("7. If war was coming anyway", tuple(texts), (), (made,) if rows else ())


def _odds(one: Told) -> str:
    if one["low"] is None:
        return ""
    return f" [{math.exp(one['low']):.2g} to {math.exp(one['high']):.2g}]"


def calibration(told: Told) -> Section:
    """Calibration against the record, convergence, other equilibria, and the prior alone."""
    one, heading = told["calibration"], "8. Calibration, convergence, the prior alone"
    texts: list[str] = []
    tables: list[Table] = []
    if one["rows"]:
        texts.append(
            f"{number(one['wars'])} wars on record, {number(one['expected'])} expected; log score "
            f"{one['log_score']:.4f}, without obligations {one['log_score_without']:.4f}."
        )
        rows = tuple(
            (
                number(row["rows"]),
                f"{row['forecast']:.4f}",
                f"{row['frequency']:.4f}",
                f"{row['low']:.4f} to {row['high']:.4f}",
            )
            for row in one["bins"]
        )
        heads = ("disputes", "forecast", "frequency", "95 % interval")
        tables.append(Table("Calibration of any war", heads, rows, (1, 2, 3), _IN_SAMPLE))
    else:
        texts.append("No solved dispute with a level on record.")
    texts += _convergence(told["convergence"])
    if told["prior"] is None:
        texts.append("Under the prior alone: not computed (ledger build --prior).")
    else:
        tables += _prior(told)
    return Section(heading, tuple(texts), (), tuple(tables))


_IN_SAMPLE = "On the record that theta was fitted to: the record of scores is out of sample."


def _convergence(one: Told) -> list[str]:
    share = one["converged"] / one["rows"] if one["rows"] else 0.0
    noun = "dispute" if one["searched"] == 1 else "disputes"
    text = f"Other equilibria looked for in {one['searched']:,} {noun}, found in {one['several']}"
    if one["several"]:
        text += f"; chances differ by up to {one['largest_apart']:.2f}"
    return [
        (
            f"Solved: {one['solved']:,} of {one['rows']:,}; failed {one['failed']}, no game "
            f"{one['unmade']}. Converged at every draw: {one['converged']:,} "
            f"({100 * share:.1f} %); {one['draws_failed']} of {one['draws']:,} draws lost."
        ),
        f"{text}.",
    ]


def _prior(told: Told) -> list[Table]:
    level, table = told["headline"]["level"], told["prior"]
    rows: list[tuple[str, ...]] = []
    sums: list[tuple[str, ...]] = []
    for outcome, name in NAMES.items():
        at = next(c for c in table[outcome]["counts"] if c["level"] == level)
        rows.append(counted(f"{name}, prior", at))
        rows.append(counted(f"{name}, ledger", told["headline"][outcome]))
        sums.append(expected(f"{name}, prior", table[outcome]["expected"]))
    heads = ("", "added [90 %]", "taken away [90 %]", "net [90 %]")
    return [
        Table(f"Under the prior alone, more than {level:g}", COUNTED, tuple(rows), _COUNTS),
        Table("Expected number of wars under the prior alone", heads, tuple(sums), (1, 2, 3)),
    ]


_COUNTS = (1, 2, 3, 4, 5, 6)


def historians(told: Told) -> Section:
    """Agreement with historians' verdicts."""
    one = told["historians"]
    rows: list[tuple[str, ...]] = []
    for outcome, name in NAMES.items():
        tally = one[outcome]
        kappa = "–" if tally["kappa"] is None else f"{tally['kappa']:.2f}"
        if tally["kappa"] is not None and tally["low"] is not None:
            kappa += f" [{tally['low']:.2f} to {tally['high']:.2f}]"
        by_chance = "–" if tally["chance"] is None else f"{100 * tally['chance']:.0f} %"
        rows.append(
            (
                name,
                f"{tally['agree']} of {tally['compared']}",
                str(tally["opposite"]),
                str(tally["disputed"]),
                str(tally["missing"]),
                kappa,
                by_chance,
            )
        )
    heads = ("", "agree", "opposite", "disputed", "not here", "kappa [95 %]", "agree by chance")
    made = Table("The ledger beside historians", heads, tuple(rows), (1, 2, 3, 4, 5, 6))
    text = f"{one['verdicts']} cases, coded blind: before the ledger was built."
    return Section("9. Beside historians' verdicts", (text,), (), (made,))
