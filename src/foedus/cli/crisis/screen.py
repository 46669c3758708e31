"""What ``foedus run`` prints: the brief's order of information in 80 columns of plain text.

Everything is laid out as text first; colour and weight are added by style names, which are dropped
where output is piped or ``NO_COLOR`` is set. Nothing here moves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from foedus.brief.bundle.bottom_line import bottom_line
from foedus.brief.bundle.names import named_outcomes
from foedus.brief.bundle.reading import PEACE, WARS, actors_fighting, cases, estimate
from foedus.brief.numbers import day, interval, probability
from foedus.brief.words import status
from foedus.cli.layout import NAME, Line, barred, fit, section, wrapped
from foedus.cli.lines import show as printed

from .remedies import account_lines, contrast_lines, effect_lines, lens_lines, tip_lines
from .resolved import private_lines
from .sketch import ladder_lines

if TYPE_CHECKING:
    from foedus.core.bundle import Bundle

__all__ = ["lines", "show"]

_WARNINGS = 2
_COLOURS = {"challenger": "dark_orange3", "target": "deep_sky_blue4", "either": "dim"}


def show(bundle: Bundle, stream: TextIO, *, first: bool = False) -> None:
    """Print the screen.

    Parameters
    ----------
    stream
        Where; colour only if it is a terminal and ``NO_COLOR`` is not set.
    first
        Only the bottom line, outcomes and who fights: what is known while treaties are still
        being taken out.
    """
    printed(lines(bundle, first=first), stream)


def lines(bundle: Bundle, *, first: bool = False) -> list[Line]:
    """The screen as lines of at most 80 characters, about 70 of them."""
    out = _head(bundle) + _outcomes(bundle) + _fights(bundle)
    if not first:
        out += _begins(bundle) + effect_lines(bundle) + account_lines(bundle)
        out += contrast_lines(bundle) + tip_lines(bundle)
        out += lens_lines(bundle) + private_lines(bundle) + ladder_lines(bundle)
    out += _status(bundle)
    return [(text.rstrip(), style) for text, style in out]


def _head(bundle: Bundle) -> list[Line]:
    manifest = bundle.manifest
    out = wrapped(str(manifest.get("title") or manifest.get("name") or "crisis"), "bold", "")
    kind = " · hypothetical" if manifest.get("hypothetical") else ""
    out.append((f"{day(str(manifest.get('date', '')))}{kind} · theta {status(bundle)}", "dim"))
    line = bottom_line(bundle)
    for sentence in line.sentences:
        out += wrapped(sentence, "", "")
    return out + wrapped(line.confidence, "dim", "") + _base_rate(bundle)


def _base_rate(bundle: Bundle) -> list[Line]:
    """How often disputes became wars, on the record and under the prior."""
    base = bundle.manifest.get("base_rate") or {}
    if "any_war" not in base:
        return []
    text = f"Base rate: {probability(base['any_war'])} of two-sided disputes on record became wars"
    if "multiparty" in base:
        text += f", {probability(base['multiparty'])} of those with more states"
    if "average_dispute" in base:
        text += (
            f"; theta gives the average dispute {probability(base['average_dispute'])} (90 % "
            f"interval {interval(base['prior_q05'], base['prior_q95'])})"
        )
    return wrapped(text + ".", "dim", "")


def _outcomes(bundle: Bundle) -> list[Line]:
    labels, both = named_outcomes(bundle), "edited" in cases(bundle)
    out = section("How it ends", "90 % interval   requested" if both else "90 % interval")
    for name in (*PEACE, *WARS, "any_war"):
        base = estimate(bundle, "outcomes", case="base", outcome=name)
        edited = estimate(bundle, "outcomes", case="edited", outcome=name)
        if base is None or (base.point <= 0 and (edited is None or edited.point <= 0)):
            continue
        style = "bold" if name in ("great_power_war", "any_war") else ""
        out.append((barred(labels[name], base, edited), style))
    return out if len(out) > 2 else []


def _fights(bundle: Bundle) -> list[Line]:
    ranked = actors_fighting(bundle, "base")
    if not ranked:
        return []
    edited = {row["actor"]: one for row, one in actors_fighting(bundle, "edited")}
    out = section("Who fights", "(c) challenger's camp, (t) target's, (e) either")
    for row, one in ranked:
        label = f"{fit(str(row['name']), NAME - 5)} ({str(row['camp'])[0]})"
        style = _COLOURS.get(str(row["camp"]), "")
        out.append((barred(label, one, edited.get(row["actor"])), style))
    return out


def _begins(bundle: Bundle) -> list[Line]:
    told = {"nature": "nature's (incident, clock)", "error": "mistaken", "deliberate": "deliberate"}
    parts: list[str] = []
    for label, text in told.items():
        one = estimate(bundle, "steps", case="base", label=label)
        if one is not None:
            span = f" [{interval(one.q05, one.q95)}]" if one.has_interval else ""
            parts.append(f"{text} {probability(one.point)}{span}")
    if not parts:
        return []
    out = section("How war begins") + wrapped("; ".join(parts))
    held = estimate(bundle, "steps", case="base", label="incidents_off_held")
    solved = estimate(bundle, "steps", case="base", label="incidents_off_solved")
    if held is not None and solved is not None:
        out += wrapped(
            f"any war without incidents and clocks {probability(held.point)}, policies held; "
            f"{probability(solved.point)}, re-solved"
        )
    return out


def _status(bundle: Bundle) -> list[Line]:
    manifest = bundle.manifest
    theta, found = manifest.get("theta") or {}, manifest.get("equilibria") or {}
    parts = [
        f"theta {theta.get('id', '?')}: {status(bundle)}",
        f"{manifest.get('draws') or 0} draws",
        f"seed {manifest.get('seed')}",
    ]
    if isinstance(manifest.get("residual"), float):
        parts.append(f"residual {manifest['residual']:.0e}")
    if isinstance(manifest.get("positions"), int):
        parts.append(f"{manifest['positions']:,} positions")
    if found:
        parts.append(f"equilibria: {found.get('found')} found in {found.get('searched')} starts")
    if isinstance(manifest.get("seconds"), int | float):
        parts.append(f"{manifest['seconds']:.1f} s")
    out: list[Line] = [("", ""), *wrapped(" · ".join(parts), "dim", "")]
    if int(found.get("found") or 1) > 1:
        text = "More than one equilibrium was found; the numbers are those of the principal branch."
        out += wrapped(text, "bold", "")
    if not manifest.get("complete", True):
        out.append(("The study is not complete.", "bold"))
    warnings = [str(one) for one in manifest.get("warnings") or []]
    for warning in warnings[:_WARNINGS]:
        out += wrapped(f"warning: {warning}", "", "")[:3]
    if len(warnings) > _WARNINGS:
        out.append((f"{len(warnings) - _WARNINGS} more warnings in the manifest", ""))
    return out
