"""Every defect of a scenario file: one error, with line, field, value and fix."""

from __future__ import annotations

import pytest

from foedus.core.errors import ScenarioError
from foedus.crisis.library import bundled, locate
from foedus.crisis.text.checks import check_text

from .conftest import GOOD

MOBILISED = "    mobilisation: {days: 9, revocable: false, judgement: x}\n    ceiling: mobilised\n"
RUNGS = """\
ladder:
  - {name: calm, hostility: 1, readiness: 0.5, judgement: own}
  - {name: alert, hostility: 3, readiness: 0.7, contact: 0.5, audience: 0.2}
  - {name: war, hostility: 5, war: true, readiness: 1, audience: 1}
"""


def planted(*changes: tuple[str, str]) -> str:
    """The good scenario with parts replaced, each of which must be there."""
    text = GOOD
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def errors_of(text: str) -> list[ScenarioError]:
    return check_text(text, "bad.yaml")[1]


def line_of(text: str, part: str) -> int:
    return next(i for i, line in enumerate(text.splitlines(), 1) if part in line)


def own_ladder(old: str = "", new: str = "") -> str:
    assert old in RUNGS
    text = planted(("ladder: default\n", RUNGS.replace(old, new, 1) if old else RUNGS))
    return text.replace("start: {AUH: threat}", "start: {AUH: alert}")


IRREVOCABLE = own_ladder("audience: 0.2}", "audience: 0.2, revocable: false}")

