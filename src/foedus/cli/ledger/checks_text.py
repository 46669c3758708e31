"""The second half of the ledger's summary: what speaks against it, in the open."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from foedus.brief.ledger.numbers import number
from foedus.brief.ledger.words import NAMES
from foedus.cli.layout import Line, section, wrapped

from .text import counted, expectation, sheet

__all__ = ["checks"]

Told = Mapping[str, Any]


def checks(told: Told) -> list[Line]:
    """Lay out placebos, confounding, calibration, convergence, the prior, historians."""
    return [
        *_placebos(told),
        *_confounding(told),
        *_calibration(told),
        *_convergence(told),
        *_prior(told),
        *_historians(told),
    ]


def _placebos(told: Told) -> list[Line]:
    out = section("6  Placebos: pacts that should not matter")
    table = told["placebos"]
    if table is None:
        return out + wrapped("not computed (build --placebos)", "dim")
    out += sheet("the real pacts", told["range"]["as built"])
    for name, one in table.items():
        out += sheet(name, one)
    return out + wrapped(
        "The game answers for whatever pacts it is given: what a placebo moves is due to there "
        "being pacts, not to who was pledged to whom.",
        "dim",
    )


def _confounding(told: Told) -> list[Line]:
    out = section("7  If war was coming anyway")
    level = told["headline"]["level"]
    for outcome, name in NAMES.items():
        one = told["confounding"][outcome]
        if one["delta"] is None:
            out += wrapped(f"{name}: no shift of the odds makes the total nothing")
            continue
        out += wrapped(
            f"{name}: the total is nothing where a reason to ally multiplied the odds of war by "
            f"{math.exp(one['delta']):.2g}" + _odds(one)
        )
        kept = [k for k in one["kept"] if k["level"] == level]
        parts = [
            f"{k['odds']:g}: {_still(k['raised'])} raised, {_still(k['lowered'])} lowered"
            for k in kept
        ]
        out += wrapped(f"labels at {level:g} that stand where odds move against them by the "
                       f"factor {'; '.join(parts)}", "dim")  # fmt: skip
    return out


def _still(one: Told) -> str:
    return f"{number(one['still'])} of {number(one['labelled'])}"


def _odds(one: Told) -> str:
    if one["low"] is None:
        return ""
    return f" [{math.exp(one['low']):.2g} to {math.exp(one['high']):.2g}]"


def _calibration(told: Told) -> list[Line]:
    one = told["calibration"]
    out = section("8  Calibration of any war", f"{number(one['rows'])} disputes")
    if not one["rows"]:
        return [*out, ("  no solved dispute with a level on record", "")]
    out += wrapped(
        f"{number(one['wars'])} wars on record, {number(one['expected'])} expected; log score "
        f"{one['log_score']:.4f}, without obligations {one['log_score_without']:.4f}"
    )
    out.append((f"  {'disputes':>10}{'forecast':>11}{'frequency':>11}   95 % interval", "dim"))
    for row in one["bins"]:
        text = f"  {number(row['rows']):>10}{row['forecast']:>11.4f}{row['frequency']:>11.4f}"
        out.append((f"{text}   {row['low']:.4f} to {row['high']:.4f}", ""))
    return out


def _convergence(told: Told) -> list[Line]:
    one = told["convergence"]
    share = one["converged"] / one["rows"] if one["rows"] else 0.0
    out = wrapped(
        f"Solved: {one['solved']:,} of {one['rows']:,}; failed {one['failed']}, no game "
        f"{one['unmade']}. Converged at every draw: {one['converged']:,} ({100 * share:.1f} %); "
        f"{one['draws_failed']} of {one['draws']:,} draws lost."
    )
    text = f"Other equilibria looked for in {one['searched']:,} disputes, found in {one['several']}"
    if one["several"]:
        shown = ", ".join(str(n) for n in one["several_dispnums"][:6])
        text += f" ({shown}); chances differ by up to {one['largest_apart']:.2f}"
    return out + wrapped(text + ".")


def _prior(told: Told) -> list[Line]:
    table = told["prior"]
    if table is None:
        return wrapped("Under the prior alone: not computed (build --prior).", "dim")
    level = told["headline"]["level"]
    out: list[Line] = wrapped(f"Under the prior alone, more than {level:g}, against the ledger:")
    for outcome, name in NAMES.items():
        at = next(c for c in table[outcome]["counts"] if c["level"] == level)
        mine = told["headline"][outcome]
        out.append((counted(f"{name}, prior", at), ""))
        out.append((counted(f"{name}, ledger", mine), ""))
        out += expectation(f"{name}, prior", table[outcome]["expected"])
    return out


def _historians(told: Told) -> list[Line]:
    one = told["historians"]
    out = section("9  Beside historians' verdicts", f"{one['verdicts']} cases, coded blind")
    for outcome, name in NAMES.items():
        tally = one[outcome]
        text = (
            f"{name}: {tally['agree']} of {tally['compared']} agree; {tally['opposite']} say the "
            f"opposite; {tally['disputed']} disputed among historians, {tally['missing']} not here"
        )
        if tally["kappa"] is not None:
            text += f"; kappa {tally['kappa']:.2f}"
            if tally["low"] is not None:
                text += f" [{tally['low']:.2f} to {tally['high']:.2f}]"
        if tally["chance"] is not None:
            text += f"; {100 * tally['chance']:.0f} % would agree by chance"
        out += wrapped(text)
    return out
