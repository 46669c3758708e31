"""``foedus estimate signalling``: the two-player signalling game, fitted to the record."""

from __future__ import annotations

import json
import math
import sys
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from foedus.cli.layout import Line, section, wrapped
from foedus.cli.switch import Switch
from foedus.core.errors import UsageError
from foedus.core.progress import interruptible, reporter_for

if TYPE_CHECKING:
    from foedus.estimate.signalling.fitted import Fitted, Forecast

__all__ = ["signalling", "signalling_lines"]


def signalling(
    *,
    first: Annotated[int, Parameter(name="--from")] = 1816,
    last: Annotated[int, Parameter(name="--to")] = 2014,
    stood: Literal["force", "war"] = "force",
    worth: float = 1.0,
    before: int | None = 1946,
    draws: int = 100,
    seed: int = 0,
    as_json: Annotated[Switch, Parameter(name="--json")] = False,
) -> None:
    """Fit the signalling game of two states to directed dyad-years, and take their allies away.

    Parameters
    ----------
    first
        First year.
    last
        Last year.
    stood
        What standing firm is: force (an act of force or more) or war.
    worth
        What the target's concession is worth to the challenger, in standard deviations of what the
        other side does not know; held, since the record cannot tell it.
    before
        Learn from what came before this year too, and score what came then. 0: do not.
    draws
        Draws of the coefficients, for the intervals of the effects.
    seed
        Seed of the draws.
    as_json
        Print one JSON document.
    """
    if draws < 1:
        raise UsageError("must be at least 1", field="--draws", value=draws)
    if seed < 0:
        raise UsageError("must not be negative", field="--seed", value=seed)
    if before and not first < before <= last:
        raise UsageError(
            "not inside the years asked for",
            field="--before",
            value=before,
            fix=f"write a year after {first} and up to {last}, or 0 to score nothing",
        )
    # The estimators and the panel take seconds to import; a wrong call is refused before.
    from foedus.estimate.signalling.fitted import fitted, forecast
    from foedus.estimate.signalling.record import record

    reporter = reporter_for(sys.stderr)
    with interruptible(reporter):
        reporter.start("signalling game", 2 if before else 1)
        found = fitted(record(first, last, stood=stood), worth, draws=draws, seed=seed)
        reporter.advance()
        ahead = forecast(before, first, last, worth=worth, stood=stood) if before else None
        reporter.done()
    told = document(found, ahead, first, last, stood)
    if as_json:
        print(json.dumps(told, ensure_ascii=False, allow_nan=False, indent=1))
        return
    from foedus.cli.lines import show

    show(signalling_lines(told), sys.stdout)


def document(
    found: Fitted, ahead: Forecast | None, first: int, last: int, stood: str
) -> dict[str, Any]:
    """The result as plain data."""
    from foedus.estimate.signalling.effects import RATES
    from foedus.estimate.signalling.game import OUTCOMES

    fit = found.fit
    return {
        "about": found.record.about,
        "years": [first, last],
        "stood": stood,
        "worth": found.worth,
        "rows": found.record.rows,
        "left_out": found.record.left_out,
        "patterns": found.record.games.height,
        "challenges": int(
            found.record.games.select("cd", "sf", "bd").sum().sum_horizontal().item()
        ),
        "outcomes": {name: int(found.record.games[name].sum()) for name in OUTCOMES},
        "coefficients": [
            {"name": name, "value": float(value), "error": float(error)}
            for name, value, error in zip(fit.names, fit.theta, fit.errors, strict=True)
        ],
        "likelihoods": found.likelihoods,
        "learnt": found.coefficients,
        "tops": list(found.tops),
        "effects": [
            {
                "covariate": one.covariate,
                "rows": int(one.rows),
                "draws": one.draws,
                "rates": {
                    name: {
                        "seen": _known(one.seen[k]),
                        "with": _known(one.with_[k]),
                        "without": _known(one.without[k]),
                        "low": _known(one.low[k]),
                        "high": _known(one.high[k]),
                    }
                    for k, name in enumerate(RATES)
                },
            }
            for one in found.effects
        ],
        "forecast": None if ahead is None else dict(ahead.__dict__),
    }


def _known(value: float) -> float | None:
    """None for the share of nothing, and for the interval of no draw."""
    return float(value) if math.isfinite(value) else None


