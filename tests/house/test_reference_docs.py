"""The pages of reference: what they name is what there is, and what there is they name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import cyclopts
import pytest
from pydantic import BaseModel

from foedus.cli import app
from foedus.crisis.ladder import Rung
from foedus.crisis.resolve import Perception, Resolve, Signal
from foedus.crisis.scenario import (
    Actor,
    Channel,
    Contact,
    Fact,
    Issue,
    Mobilisation,
    Outcome,
    Override,
    Scenario,
    Strike,
)
from foedus.crisis.treaty import Treaty
from foedus.ledger.columns import TABLES, codebook
from foedus.ledger.order import SHOWN
from foedus.study.schemas import PRIVATE, QUANTILES, SCHEMAS

OPTION = re.compile(r"(?<![\w-])(--[a-z][\w-]*|-[a-z])(?![\w-])")


def page(root: Path, name: str) -> str:
    return (root / "docs" / "reference" / name).read_text(encoding="utf-8")


def sections(text: str, mark: str) -> dict[str, str]:
    """Text under each heading of the second level that begins so."""
    parts = re.split(rf"^## {mark}", text, flags=re.MULTILINE)[1:]
    return {
        part.partition("\n")[0].strip(): part.partition("\n")[2].split("\n## ")[0] for part in parts
    }


def words_of(one: cyclopts.App) -> list[str]:
    return [name for name in one if not name.startswith("-")]


def options(one: cyclopts.App) -> Iterator[list[str]]:
    """The names of each option of a command and of the commands below it."""
    if words_of(one):
        for name in words_of(one):
            yield from options(one[name])
        return
    for argument in one.assemble_argument_collection():
        names = [name for name in argument.names if name.startswith("-")]
        if names:
            yield names


def test_every_command_stands_there_with_every_option(root: Path) -> None:
    found = sections(page(root, "cli.md"), "foedus ")
    door = app._build()
    assert set(found) == set(words_of(door)) == set(app.COMMANDS)
    for name in found:
        there = list(options(door[name]))
        said = set(OPTION.findall(found[name]))
        assert [one for one in there if not said & set(one)] == [], name
        assert said <= {option for one in there for option in one}, name
        for below in words_of(door[name]):
            assert f"foedus {name} {below}" in found[name]


@pytest.mark.parametrize(
    "part",
    [
        Actor, Channel, Contact, Fact, Issue, Mobilisation, Outcome, Override, Perception, Resolve,
        Rung, Scenario, Signal, Strike, Treaty,
    ],
)  # fmt: skip
def test_every_field_of_a_scenario_stands_there(root: Path, part: type[BaseModel]) -> None:
    text = page(root, "scenario.md")
    names = [field.alias or name for name, field in part.model_fields.items()]
    assert [name for name in names if not re.search(rf"\b{name}\b", text)] == []


def test_every_table_of_a_bundle_stands_there_with_its_columns(root: Path) -> None:
    rows = re.findall(r"^\| (`[^|]+) \| ([^|]+) \|", page(root, "bundle.md"), flags=re.MULTILINE)
    found = {}
    for names, columns in rows:
        listed = [one for word in columns.split(", ") for one in _spelt(word)]
        found |= dict.fromkeys(re.findall(r"`(\w+)`", names), listed)
    for name, schema in (SCHEMAS | PRIVATE).items():
        assert found[name] == list(schema), name


def _spelt(word: str) -> list[str]:
    return list(QUANTILES) if word == "*q*" else [word]


def test_every_column_of_the_ledger_stands_there_as_in_its_codebook(root: Path) -> None:
    found = sections(page(root, "ledger.md"), "")
    for name in TABLES:
        cells = [line.strip("| ").split("|") for line in found[name].splitlines() if "|" in line]
        told = {row[0].strip(" `"): [one.strip() for one in row[1:]] for row in cells}
        for column in codebook([name]).iter_rows(named=True):
            attribute = column["attribute"]
            if attribute.removesuffix("_without") in SHOWN and name == "rows":
                assert attribute.removesuffix("_without") in found[name]
            elif re.search(r"_(low|high|difference)$|^label_", attribute):
                assert re.sub(r"(any|great_power)_war.*", "any_war", attribute) in found[name]
            else:
                assert told[attribute][:2] == [column["type"], column["unit"]], attribute
                assert told[attribute][3] == column["source"]
                about = column["description"].removesuffix(".")
                assert told[attribute][2].casefold() == about.casefold()