# ruff: noqa: E501  (a table: one row a case)
# what is planted; where its line is; field; value; part of the message; part of the fix
CASES: dict[str, tuple[str, str, str, object, str, str]] = {
    # names
    "treaty called all": (
        planted(("  pact:\n", "  all:\n")),
        "  all:", "treaties.all", "all", "means every treaty", "another id",
    ),
    "treaty called requested": (
        planted(("  pact:\n", "  requested:\n")),
        "  requested:", "treaties.requested", "requested", "means the changes asked for", "another id",
    ),
    "unknown actor as obligor": (
        planted(("owes: {GMY: [AUH]}", "owes: {GMYY: [AUH]}"), ("binding: 0.9", "binding: {GMYY: 0.9}")),
        "owes:", "treaties.pact.owes.GMYY", "GMYY", "unknown actor 'GMYY'", "did you mean 'GMY'?",
    ),
    "unknown actor as beneficiary": (
        planted(("owes: {GMY: [AUH]}", "owes: {GMY: [AUHH]}")),
        "owes:", "treaties.pact.owes.GMY.0", "AUHH", "unknown actor 'AUHH'", "did you mean 'AUH'?",
    ),
    "unknown actor against": (
        planted(("against: [RUS, SER]", "against: [RUSS, SER]")),
        "against:", "treaties.pact.against.0", "RUSS", "unknown actor", "did you mean 'RUS'?",
    ),
    "unknown actor at the start": (
        planted(("start: {AUH: threat}", "start: {AUX: threat}")),
        "start:", "start.AUX", "AUX", "unknown actor", "did you mean 'AUH'?",
    ),
    "unknown actor struck": (
        planted(("strikes: {RUS: {", "strikes: {RUZ: {")),
        "strikes:", "actors.GMY.strikes.RUZ", "RUZ", "unknown actor", "did you mean 'RUS'?",
    ),
    "unknown actor in contact": (
        planted(("[AUH, SER], [GMY", "[AUH, SERB], [GMY")),
        "contact:", "contact.0.1", "SERB", "unknown actor", "did you mean 'SER'?",
    ),
    "unknown actor with a stake": (
        planted(("{AUH: 1, SER: 1}", "{AUH: 1, SER: 1, RUSS: 1}")),
        "salience", "issue.salience.RUSS", "RUSS", "unknown actor", "did you mean 'RUS'?",
    ),
    "unknown actor overridden": (
        planted(("  SER: {war_cost", "  SEX: {war_cost")),
        "war_cost", "overrides.SEX", "SEX", "unknown actor", "did you mean 'SER'?",
    ),
    "unknown end of a channel": (
        planted(("GMY-RUS: {", "GMY-RUSS: {")),
        "quality", "channels.GMY-RUSS", "RUSS", "unknown actor", "did you mean 'RUS'?",
    ),
    "unknown trading partner": (
        planted(("trade: {AUH: 0.5}", "trade: {AUHH: 0.5}")),
        "trade", "actors.SER.trade.AUHH", "AUHH", "unknown actor", "did you mean 'AUH'?",
    ),
    "unknown actor in the outcome": (
        planted(("fought: [AUH, SER, RUS, GMY]", "fought: [AUH, XXX]")),
        "outcome", "outcome.fought.1", "XXX", "unknown actor 'XXX'", "known: AUH",
    ),
    "unknown key": (
        planted(("    polyarchy: 0.27\n", "    polyarky: 0.27\n")),
        "polyarky", "actors.AUH.polyarky", "polyarky", "unknown key", "did you mean 'polyarchy'?",
    ),
    "unknown key at the top": (
        planted(("facts:\n", "fact:\n")), "fact:", "fact", "fact", "unknown key 'fact'", "'facts'?",
    ),
    "misspelt required key": (
        planted(("capability: 14.4", "capabilty: 14.4")),
        "capabilty", "actors.GMY.capabilty", "capabilty", "unknown key", "did you mean 'capability'",
    ),
    "unknown field in a source": (
        planted(('polyarchy: "V-Dem v16"', 'polyarky: "V-Dem v16"')),
        "source: {", "actors.AUH.source.polyarky", "polyarky", "unknown field", "'polyarchy'?",
    ),
    "unknown ladder": (
        planted(("ladder: default", "ladder: defualt")),
        "ladder", "ladder", "defualt", "unknown ladder", "did you mean 'default'?",
    ),
    "unknown rung at the start": (
        planted(("{AUH: threat}", "{AUH: treat}")),
        "start:", "start.AUH", "treat", "unknown rung", "did you mean 'threat'?",
    ),
    "unknown rung as ceiling": (
        planted(("capability: 0.3\n", "capability: 0.3\n    ceiling: forc\n")),
        "ceiling", "actors.SER.ceiling", "forc", "unknown rung", "did you mean 'force'?",
    ),
    "unknown rung of a capability": (
        planted(("capability: 0.3\n", "capability: 0.3\n    capability_at: {displai: 2}\n")),
        "displai", "actors.SER.capability_at.displai", "displai", "unknown rung", "'display'?",
    ),
    "unknown theta": (
        planted(("  lambda: {", "  lamda: {")),
        "lamda", "theta.lamda", "lamda", "unknown parameter", "did you mean 'lambda'?",
    ),
    "unknown kind of treaty": (
        planted(("kind: defence", "kind: defense")),
        "kind: def", "treaties.pact.kind", "defense", "unknown choice", "did you mean 'defence'?",
    ),
    "unknown camp": (
        planted(("camp: challenger", "camp: chalenger")),
        "chalenger", "actors.AUH.camp", "chalenger", "unknown choice", "did you mean 'challenger'?",
    ),
    # numbers
    "negative capability": (
        planted(("capability: 4.4", "capability: -4.4")),
        "capability: -4.4", "actors.AUH.capability", -4.4, "must be above 0", "above 0",
    ),
    "zero capability": (
        planted(("capability: 4.4", "capability: 0")),
        "capability: 0", "actors.AUH.capability", 0, "must be above 0", "above 0",
    ),
    "missing capability": (
        planted(("    capability: 14.4\n", "")),
        "  GMY:", "actors.GMY.capability", None, "'capability' is missing", "CINC x 100",
    ),
    "capability that is NaN": (
        planted(("capability: 4.4", "capability: .nan")),
        ".nan", "actors.AUH.capability", float("nan"), "must be a finite number", "NaN",
    ),
    "infinite capability": (
        planted(("capability: 4.4", "capability: 1e999")),
        "1e999", "actors.AUH.capability", float("inf"), "must be a finite number", "infinity",
    ),
    "binding that is NaN": (
        planted(("binding: 0.9", "binding: .NaN")),
        "binding", "treaties.pact.binding", float("nan"), "between 0 and 1", "0 to 1",
    ),
    "quoted number": (
        planted(("capability: 4.4", 'capability: "4.4"')),
        '"4.4"', "actors.AUH.capability", "4.4", "must be a number", "without quotes",
    ),
    "octal number": (
        planted(("capability: 4.4", "capability: 010")),
        "010", "actors.AUH.capability", "010", "must be a number", "leading zeros",
    ),
    "decimal comma": (
        planted(("capability: 4.4", "capability: 4,4")),
        "4,4", "actors.AUH.capability", "4,4", "must be a number", "plain number",
    ),
    "yes for true": (
        planted(("principal: true", "principal: yes")),
        "yes", "actors.AUH.principal", "yes", "must be true or false", "true or false",
    ),
    "number for a text": (
        planted(('title: "A good one"', "title: 1914")),
        "title", "title", 1914, "must be text", "quotes",
    ),
    "list for a mapping": (
        planted(("start: {AUH: threat}", "start: [AUH]")),
        "start", "start", ["AUH"], "must be a mapping", "{key: value}",
    ),
    "quality above one": (
        planted(("quality: 0.3", "quality: 1.3")),
        "quality", "channels.GMY-RUS.quality", 1.3, "must be 1 or less", "1 or less",
    ),
    "binding above one": (
        planted(("binding: 0.9", "binding: {GMY: 9}")),
        "binding", "treaties.pact.binding.GMY", 9, "must be 1 or less", "1 or less",
    ),
    "theta out of range": (
        planted(("{value: 5,", "{value: -5,")),
        "lambda", "theta.lambda.value", -5.0, "must lie between", "write a number from",
    ),
    "shares of trade above one": (
        planted(("trade: {AUH: 0.5}", "trade: {AUH: 0.7, GMY: 0.6}")),
        "trade", "actors.SER.trade", 1.2999999999999998, "add up to more than 1", "whole trade",
    ),
    "principal without a stake": (
        planted(("{AUH: 1, SER: 1}", "{AUH: 1}")),
        "salience", "issue.salience", None, "the principal SER has no stake", "above 0",
    ),
    "principal with a negative stake": (
        planted(("{AUH: 1, SER: 1}", "{AUH: 1, SER: -1}")),
        "salience", "issue.salience.SER", -1.0, "must be above 0", "above 0",
    ),
    "principal overridden to a stake of nothing": (
        planted(("SER: {war_cost: 0.1,", "SER: {stake: 0,")),
        "stake", "overrides.SER.stake", 0.0, "must be above 0", "above 0",
    ),
    "third party overridden to a negative stake": (
        planted(("  SER: {war_cost: 0.1,", "  RUS: {stake: -0.5,")),
        "stake", "overrides.RUS.stake", -0.5, "must be 0 or more", "camp gives the sign",
    ),
    # days
    "treaty not in force": (
        planted(("[1879-10-15, null]", "[1879-10-15, 1914-07-22]")),
        "in_force", "treaties.pact.in_force", "1879-10-15 to 1914-07-22",
        "not in force on 1914-07-23", "mend one of the dates",
    ),
    "treaty not yet in force": (
        planted(("[1879-10-15, null]", "[1915-01-01, null]")),
        "in_force", "treaties.pact.in_force", "1915-01-01 to now", "not in force on", "take",
    ),
    "treaty that ends before it begins": (
        planted(("[1879-10-15, null]", "[1914-10-15, 1879-10-15]")),
        "in_force", "treaties.pact.in_force", "1914-10-15 to 1879-10-15", "ends before", "[from",
    ),
    "no such day": (
        planted(("date: 1914-07-23", "date: 1914-02-30")),
        "date:", "date", "1914-02-30", "no such day", "YYYY-MM-DD",
    ),
    "day in another order": (
        planted(("date: 1914-06-28", "date: 28/06/1914")),
        "28/06", "facts.0.date", "28/06/1914", "not a day", "YYYY-MM-DD",
    ),
    "one day of two": (
        planted(("[1879-10-15, null]", "[1879-10-15]")),
        "in_force", "treaties.pact.in_force.1", None, "an entry is missing", "both",
    ),
    # obligations
    "obligation to oneself": (
        planted(("owes: {GMY: [AUH]}", "owes: {GMY: [GMY]}")),
        "owes", "treaties.pact.owes.GMY.0", "GMY", "GMY owes itself", "another beneficiary",
    ),
    "obligation to a member of one's own bloc": (
        planted(
            ("capability: 14.4\n", "capability: 14.4\n    members: {BAV: 4.4, PRU: 10}\n"),
            ("owes: {GMY: [AUH]}", "owes: {BAV: [PRU]}"),
        ),
        "owes", "treaties.pact.owes.BAV.0", "PRU", "its own bloc GMY", "outside the bloc",
    ),
    "binding of one that owes nothing": (
        planted(("binding: 0.9", "binding: {GMY: 0.9, RUS: 0.5}")),
        "binding", "treaties.pact.binding.RUS", "RUS", "owes nothing", "obligors: GMY",
    ),
    "obligor without a binding": (
        planted(("owes: {GMY: [AUH]}", "owes: {GMY: [AUH], AUH: [GMY]}"), ("binding: 0.9", "binding: {GMY: 0.9}")),
        "binding", "treaties.pact.binding", None, "AUH has no binding", "add AUH",
    ),
    "against of one that owes nothing": (
        planted(("against: [RUS, SER]", "against: {AUH: [RUS]}")),
        "against", "treaties.pact.against.AUH", "AUH", "owes nothing", "obligors: GMY",
    ),
    # camps and blocs
    "no principal": (
        planted(("    camp: target\n    principal: true\n", "    camp: target\n")),
        "actors:", "actors", None, "no principal in the camp 'target'", "principal: true",
    ),
    "two principals": (
        planted(("name: Russia\n    camp: target\n", "name: Russia\n    camp: target\n    principal: true\n"),
                ("{AUH: 1, SER: 1}", "{AUH: 1, SER: 1, RUS: 1}")),
        "@last principal: true", "actors.RUS.principal", "RUS", "second principal", "keep one",
    ),
    "either as principal": (
        planted(("name: Russia\n    camp: target\n", "name: Russia\n    camp: either\n    principal: true\n")),
        "@last principal: true", "actors.RUS.principal", "RUS", "cannot be a principal", "camp",
    ),
    "members that do not sum": (
        planted(("capability: 14.4\n", "capability: 14.4\n    members: {BAV: 4, PRU: 9}\n")),
        "members", "actors.GMY.members", None, "sum to 13, the bloc's is 14.4", "1 per cent",
    ),
    "member that is an actor": (
        planted(("capability: 14.4\n", "capability: 14.4\n    members: {BAV: 2.6, RUS: 11.8}\n")),
        "members", "actors.GMY.members.RUS", "RUS", "cannot be a member", "take one",
    ),
    "stake of a member": (
        planted(("capability: 14.4\n", "capability: 14.4\n    members: {BAV: 4.4, PRU: 10}\n"),
                ("{AUH: 1, SER: 1}", "{AUH: 1, SER: 1, BAV: 1}")),
        "salience", "issue.salience.BAV", "BAV", "member of the bloc GMY", "write 'GMY'",
    ),
    "strike against the own camp": (
        planted(("strikes: {RUS: {", "strikes: {AUH: {")),
        "strikes", "actors.GMY.strikes.AUH", "AUH", "strikes its own camp", "opponents",
    ),
    "strike against oneself": (
        planted(("strikes: {RUS: {", "strikes: {GMY: {")),
        "strikes", "actors.GMY.strikes.GMY", "GMY", "strikes itself", "take it out",
    ),
    "contact within a camp": (
        planted(("[GMY, RUS]]", "[GMY, AUH]]")),
        "contact", "contact.1", "GMY-AUH", "both are in the camp 'challenger'", "opponents",
    ),
    "contact with oneself": (
        planted(("[GMY, RUS]]", "[GMY, GMY]]")),
        "contact", "contact.1", "GMY-GMY", "contact with itself", "two opponents",
    ),
    "channel to oneself": (
        planted(("GMY-RUS: {", "GMY-GMY: {")),
        "quality", "channels.GMY-GMY", "GMY-GMY", "channel to itself", "two different",
    ),
    "channel given twice": (
        planted(("channels:\n", 'channels:\n  RUS-GMY: {quality: 0.1, judgement: "x"}\n')),
        "  GMY-RUS", "channels.GMY-RUS", "GMY-RUS", "same channel as 'RUS-GMY'", "keep one",
    ),
    "channel with one end": (
        planted(("GMY-RUS: {", "GMY: {")),
        "quality", "channels.GMY", "GMY", "does not name two ends", "GMY-RUS",
    ),
    # words for what is claimed
    "actor without source or judgement": (
        planted(('    capability: 11.8\n    source: "NMC 6.0"\n', "    capability: 11.8\n")),
        "  RUS:", "actors.RUS", None, "neither source nor judgement", "add source",
    ),
    "channel without source or judgement": (
        planted((', judgement: "telegrams"', "")),
        "GMY-RUS", "channels.GMY-RUS", None, "neither source nor judgement", "add source",
    ),
    "treaty without source or judgement": (
        planted(('    source: "art. I"\n', "")),
        "  pact:", "treaties.pact", None, "neither source nor judgement", "add source",
    ),
    "override without judgement": (
        planted((', judgement: "alone anyway"', ", source: x")),
        "war_cost", "overrides.SER", None, "no judgement", "why this value",
    ),
    "theta without judgement": (
        planted((', judgement: "busy cabinets"', "")),
        "lambda", "theta.lambda", None, "no judgement", "why this value",
    ),
    "empty source": (
        planted(('source: "art. I"', 'source: ""')),
        'source: ""', "treaties.pact.source", "", "empty text", "leave the key out",
    ),
    "fact without source": (
        planted((', source: "any, p. 1"', "")),
        "Sarajevo", "facts.0.source", None, "'source' is missing", "page",
    ),
    "override of nothing": (
        planted(("SER: {war_cost: 0.1, ", "SER: {")),
        "alone anyway", "overrides.SER", None, "overrides nothing", "war_cost",
    ),
    "hypothetical with an outcome": (
        planted(("ladder: default", "hypothetical: true\nladder: default")),
        "outcome", "outcome", None, "has no outcome yet", "hypothetical: false",
    ),
    # names that are not names
    "code in lower case": (
        planted(("  RUS:\n", "  Rus:\n"), ("strikes: {RUS", "strikes: {SER"), ("[RUS, SER]", "[SER]"),
                ("  GMY-RUS", "  GMY-SER"), ("[GMY, RUS]]", "[GMY, SER]]"), ("SER, RUS, GMY]", "SER]")),
        "  Rus:", "actors.Rus", "Rus", "not an actor's code", "capital letters",
    ),
    "treaty id with capitals": (
        planted(("  pact:", "  Pact:")),
        "  Pact:", "treaties.Pact", "Pact", "not a valid name", "lower-case",
    ),
    # the ladder
    "war below the last rung": (
        own_ladder("readiness: 0.7,", "readiness: 0.7, war: true,"),
        "name: alert", "ladder.1.war", "alert", "war below the last rung", "only the last",
    ),
    "no war at all": (
        own_ladder("war: true, ", ""),
        "name: war", "ladder.2.war", "war", "the last rung must be war", "war: true",
    ),
    "two rungs of one name": (
        own_ladder("name: alert", "name: calm").replace("{AUH: alert}", "{AUH: calm}"),
        "hostility: 3", "ladder.1.name", "calm", "two rungs are called 'calm'", "rename",
    ),
    "hostility that falls": (
        own_ladder("hostility: 1", "hostility: 4"),
        "name: alert", "ladder.1.hostility", 3, "falls below that of 'calm' (4)", "4 or more",
    ),
    "readiness that falls": (
        own_ladder("readiness: 0.7", "readiness: 0.3"),
        "name: alert", "ladder.1.readiness", 0.3, "falls below", "0.5 or more",
    ),
    "carried on from war": (
        own_ladder("war: true,", "war: true, transit_days: 3,"),
        "name: war", "ladder.2.transit_days", 3.0, "nothing lies above war", "take transit_days",
    ),
    "start at war": (
        planted(("{AUH: threat}", "{AUH: war}")),
        "start", "start.AUH", "war", "starts at war", "below war",
    ),
    "a rung that cannot be left: irrevocable, at the ceiling": (
        IRREVOCABLE.replace("capability: 0.3\n", "capability: 0.3\n    ceiling: alert\n"),
        "ceiling", "actors.SER.ceiling", "alert", "never leave the rung 'alert'", "raise the ceiling",
    ),
    "a rung that cannot be left: mobilised for good, at the ceiling": (
        planted(("ladder: default", "ladder: mobilisation"), ("capability: 0.3\n", "capability: 0.3\n" + MOBILISED)),
        "ceiling", "actors.SER.ceiling", "mobilised", "never leave the rung", "revocable",
    ),
    "a rung that cannot be left: irrevocable, and no will to climb": (
        IRREVOCABLE.replace("SER: {war_cost: 0.1,", "SER: {mu_climb: 0,"),
        "mu_climb", "overrides.SER", "alert", "never leave the rung", "climb or step down",
    ),
    "a rung that cannot be left: mobilised for good on a ladder without transit": (
        planted(("capability: 0.3\n", "capability: 0.3\n    mobilisation: {revocable: false, judgement: x}\n    ceiling: display\n"), ("contact: [[AUH, SER], [GMY, RUS]]", "contact: [[GMY, RUS]]")),
        "ceiling", "actors.SER.ceiling", "display", "never leave the rung", "revocable",
    ),
    "a rung that cannot be left: at the ceiling, and no will to step down": (
        planted(("capability: 14.4\n", "capability: 14.4\n    ceiling: threat\n"), ("  SER: {war_cost: 0.1,", "  GMY: {mu_descend: 0,"), ("contact: [[AUH, SER], [GMY, RUS]]", "contact: [[AUH, SER]]")),
        "ceiling", "actors.GMY.ceiling", "threat", "never leave the rung", "take mu_descend out",
    ),
    "a rung that cannot be left: above the ceiling, where it starts": (
        IRREVOCABLE.replace("capability: 4.4\n", "capability: 4.4\n    ceiling: calm\n"),
        "ceiling", "actors.AUH.ceiling", "alert", "never leave the rung 'alert'", "raise the ceiling",
    ),
    "more actors than can be played": (
        planted(("  RUS:\n", "".join(f"  T{k}: {{name: T{k}, camp: target, capability: 1, judgement: x}}\n" for k in range(9)) + "  RUS:\n")),
        "actors:", "actors", 13, "up to 2,374,297,386 positions", "leave out actors",
    ),
    "more stages than a clock may have": (
        planted(("ladder: default", "ladder: mobilisation"), ("capability: 0.3\n", "capability: 0.3\n    mobilisation: {stages: 61, judgement: x}\n")),
        "stages", "actors.SER.mobilisation.stages", 61, "must be 60 or less", "60 or less",
    ),
    "more places than an actor may have": (
        own_ladder("  - {name: alert", "".join(f"  - {{name: r{k}, hostility: 2, readiness: 0.5, transit_days: 9}}\n" for k in range(3)) + "  - {name: alert")
        .replace("capability: 0.3\n", "capability: 0.3\n    mobilisation: {stages: 60, judgement: x}\n"),
        "stages", "actors.SER.mobilisation", 183, "183 places on the ladder", "fewer stages",
    ),
    "more stages than a lock-in may have": (
        planted(("capability: 0.3\n", "capability: 0.3\n    mobilisation: {lock_in_days: 9, lock_in_stages: 200, judgement: x}\n")),
        "stages", "actors.SER.mobilisation.lock_in_stages", 200, "must be 60 or less", "60 or less",
    ),
    "lock-in of an either actor": (
        planted(("name: Russia\n    camp: target\n", "name: Russia\n    camp: either\n    mobilisation: {days: 5, lock_in_days: 4, judgement: x}\n")),
        "lock_in_days", "actors.RUS.mobilisation.lock_in_days", 4.0, "cannot choose", "take it out",
    ),
    "a lock-in beside the ladder's own clock into war": (
        own_ladder("audience: 0.2}", "audience: 0.2, transit_days: 9}").replace(
            "capability: 0.3\n", "capability: 0.3\n    mobilisation: {lock_in_days: 4, judgement: x}\n"
        ),
        "lock_in_days", "actors.SER.mobilisation.lock_in_days", 4.0, "already carry SER into war", "take it out",
    ),
    "either actor carried into war by the ladder": (
        own_ladder("audience: 0.2}", "audience: 0.2, transit_days: 4}").replace(
            "name: Russia\n    camp: target", "name: Russia\n    camp: either"
        ),
        "camp: either", "actors.RUS.camp", "either", "carry an `either` actor", "transit_days",
    ),
}  # fmt: skip


