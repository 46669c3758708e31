# ruff: noqa: RUF012  (pydantic copies the defaults of its fields)
"""A crisis as a scenario file says it: the models, and reading and writing them.

Every field is described in the reference page of the scenario format. Models are frozen; an edit
makes a new scenario (see `foedus.crisis.intervene`).
"""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, field_validator

from foedus.core.errors import ScenarioError, ScenarioErrors, did_you_mean

from .fields import (
    Code,
    Day,
    Flag,
    Model,
    NonNegative,
    Number,
    Positive,
    Prose,
    Share,
    Slug,
    Stages,
    Text,
    refuse,
)
from .ladder import BUILT_IN, Rung
from .resolve import Perception, Resolve, Signal
from .treaty import Treaty

if TYPE_CHECKING:
    from .outcomes import Outcomes
    from .theta import Theta

VERSION = 1
"""Version of the scenario format that this package writes and reads."""

Camp = Literal["challenger", "target", "either"]
OutcomeClass = Literal[
    "challenger_yields",
    "target_yields",
    "settled",
    "lapsed",
    "war_principals",
    "wider_war",
    "great_power_war",
    "nuclear_use",
]
THETA_NAMES: tuple[str, ...] = (
    "lambda", "mu_climb", "mu_descend", "mu_yield", "mu_war", "c_w", "audience", "democracy",
    "territory", "distance", "third_party", "X", "leverage", "iota", "kappa0", "kappa1", "phi",
    "omega", "alpha", "zeta", "eta", "trade", "nuclear_war_cost", "consultation", "nuclear_cost",
    "third_climb", "third_war", "pledge_climb", "major_climb",
)  # fmt: skip
"""Names of the global parameters that a scenario may override."""


class Mobilisation(Model):
    """An actor's timetable.

    Attributes
    ----------
    days
        Mean days on each transit rung; None leaves the ladder's own.
    slower
        Factor on the ladder's own days, where `days` is None.
    stages, lock_in_stages
        Erlang stages of the two clocks, 1 to 60; more is more rigid.
    revocable
        Whether the actor may step down once mobilised: from the rungs above the transit rung (from
        the trigger rung up where the ladder has no transit).
    lock_in_days
        Mean days on the last rung below war until the war plan takes over; None for never.
    """

    days: Positive | None = None
    slower: Positive = 1.0
    stages: Stages = 1
    revocable: Flag = True
    lock_in_days: Positive | None = None
    lock_in_stages: Stages = 1
    source: Prose = None
    judgement: Prose = None


class Strike(Model):
    """One line of a war plan: who is attacked when its owner is at war.

    `always` drops the condition that the attacked owes something or stands at the trigger rung.
    """

    always: Flag = False
    source: Prose = None
    judgement: Prose = None


class Actor(Model):
    """A state, or a bloc that acts as one."""

    name: Text
    camp: Camp
    principal: Flag = False
    capability: Positive
    capability_at: dict[str, Positive] = {}
    polyarchy: Share | None = None
    major: Flag = False
    nuclear: Flag = False
    distance_km: NonNegative = 0.0
    trade: dict[Code, Share] = {}
    members: dict[Code, Positive] = {}
    mobilisation: Mobilisation | None = None
    ceiling: Text | None = None
    strikes: dict[Code, Strike] = {}
    source: Prose = None
    judgement: Prose = None


class Issue(Model):
    """What the crisis is about, and how much of it is at stake for whom."""

    kind: Literal["territory", "policy", "regime", "other"]
    salience: dict[Code, Number] = {}
    source: Prose = None
    judgement: Prose = None


class Channel(Model):
    """A line of communication between two actors; `quality` thins incidents and helps talks."""

    quality: Share
    kind: Text = ""
    since: Day | None = None
    source: Prose = None
    judgement: Prose = None


class Contact(Model):
    """Pairs of opponents whose forces can meet."""

    pairs: tuple[tuple[Code, Code], ...] = ()
    source: Prose = None
    judgement: Prose = None


class Override(Model):
    """Primitives of one actor that replace what the covariates give."""

    stake: Number | None = None
    war_cost: NonNegative | None = None
    honour: NonNegative | None = None
    audience: NonNegative | None = None
    mu_climb: NonNegative | None = None
    mu_descend: NonNegative | None = None
    mu_yield: NonNegative | None = None
    mu_war: NonNegative | None = None
    source: Prose = None
    judgement: Prose = None


class ThetaOverride(Model):
    """A global parameter replaced for this crisis."""

    value: Number
    source: Prose = None
    judgement: Prose = None


class Outcome(Model):
    """How the crisis ended, where it is history."""

    class_: OutcomeClass = Field(alias="class")
    fought: tuple[Code, ...] = ()
    text: Text = ""
    source: Prose = None
    judgement: Prose = None


class Fact(Model):
    """One dated, sourced fact."""

    date: Day
    text: Annotated[Text, Field(min_length=1)]
    source: Annotated[Text, Field(min_length=1)]


