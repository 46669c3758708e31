"""What the tests of the game share."""

from __future__ import annotations

import pytest

GOOD = """\
foedus-scenario: 1
name: good
title: "A good one"
date: 1914-07-23
ladder: default
start: {AUH: threat}
actors:
  AUH:
    name: Austria-Hungary
    camp: challenger
    principal: true
    capability: 4.4
    polyarchy: 0.27
    source: {capability: "NMC 6.0", polyarchy: "V-Dem v16"}
  SER:
    name: Serbia
    camp: target
    principal: true
    capability: 0.3
    trade: {AUH: 0.5}
    source: "NMC 6.0"
  GMY:
    name: Germany
    camp: challenger
    capability: 14.4
    strikes: {RUS: {judgement: "the plan"}}
    source: "NMC 6.0"
  RUS:
    name: Russia
    camp: target
    capability: 11.8
    source: "NMC 6.0"
issue: {kind: policy, salience: {AUH: 1, SER: 1}, judgement: "average"}
treaties:
  pact:
    kind: defence
    owes: {GMY: [AUH]}
    against: [RUS, SER]
    binding: 0.9
    in_force: [1879-10-15, null]
    source: "art. I"
channels:
  GMY-RUS: {quality: 0.3, judgement: "telegrams"}
contact: [[AUH, SER], [GMY, RUS]]
overrides:
  SER: {war_cost: 0.1, judgement: "alone anyway"}
theta:
  lambda: {value: 5, judgement: "busy cabinets"}
outcome: {class: great_power_war, fought: [AUH, SER, RUS, GMY], text: "war", source: "any"}
facts:
  - {date: 1914-06-28, text: "Sarajevo", source: "any, p. 1"}
sources: ["A work", "Another"]
"""


@pytest.fixture
def good() -> str:
    """A scenario without a defect, in which tests plant one."""
    return GOOD