def test_the_good_one_is_good() -> None:
    scenario, errors, warnings = check_text(GOOD, "good.yaml")
    assert scenario is not None
    assert errors == warnings == []
    assert errors_of(own_ladder()) == []


def test_the_transit_rung_can_be_left_by_an_actor_mobilised_for_good() -> None:
    """The game lets it step down while it is mobilising, and carries it on besides."""
    plan = "    mobilisation: {revocable: false, judgement: x}\n    ceiling: mobilising\n"
    text = planted(("ladder: default", "ladder: mobilisation"), ("14.4\n", "14.4\n" + plan))
    (error,) = errors_of(text)
    assert error.value == "mobilised"  # where the timetable carries it, above its ceiling
    free = text.replace("revocable: false", "revocable: false, lock_in_days: 9")
    assert errors_of(free) == []


def test_a_rung_above_the_ceiling_that_nothing_leads_to_is_no_trap() -> None:
    bound = IRREVOCABLE
    assert (
        errors_of(bound.replace("capability: 0.3\n", "capability: 0.3\n    ceiling: calm\n")) == []
    )


def test_an_either_actor_may_be_overridden_to_a_stake_of_either_sign() -> None:
    text = planted(
        ("name: Russia\n    camp: target", "name: Russia\n    camp: either"),
        ("  SER: {war_cost: 0.1,", "  RUS: {stake: -0.5,"),
    )
    assert errors_of(text) == []


