"""Read a catalogue of direct lines strictly: every fault is told with its line and field."""

from __future__ import annotations

import itertools
from collections.abc import Container, Iterator
from dataclasses import fields
from pathlib import Path
from typing import TypeAlias

import pydantic
import yaml

from foedus.core.errors import FoedusError, did_you_mean

from .entry import Hotline

__all__ = ["read"]

Place: TypeAlias = tuple[str | int, ...]
"""Where something stands in the file: keys and indices from the root."""


def read(path: Path) -> tuple[Hotline, ...]:
    """Channels of a catalogue file; a `FoedusError` with line and field where it is not sound."""
    lines: dict[Place, int] = {}
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        at = error.problem_mark.line + 1 if error.problem_mark else None
        raise FoedusError(f"not YAML: {error.problem}", file=path, line=at) from None
    data = None if root is None else _plain(root, (), lines, path)
    if not isinstance(data, list):
        raise FoedusError("must be a list of entries", file=path, line=1)
    found: dict[str, Hotline] = {}
    for i, raw in enumerate(data):
        name = str(raw.get("id", i)) if isinstance(raw, dict) else str(i)
        try:
            line = pydantic.TypeAdapter(Hotline).validate_python(raw)
        except pydantic.ValidationError as errors:
            raise _refused(errors, (i,), name, lines, path) from None
        for field, holds, message in _rules(line, found):
            if not holds:
                at = lines.get((i, field), lines[(i,)])
                raise FoedusError(message, file=path, line=at, field=f"{name}.{field}")
        found[name] = line
    return tuple(found.values())


def _plain(node: yaml.Node, place: Place, lines: dict[Place, int], path: Path) -> object:
    """Texts, lists and mappings of a node, dates and numbers left as text; notes the lines."""
    lines[place] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return [_plain(one, (*place, i), lines, path) for i, one in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        return None if node.tag.endswith(":null") else node.value
    made: dict[str, object] = {}
    for key, value in node.value:
        name = str(key.value)
        if name in made:
            at = key.start_mark.line + 1
            raise FoedusError("key is there twice", file=path, line=at, field=name)
        made[name] = _plain(value, (*place, name), lines, path)
        lines[(*place, name)] = key.start_mark.line + 1
    return made


def _refused(
    errors: pydantic.ValidationError, entry: Place, name: str, lines: dict[Place, int], path: Path
) -> FoedusError:
    told = errors.errors()
    strange = [one for one in told if one["type"] == "unexpected_keyword_argument"]
    first = (strange or told)[0]  # a misspelt key is missing too: speak of the misspelling
    place = (*entry, *first["loc"])
    line = next(lines[place[:n]] for n in range(len(place), 0, -1) if place[:n] in lines)
    fix = did_you_mean(str(place[-1]), [one.name for one in fields(Hotline)]) if strange else None
    value = first["input"] if isinstance(first["input"], str) else None
    field = ".".join([name, *map(str, first["loc"])])
    message = "unknown key" if strange else first["msg"].removeprefix("Value error, ")
    return FoedusError(message, file=path, line=line, field=field, value=value, fix=fix)


def _rules(line: Hotline, found: Container[str]) -> Iterator[tuple[str, object, str]]:
    """What must hold between fields: the field to name, whether it does, what to say if not."""
    yield "id", line.id not in found, "is there twice"
    yield "parties", len(set(line.parties)) == len(line.parties), "a state is there twice"
    yield "hub", line.hub is None or line.hub in line.parties, "is none of the parties"
    start = line.operational or line.agreed
    yield "agreed", start, "neither agreed nor operational has a date"
    idle = line.status in ("unknown", "lapsed")
    yield "status", line.operational or idle, "says that it worked, with operational null"
    lapsed = line.status == "lapsed"
    yield "ended", (line.ended is not None) == lapsed, "goes with status 'lapsed', and only with it"
    gaps = line.interruptions
    yield "interruptions", line.operational or not gaps, "of a line that never worked"
    agree = (line.status == "suspended") == (bool(gaps) and gaps[-1].until is None)
    yield "interruptions", agree, "an open one goes with status 'suspended', and only with it"
    assert start is not None
    opening = line.agreed or start
    yield "operational", opening.first <= start.last, "is before agreed"
    days = [opening, *(one.date for one in line.upgrades)]
    rising = all(one.first <= two.last for one, two in itertools.pairwise(days))
    yield "upgrades", rising, "must follow one another, and the agreement"
    edges = [start, *(edge for gap in gaps for edge in (gap.since, gap.until) if edge)]
    forward = all(one.first <= two.last for one, two in itertools.pairwise(edges))
    pairs = itertools.pairwise(gaps)
    apart = all(one.until and one.until.last < two.since.first for one, two in pairs)
    yield "interruptions", forward and apart, "must follow one another, and the opening"
    last = (line.ended or line.as_of).last
    over = all(day.first <= last for day in [*days, *edges])
    yield "ended" if line.ended else "as_of", over, "is before something that happened"
    yield "as_of", not line.ended or line.ended.first <= line.as_of.last, "is before ended"
