"""A crisis in words, 80 columns wide."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from foedus.crisis.ladder import built_in_name
from foedus.crisis.scenario import Actor, Scenario
from foedus.crisis.treaty import Treaty

WIDTH = 80


def crisis_table(crises: Sequence[Scenario]) -> str:
    """One line a crisis: name, day, actors, treaties, title; a star marks the hypothetical."""
    wide = max((len(crisis.name) for crisis in crises), default=4)
    lines = [f"{'name':<{wide}}  {'date':<10}  actors  treaties  title"]
    for crisis in crises:
        mark = "*" if crisis.hypothetical else " "
        row = (
            f"{crisis.name:<{wide}}  {crisis.date} {mark}{len(crisis.actors):>6}"
            f"  {len(crisis.treaties):>8}  "
        )
        lines.append(row + textwrap.shorten(crisis.title, WIDTH - len(row), placeholder="…"))
    lines.append("* hypothetical")
    return "\n".join(lines)


def describe(scenario: Scenario) -> str:
    """Everything a reader asks first about a crisis."""
    parts = [
        *_head(scenario),
        *_actors(scenario),
        *_treaties(scenario),
        *_channels(scenario),
        *_ending(scenario),
        *_facts(scenario),
        *_sources(scenario),
    ]
    return "\n".join(parts)


def _wrap(text: str, indent: int = 0, hang: int = 0) -> str:
    return textwrap.fill(
        " ".join(text.split()),
        WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + hang),
    )


def _head(scenario: Scenario) -> list[str]:
    mark = "  (hypothetical)" if scenario.hypothetical else ""
    lines = [_wrap(scenario.title or scenario.name), f"{scenario.name}, {scenario.date}{mark}", ""]
    lines += [_wrap(text) + "\n" for text in (scenario.question, scenario.summary) if text]
    own = built_in_name(scenario.ladder)
    rungs = ", ".join(rung.name for rung in scenario.ladder)
    lines.append(_wrap(f"Ladder{f' ({own})' if own else ''}: {rungs}"))
    stakes = ", ".join(f"{code} {value:g}" for code, value in scenario.issue.salience.items())
    lines.append(_wrap(f"Issue: {scenario.issue.kind}; stakes {stakes}"))
    return lines


def _actors(scenario: Scenario) -> list[str]:
    lines: list[str] = []
    titles = {
        "challenger": "Challenger's camp",
        "target": "Target's camp",
        "either": "May enter on either side",
    }
    first = scenario.ladder[0].name
    for camp, title in titles.items():
        codes = [code for code, actor in scenario.actors.items() if actor.camp == camp]
        if codes:
            lines += ["", title]
        for code in codes:
            actor = scenario.actors[code]
            lines.append(_wrap(f"{code:<4} {_about(actor, scenario.start.get(code, first))}", 2, 5))
    return lines


def _about(actor: Actor, start: str) -> str:
    words = [f"{actor.name}: {actor.capability:.3g} % of world capabilities"]
    if actor.principal:
        words.append("principal")
    if actor.major:
        words.append("great power")
    if actor.nuclear:
        words.append("nuclear")
    if actor.polyarchy is not None:
        words.append(f"polyarchy {actor.polyarchy:.2f}")
    if actor.distance_km:
        words.append(f"{actor.distance_km:,.0f} km away")
    words.append(f"starts at {start}")
    plan = actor.mobilisation
    if plan is not None and plan.days is not None:
        words.append(f"mobilises in {plan.days:g} days")
    elif plan is not None and plan.slower != 1:
        words.append(f"mobilises {plan.slower:g} times slower")
    if plan is not None and plan.lock_in_days is not None:
        words.append(f"locked in after {plan.lock_in_days:g}")
    if plan is not None and not plan.revocable:
        words.append("cannot stop")
    if actor.strikes:
        words.append(f"would strike {', '.join(actor.strikes)}")
    if actor.members:
        words.append(f"members {', '.join(actor.members)}")
    return ", ".join(words)


def _treaties(scenario: Scenario) -> list[str]:
    lines = ["", "Treaties"] if scenario.treaties else ["", "No treaties"]
    for name, treaty in scenario.treaties.items():
        lines.append(_wrap(f"{name}: {treaty.title}" if treaty.title else name, 2, 2))
        lines.append(_wrap(_terms(treaty), 4))
        if treaty.articles:
            lines.append(_wrap(treaty.articles, 4))
    return lines


def _terms(treaty: Treaty) -> str:
    owed = []
    for obligor, beneficiaries in treaty.owes.items():
        text = f"{obligor} owes {', '.join(beneficiaries)}"
        if treaty.against and obligor in treaty.against:
            text += f" against {', '.join(treaty.against[obligor])}"
        owed.append(f"{text} (binding {treaty.binding[obligor]:g})")
    start, end = treaty.in_force
    words = [", ".join(treaty.kind), *owed]
    if treaty.at_least > 1:
        words.append(f"if at least {treaty.at_least} of them fight")
    words.append("conditional" if treaty.conditional else "unconditional")
    if treaty.secret:
        words.append("secret")
    words.append(f"in force {start} to {end or 'now'}")
    return "; ".join(words)


def _channels(scenario: Scenario) -> list[str]:
    lines = ["", "Channels"] if scenario.channels else []
    for key, channel in scenario.channels.items():
        text = f"{key}: {channel.kind or 'channel'}, quality {channel.quality:g}"
        lines.append(_wrap(text, 2, 2))
    return lines


def _ending(scenario: Scenario) -> list[str]:
    outcome = scenario.outcome
    if outcome is None:
        return []
    fought = f" ({', '.join(outcome.fought)} fought)" if outcome.fought else ""
    text = f"{outcome.class_.replace('_', ' ')}{fought}. {outcome.text}"
    return ["", "What happened", _wrap(text, 2)]


def _facts(scenario: Scenario) -> list[str]:
    lines = ["", "Facts"] if scenario.facts else []
    lines += [_wrap(f"{f.date}  {f.text} [{f.source}]", 2, 12) for f in scenario.facts]
    return lines


def _sources(scenario: Scenario) -> list[str]:
    lines = ["", "Sources"] if scenario.sources else []
    lines += [_wrap(f"{key}: {text}", 2, 2) for key, text in scenario.sources.items()]
    return lines