@pytest.mark.parametrize("name", CASES)
def test_one_error_with_line_field_value_and_fix(name: str) -> None:
    text, place, field, value, message, fix = CASES[name]
    errors = errors_of(text)
    assert len(errors) == 1, [str(error) for error in errors]
    error = errors[0]
    if place.startswith("@last "):
        part = place.removeprefix("@last ")
        line = len(text[: text.rindex(part)].splitlines())
    else:
        line = line_of(text, place)
    assert error.file == "bad.yaml"
    assert (error.line, error.field) == (line, field)
    assert repr(error.value) == repr(value) or error.value == value
    assert message in error.message
    assert error.fix is not None
    assert fix in error.fix
    assert str(error).startswith(f"bad.yaml:{line}: {field}: ")


def test_shape_and_rules_are_reported_together_in_the_order_of_the_file() -> None:
    text = planted(
        ("capability: 4.4", "capability: -4.4"),
        ("trade: {AUH: 0.5}", "trade: {AUHH: 0.5}"),
        ("strikes: {RUS: {", "strikes: {RUZ: {"),
        ("in_force: [1879-10-15, null]", "in_force: [1879-10-15, 1900-01-01]"),
        ("quality: 0.3", "quality: high"),
        ("  lambda: {", "  lamda: {"),
    )
    assert [error.field for error in errors_of(text)] == [
        "actors.AUH.capability",
        "actors.SER.trade.AUHH",
        "actors.GMY.strikes.RUZ",
        "treaties.pact.in_force",
        "channels.GMY-RUS.quality",
        "theta.lamda",
    ]