class Scenario(Model):
    """A crisis, whole."""

    version: Literal[1] = Field(alias="foedus-scenario")
    name: Slug
    title: Text = ""
    date: Day
    hypothetical: Flag = False
    question: Text = ""
    summary: Text = ""
    theatre: Slug | None = None
    ladder: Annotated[tuple[Rung, ...], Field(min_length=2)] = BUILT_IN["default"]
    start: dict[Code, str] = {}
    actors: Annotated[dict[Code, Actor], Field(min_length=2)]
    issue: Issue
    treaties: dict[Slug, Treaty] = {}
    channels: dict[str, Channel] = {}
    contact: Contact = Contact()
    overrides: dict[Code, Override] = {}
    theta: dict[str, ThetaOverride] = {}
    resolve: dict[Code, Resolve] = {}
    perceived: dict[Code, dict[Code, Perception]] = {}
    signals: dict[Code, Signal] = {}
    outcome: Outcome | None = None
    facts: tuple[Fact, ...] = ()
    sources: dict[str, Text] = {}

    @field_validator("ladder", mode="before", json_schema_input_type=str | list[Rung])
    @classmethod
    def _named_ladder(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if value in BUILT_IN:
            return BUILT_IN[value]
        raise refuse(
            "unknown ladder",
            did_you_mean(value, BUILT_IN) or f"write one of {', '.join(BUILT_IN)}, or a list",
        )

    @field_validator(
        "contact",
        mode="before",
        json_schema_input_type=list[tuple[Code, Code]] | Contact,
    )
    @classmethod
    def _bare_pairs(cls, value: Any) -> Any:
        return {"pairs": value} if isinstance(value, (list, tuple)) else value

    @field_validator("sources", mode="before", json_schema_input_type=list[str] | dict[str, str])
    @classmethod
    def _numbered(cls, value: Any) -> Any:
        if isinstance(value, (list, tuple)):
            return {str(number): text for number, text in enumerate(value, 1)}
        return value

    def __repr__(self) -> str:
        """Say which crisis it is, who is in it and what binds them; `dump` gives the whole."""
        lines = [f"{self.name}: {self.title or 'a crisis'} ({self.date})"]
        for camp in ("challenger", "target", "either"):
            codes = [code for code, actor in self.actors.items() if actor.camp == camp]
            codes.sort(key=lambda code: not self.actors[code].principal)
            if codes:
                lines.append(f"  {camp}: {', '.join(codes)}")
        bonds = (("treaties", self.treaties), ("channels", self.channels))
        lines += [f"  {what}: {', '.join(found)}" for what, found in bonds if found]
        return "\n".join(lines)

    __str__ = __repr__

    @property
    def home(self) -> dict[str, str]:
        """The actor that each known code belongs to: itself, or the bloc of a member."""
        codes: dict[str, str] = {}
        for code, actor in self.actors.items():
            codes.update(dict.fromkeys(actor.members, code))
        return codes | {code: code for code in self.actors}

    def principal(self, camp: str) -> str:
        """Code of the principal of a camp.

        Raises
        ------
        KeyError
            If the camp has none (a scenario that passed the check has one in each).
        """
        for code, actor in self.actors.items():
            if actor.principal and actor.camp == camp:
                return code
        raise KeyError(camp)

    def opposed(self, one: str, other: str) -> bool:
        """Whether two actors may stand on opposite sides (an `either` actor opposes anyone)."""
        a, b = self.actors[one].camp, self.actors[other].camp
        return one != other and (a != b or a == "either")

    def channel_pairs(self) -> dict[str, tuple[str, str]]:
        """The two ends of each channel, by its key."""
        result = {}
        for key in self.channels:
            one, _, other = key.partition("-")
            result[key] = (one, other)
        return result

    def without(self, name: str) -> Scenario:
        """Take out a treaty, a channel `A-B`, `all` treaties, or a camp's (`camp:target`)."""
        from .intervene import apply, parse_without

        return apply(self, [parse_without(name)])

    def with_(self, text: str) -> Scenario:
        """Add a remedy, in the words of the command line: `hotline:GMY-RUS=0.8`."""
        from .intervene import apply, parse_with

        return apply(self, [parse_with(text)])

    def solve(self, theta: Theta | None = None) -> Outcomes:
        """Solve the crisis at one theta: exact outcomes, no intervals.

        Raises
        ------
        NotConverged
            No equilibrium was found to the residual asked for.
        """
        from .equilibrium import solve
        from .game import compile_game
        from .outcomes import outcomes

        return outcomes(solve(compile_game(self, theta)))

    def set(self, path: str, value: Any) -> Scenario:
        """Replace the value at a dotted path: `treaties.dual.binding`, `theta.X`."""
        from .intervene import Set, apply

        return apply(self, [Set(path, value)])


def load(path_or_name: str | PathLike[str]) -> Scenario:
    """Read a scenario file, or a bundled scenario by its name.

    Raises
    ------
    ScenarioErrors
        If anything is wrong with the file: all its defects, each with line, field and fix.
    UsageError
        If there is neither a file nor a bundled scenario of that name.
    """
    from .library import locate
    from .text.checks import check

    scenario, errors, _ = check(locate(path_or_name))
    return _or_raise(scenario, errors)


def loads(text: str | bytes, file: str = "<text>") -> Scenario:
    """Read a scenario from text; `file` is what errors call it.

    Raises
    ------
    ScenarioErrors
        If anything is wrong with the text.
    """
    from .text.checks import check_text

    scenario, errors, _ = check_text(text, file)
    return _or_raise(scenario, errors)


def dump(scenario: Scenario) -> str:
    """Write a scenario as canonical YAML; `loads(dump(s)) == s`."""
    from .text.writer import write

    return write(scenario)


def check(path: str | PathLike[str]) -> tuple[Scenario | None, list[ScenarioError], list[str]]:
    """Read and check a file: the scenario if it has no error, the errors, the warnings."""
    from .text.checks import check as run

    return run(path)


def bundled() -> list[str]:
    """Names of the bundled scenarios, in the order of their dates."""
    from .library import bundled as run

    return run()


def _or_raise(scenario: Scenario | None, errors: list[ScenarioError]) -> Scenario:
    if scenario is None:
        raise ScenarioErrors(errors)
    return scenario
