"""What a reader must know before believing the numbers of a study."""

from __future__ import annotations

from collections.abc import Mapping

from foedus.crisis.scenario import Scenario, dump
from foedus.crisis.text.checks import check_text

from .journal import Piece
from .question import Question
from .tables import failures

__all__ = ["cautions"]


def cautions(question: Question, pieces: Mapping[str, Piece]) -> list[str]:
    """Return what is odd with the edits and the crisis, and what the intervals lack."""
    told = [*_edited(question), *_odd(question.scenario, question.scenario.name)]
    failed = failures(pieces)
    if failed:
        told.append(f"{failed} solves did not converge and are left out of the intervals")
    size = question.game.size
    draws = question.options.draws_for(size)
    fewer = question.options.treaty_draws_for(size, len(question.instruments))
    if fewer < draws:
        told.append(f"intervals of each treaty's own effect rest on {fewer} of the {draws} draws")
    return told


def _edited(question: Question) -> list[str]:
    """Return which edits change nothing, and what is odd with the edited crisis alone."""
    if not question.edits:
        return []
    told = []
    scenario = question.scenario
    for edit in question.edits:
        edited = edit(scenario)
        if edited == scenario:
            told.append(f"'{edit.label}' changes nothing in this crisis")
        scenario = edited
    before = _odd(question.scenario, None)
    return told + [f"as requested: {odd}" for odd in _odd(scenario, None) if odd not in before]


def _odd(scenario: Scenario, name: str | None) -> list[str]:
    _, _, odd = check_text(dump(scenario), name)
    return odd