def test_a_broken_part_brings_no_errors_in_its_train() -> None:
    assert [e.field for e in errors_of(planted(("camp: challenger", "camp: both")))] == [
        "actors.AUH.camp"
    ]
    assert [e.field for e in errors_of(planted(("date: 1914-07-23", "date: soon")))] == ["date"]
    broken = own_ladder("hostility: 3", "hostility: 9")
    assert [e.field for e in errors_of(broken)] == ["ladder.1.hostility"]


WARNINGS = {
    "bound to both camps": (
        planted(("owes: {GMY: [AUH]}", "owes: {GMY: [AUH, SER]}"), ("against: [RUS, SER]\n    ", "")),
        "actors.GMY: GMY is bound to both camps",
    ),
    "obligor against its beneficiary": (
        planted(("owes: {GMY: [AUH]}", "owes: {GMY: [SER]}"), ("against: [RUS, SER]", "against: [AUH]")),
        "treaties.pact.owes.GMY: GMY stands against SER, whom it owes",
    ),
    "another theatre": (
        planted(("binding: 0.9", "binding: 0.9\n    theatres: [pacific]")),
        "treaties.pact.theatres: binds in pacific only",
    ),
    "against nobody here": (
        planted(("against: [RUS, SER]", "against: []")),
        "treaties.pact.owes.GMY: what GMY owes can never be called for",
    ),
    "against too few here": (
        planted(("binding: 0.9", "binding: 0.9\n    at_least: 3")),
        "treaties.pact.owes.GMY: what GMY owes can never be called for",
    ),
    "against the beneficiary only": (
        planted(("against: [RUS, SER]", "against: [AUH]")),
        "treaties.pact.owes.GMY: what GMY owes can never be called for",
    ),
    "principal without contact": (
        planted(("[AUH, SER], [GMY, RUS]", "[GMY, SER]")),
        "actors.AUH: the principal AUH is in contact with nobody",
    ),
    "days without a transit rung": (
        planted(("    capability: 14.4", "    mobilisation: {days: 8, judgement: x}\n    capability: 14.4")),
        "actors.GMY.mobilisation.days: no rung of this ladder has transit_days",
    ),
    "days and a factor on the ladder's": (
        planted(("ladder: default", "ladder: mobilisation"), ("    capability: 14.4", "    mobilisation: {days: 8, slower: 2, judgement: x}\n    capability: 14.4")),
        "actors.GMY.mobilisation.slower: it is a factor on the ladder's days",
    ),
    "stages of no lock-in": (
        planted(("    capability: 14.4", "    mobilisation: {lock_in_stages: 4, judgement: x}\n    capability: 14.4")),
        "actors.GMY.mobilisation.lock_in_stages: there are no lock_in_days",
    ),
    "a strike at neither side": (
        planted(("    camp: target\n    capability: 11.8", "    camp: either\n    capability: 11.8")),
        "actors.GMY.strikes.RUS: RUS is on no side until it is at war",
    ),
    "an ally that yields": (
        planted(("overrides:\n", "overrides:\n  GMY: {mu_yield: 0.1, judgement: x}\n")),
        "overrides.GMY.mu_yield: only principals yield",
    ),
    "unexplained ladder": (own_ladder(", judgement: own", ""), "ladder: no rung"),
}  # fmt: skip


@pytest.mark.parametrize("name", WARNINGS)
def test_legal_but_odd_is_a_warning(name: str) -> None:
    text, words = WARNINGS[name]
    scenario, errors, warnings = check_text(text, "odd.yaml")
    assert errors == []
    assert scenario is not None
    found = [warning for warning in warnings if words in warning]
    assert len(found) == 1, warnings
    field = words.split(": ")[0]
    line = line_of(text, {"ladder": "ladder:", "pact": "  pact:"}.get(field, ""))
    assert line
    assert found[0].startswith("odd.yaml:")


def test_non_aggression_towards_an_opponent_is_not_odd() -> None:
    text = planted(
        ("kind: defence", "kind: nonaggression"), ("owes: {GMY: [AUH]}", "owes: {GMY: [RUS]}")
    )
    assert check_text(text, "t.yaml")[2] == []


@pytest.mark.parametrize("name", bundled())
def test_bundled_scenarios_pass_under_their_own_names(name: str) -> None:
    path = locate(name)
    scenario, errors, _ = check_text(path.read_bytes(), path.name)
    assert errors == []
    assert scenario is not None
    assert scenario.name == name
    assert len(scenario.facts) >= 6
