"""Treaties: what a scenario says about one, and the pledges of state to state it comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, ValidationInfo, field_validator

from .fields import Code, Count, Day, Flag, Model, Prose, Share, Slug, Text, refuse

if TYPE_CHECKING:
    from .scenario import Scenario

Kind = Literal["defence", "offence", "neutrality", "nonaggression", "consultation"]
Codes = tuple[Code, ...]


class Treaty(Model):
    """A treaty, after ATOP's kinds, as far as it bears on the crisis.

    `kind`, `against` and `binding` are normalised: to a tuple, and to mappings by obligor. An
    obligor missing from `against` is bound against anyone.
    """

    title: Text = ""
    kind: Annotated[tuple[Kind, ...], Field(min_length=1)]
    owes: Annotated[dict[Code, Annotated[Codes, Field(min_length=1)]], Field(min_length=1)]
    against: dict[Code, Codes] | None = None
    at_least: Count = 1
    conditional: Flag = False
    theatres: tuple[Slug, ...] = ()
    region: Text | None = None
    binding: dict[Code, Share]
    secret: Flag = False
    clarity: Share | None = None
    in_force: tuple[Day, Day | None]
    articles: Text | None = None
    atop: Count | None = None
    source: Prose = None
    judgement: Prose = None

    @field_validator("kind", mode="before", json_schema_input_type=Kind | list[Kind])
    @classmethod
    def _kinds(cls, value: Any) -> Any:
        return (value,) if isinstance(value, str) else value

    @field_validator(
        "against", mode="before", json_schema_input_type=list[Code] | dict[Code, list[Code]] | None
    )
    @classmethod
    def _by_obligor(cls, value: Any, info: ValidationInfo) -> Any:
        if isinstance(value, (list, tuple)):
            bad = [code for code in value if not isinstance(code, str)]
            if bad:
                raise refuse("must be a list of actors", "write [RUS, SER]")
            return dict.fromkeys(info.data.get("owes", {}), value)
        return value

    @field_validator("binding", mode="before", json_schema_input_type=Share | dict[Code, Share])
    @classmethod
    def _each(cls, value: Any, info: ValidationInfo) -> Any:
        if isinstance(value, dict):
            return value
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise refuse("must be a number from 0 to 1", "write binding: 0.8, or {GMY: 0.9}")
        if not 0 <= value <= 1:
            raise refuse("must lie between 0 and 1", "write a number from 0 to 1")
        return dict.fromkeys(info.data.get("owes", {}), value)

    @property
    def signatories(self) -> tuple[str, ...]:
        """Everyone who owes or is owed, in the order of the file."""
        seen: dict[str, None] = {}
        for obligor, beneficiaries in self.owes.items():
            seen[obligor] = None
            seen.update(dict.fromkeys(beneficiaries))
        return tuple(seen)

    @property
    def casus_belli(self) -> bool:
        """Whether it may oblige anybody to fight (defence or offence)."""
        return "defence" in self.kind or "offence" in self.kind


@dataclass(frozen=True, slots=True)
class Pledge:
    """What one actor of the game owes another under one article of a treaty.

    Attributes
    ----------
    treaty
        Id of the treaty.
    kind
        One of ATOP's kinds.
    obligor, beneficiary
        Actors of the game (a bloc's members are replaced by their bloc).
    against
        Actors whose hostility triggers it; None for anyone.
    at_least
        How many of them must be fighting the beneficiary.
    conditional
        Void where the beneficiary's own camp went to war first.
    weight
        Binding times the bound share of the obligor's capability, 0 to 1: O when triggered.
    applies
        Whether the treaty reaches this theatre; a pledge that does not never triggers.
    """

    treaty: str
    kind: Kind
    obligor: str
    beneficiary: str
    against: tuple[str, ...] | None
    at_least: int
    conditional: bool
    weight: float
    applies: bool


def pledges(scenario: Scenario) -> tuple[Pledge, ...]:
    """Treaties of a scenario as pledges of actor to actor.

    A bloc member as beneficiary stands for its whole bloc; as obligor it binds its bloc by its
    share of the bloc's capability, and several bound members of one bloc add their shares. Nobody
    owes its own bloc. The order is that of the file: treaties, kinds, obligors, beneficiaries.
    """
    home = scenario.home
    found: dict[tuple[Any, ...], float] = {}
    for name, treaty in scenario.treaties.items():
        for kind in treaty.kind:
            for signatory, beneficiaries in treaty.owes.items():
                obligor = home[signatory]
                weight = treaty.binding.get(signatory, 0.0) * _bound_share(scenario, signatory)
                against = _against(scenario, treaty, signatory)
                for beneficiary in dict.fromkeys(home[code] for code in beneficiaries):
                    if beneficiary != obligor:
                        key = (name, kind, obligor, beneficiary, against)
                        found[key] = found.get(key, 0.0) + weight
    result = []
    for (name, kind, obligor, beneficiary, against), weight in found.items():
        treaty = scenario.treaties[name]
        result.append(
            Pledge(
                treaty=name,
                kind=kind,
                obligor=obligor,
                beneficiary=beneficiary,
                against=against,
                at_least=treaty.at_least,
                conditional=treaty.conditional,
                weight=min(weight, 1.0),
                applies=reaches(treaty, scenario.theatre),
            )
        )
    return tuple(result)


def reaches(treaty: Treaty, theatre: str | None) -> bool:
    """Whether a treaty applies in this theatre: it names none, or this one."""
    return not treaty.theatres or theatre in treaty.theatres


def _bound_share(scenario: Scenario, signatory: str) -> float:
    actor = scenario.actors[scenario.home[signatory]]
    if signatory in scenario.actors:
        return 1.0
    return actor.members[signatory] / sum(actor.members.values())


def _against(scenario: Scenario, treaty: Treaty, obligor: str) -> tuple[str, ...] | None:
    """Return whom a pledge is against, in the order of the scenario's actors."""
    if treaty.against is None or obligor not in treaty.against:
        return None
    named = {scenario.home[code] for code in treaty.against[obligor]}
    return tuple(name for name in scenario.actors if name in named)
