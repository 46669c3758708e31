"""What a reader is told of edits that change nothing, or lead to something odd."""

from __future__ import annotations

import pytest

from foedus.crisis.intervene import parse_with, parse_without
from foedus.crisis.scenario import Scenario
from foedus.study.cautions import cautions
from foedus.study.options import Options
from foedus.study.question import Question


def told(scenario: Scenario, *edits: str) -> list[str]:
    made = [
        parse_with(text.removeprefix("--with "))
        if text.startswith("--with ")
        else parse_without(text.removeprefix("--without "))
        for text in edits
    ]
    return cautions(Question(scenario, made, Options(draws=1)), {})


@pytest.mark.parametrize(
    ("edit", "label"),
    [
        ("--with firmer:pact=0.5", "pact firmer (binding 0.5)"),
        ("--with unconditional:pact", "pact unconditional"),
        ("--with hotline:TWO-ONE=0.3", "hotline TWO-ONE (quality 0.3)"),
        ("--without camp:challenger", "without what is owed to the challenger"),
    ],
)
def test_an_edit_that_changes_nothing_is_told(tiny: Scenario, edit: str, label: str) -> None:
    assert told(tiny, edit) == [f"'{label}' changes nothing in this crisis"]


def test_each_edit_is_compared_with_what_the_ones_before_it_made(tiny: Scenario) -> None:
    assert told(tiny, "--with firmer:pact", "--with conditional:pact") == []
    assert told(tiny, "--without pact", "--without all") == [
        "'without any treaty' changes nothing in this crisis"
    ]


def test_what_is_odd_only_as_requested_is_told(tiny: Scenario) -> None:
    found = told(tiny, "--with pledge:FRD-ONE")
    assert all(caution.startswith("as requested: ") for caution in found)
    assert any("owes.FRD: FRD stands against ONE" in caution for caution in found)