_SAID = {
    "target_defense": "target has a defender",
    "challenger_defense": "challenger has a defender",
    "challenger_offense": "challenger has an offensive ally",
    "challenger_neutral": "challenger was promised neutrality",
}
_RATES = {
    "challenged": ("challenges per 1,000", 1000.0),
    "resisted": ("resisted, of 100", 100.0),
    "stood": ("then stood by, of 100", 100.0),
    "clashes": ("stood by per 1,000", 1000.0),
}


def signalling_lines(told: dict[str, Any]) -> list[Line]:
    """Lay the result out, 80 characters wide."""
    first, last = told["years"]
    out = section(f"The signalling game, {first}-{last}: {told['rows']:,} directed dyad-years")
    seen = told["outcomes"]
    out += wrapped(
        f"Challenged {told['challenges']:,} times: conceded {seen['cd']:,}, stood firm "
        f"{seen['sf']:,}, backed down {seen['bd']:,}. {told['left_out']:,} dyad-years lack a "
        f"covariate. A concession is worth {told['worth']:g} to the challenger, held: the record "
        "cannot tell.",
        "",
        "",
    )
    out += _effects(told)
    out += section("Coefficients, in standard deviations of what the other does not know")
    out += [
        (f"{one['name']:<28}{one['value']:>9.3f}  ({one['error']:.3f})", "")
        for one in told["coefficients"]
    ]
    out += _scores(told)
    return out


def _effects(told: dict[str, Any]) -> list[Line]:
    out: list[Line] = []
    for one in told["effects"]:
        out += section(f"Where the {_SAID[one['covariate']]}: {one['rows']:,} dyad-years")
        out.append((f"{'':<24}{'seen':>8}{'with':>8}{'without':>9}{'difference':>12}", ""))
        for name, (said, scale) in _RATES.items():
            # What is not known stays so through the arithmetic.
            rate = {k: math.nan if v is None else scale * v for k, v in one["rates"][name].items()}
            change = rate["with"] - rate["without"]
            shown = f"{_cell(rate['seen'], 8)}{_cell(rate['with'], 8)}{_cell(rate['without'], 9)}"
            ends = f"[{_cell(rate['low'], 0, '+')}, {_cell(rate['high'], 0, '+')}]"
            out.append((f"{said:<24}{shown}{_cell(change, 12, '+')}  {ends}", ""))
    few, many = (f(one["draws"] for one in told["effects"]) for f in (min, max))
    draws = f"{many}" if few == many else f"{few} to {many}"
    out += wrapped(
        "With and without: as the game has it, the same dyad-years, both states answering anew. "
        f"Intervals of 95 % over {draws} draws of the coefficients, those whose equilibria could "
        "be followed; errors by pair of states.",
        "dim",
        "",
    )
    return out


def _cell(value: float, width: int, sign: str = "") -> str:
    return f"{'-' if math.isnan(value) else f'{value:{sign}.1f}':>{width}}"


def _scores(told: dict[str, Any]) -> list[Line]:
    out = section("Against what knows of no game")
    learnt, ahead = told["learnt"], told["forecast"]
    head = f"{'':<10}{'numbers':>9}{'log likelihood':>17}"
    if ahead:
        head += f"{'score ' + str(ahead['before']) + ' on':>16}{'given challenge':>18}"
    out.append((head, ""))
    for name, value in told["likelihoods"].items():
        line = f"{name:<10}{learnt[name]:>9}{value:>17,.1f}"
        if ahead:
            line += f"{ahead['scores'][name]:>16.5f}{ahead['given'][name]:>18.4f}"
        out.append((line, ""))
    words = "base: constant frequencies. logit: multinomial, on the same covariates."
    if told["tops"][0] - told["tops"][-1] > 0.1:
        others = ", ".join(f"{value:,.1f}" for value in told["tops"])
        words += f" The game's likelihood has several tops; climbs reached {others}."
    if ahead:
        words += (
            f" Scores: mean negative log likelihood of {ahead['rows']:,} dyad-years from "
            f"{ahead['before']} on and of what came of their {ahead['challenges']:,} challenges, "
            "learnt from what came before; smaller is better."
        )
    return out + wrapped(words, "dim", "")
