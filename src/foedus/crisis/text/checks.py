"""Everything that may be wrong or odd with a scenario file, found in one pass."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from os import PathLike, fspath
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from foedus.core.errors import ScenarioError
from foedus.crisis.scenario import VERSION, Scenario

from .checks_actors import (
    check_actors,
    check_ending,
    check_issue,
    check_links,
    check_values,
    odd_actors,
    odd_plans,
)
from .checks_ladder import check_ladder, check_places, check_size, own_ladder_unexplained
from .checks_resolve import check_resolve
from .checks_treaties import check_treaties, odd_treaties
from .defects import Defect, Oddity
from .reader import Document, Path_, dotted, read, slurp
from .wording import translate

Report = tuple[Scenario | None, list[ScenarioError], list[str]]
"""The scenario if it has no error, the errors in the file's order, the warnings."""

_STAND_IN: dict[str, Any] = {
    "name": "unnamed",
    "capability": 1.0,
    "camp": "either",
    "date": "1900-01-01",
    "issue": {"kind": "other", "judgement": "-"},
    "kind": "other",
}
_WHOLE = ("treaties", "channels", "overrides", "theta", "resolve", "perceived", "signals", "facts")


def defects(scenario: Scenario) -> list[Defect]:
    """Find what keeps a scenario from being played, beyond the shape of its fields."""
    rules = (
        check_ladder,
        check_places,
        check_size,
        check_actors,
        check_issue,
        check_treaties,
        check_links,
        check_values,
        check_resolve,
        check_ending,
    )
    return [defect for rule in rules for defect in rule(scenario)]


def oddities(scenario: Scenario) -> list[Oddity]:
    """Find what is legal but odd in a scenario without defects."""
    found = [*odd_treaties(scenario), *odd_actors(scenario), *odd_plans(scenario)]
    if own_ladder_unexplained(scenario):
        found.append(Oddity(("ladder",), "no rung of this ladder has a source or a judgement"))
    return found


def check(path: str | PathLike[str]) -> Report:
    """Read and check a scenario file.

    Parameters
    ----------
    path
        The file. It may be missing or unreadable: that is one error.

    Returns
    -------
    tuple
        The scenario, or None where there are errors; the errors, in the file's order; the
        warnings, each with file and line.
    """
    name = fspath(path)
    try:
        source = slurp(Path(name))
    except ScenarioError as error:
        return None, [error], []
    return check_text(source, name)


def check_text(source: str | bytes, file: str | None) -> Report:
    """Check a scenario's text; `file` is what the messages call it."""
    document = read(source, file or "<text>")
    if document.data is None:
        return None, list(document.errors), []
    wrong_version = _version(document, file)
    if wrong_version:
        return None, [wrong_version], []
    scenario, errors = _validate(document, file)
    errors = [*document.errors, *errors]
    if scenario is None or errors:
        return None, sorted(errors, key=lambda e: (e.line or 0, e.field or "")), []
    return scenario, [], [_warning(odd, document, file) for odd in oddities(scenario)]


def _version(document: Document, file: str | None) -> ScenarioError | None:
    found = document.data.get("foedus-scenario", VERSION)
    if found == VERSION and not isinstance(found, bool):
        return None
    newer = isinstance(found, int) and found > VERSION
    return ScenarioError(
        f"unknown version {found!r} of the format",
        file=file,
        line=document.line(("foedus-scenario",)),
        field="foedus-scenario",
        value=found,
        fix=(
            f"this foedus reads version {VERSION}: install a newer foedus"
            if newer
            else f"write `foedus-scenario: {VERSION}`, or run `foedus scenario check --upgrade`"
        ),
    )


def _validate(document: Document, file: str | None) -> tuple[Scenario | None, list[ScenarioError]]:
    """Validate shape, then rules; the rules also where the shape could be patched up."""
    errors: list[ScenarioError] = []
    broken: set[Path_] = set()
    data = document.data
    for _ in range(3):
        try:
            scenario = Scenario.model_validate(data)
        except ValidationError as error:
            found = translate(error, Document(data, document.lines), file)
            if broken:
                found = [(path, one) for path, one in found if not _touches(path, broken)]
            errors += [one for _, one in found if one is not None]
            places = {path for path, _ in found}
            if not places:
                break
            broken |= places
            data = _patched(data, places)
        else:
            rules = _at_lines(defects(scenario), document, file, broken)
            return (None if errors or rules else scenario), errors + rules
    return None, errors


def _touches(path: Path_, broken: Iterable[Path_]) -> bool:
    return any(path[: len(b)] == b or b[: len(path)] == path for b in broken)


def _patched(data: dict[str, Any], places: Iterable[Path_]) -> dict[str, Any]:
    """Return a copy in which what could not be read is left out, or replaced by a stand-in."""
    data = copy.deepcopy(data)
    for path in places:
        place = path
        if place[:1] and place[0] in _WHOLE:
            place = place[:2]
        elif place[:1] in (("ladder",), ("outcome",), ("contact",), ("sources",)):
            place = place[:1]
        parent: Any = data
        for part in place[:-1]:
            try:
                parent = parent[part]
            except (KeyError, IndexError, TypeError):
                break
        else:
            last = place[-1] if place else None
            if isinstance(parent, list) and isinstance(last, int) and last < len(parent):
                parent[last] = None
            elif isinstance(parent, dict) and last is not None:
                parent.pop(last, None)
                if last in _STAND_IN and _required(place):
                    parent[last] = copy.deepcopy(_STAND_IN[last])
                if last == "foedus-scenario":
                    parent[last] = VERSION
    if isinstance(data.get("facts"), list):
        data["facts"] = [fact for fact in data["facts"] if fact is not None]
    return data


def _required(path: Path_) -> bool:
    match path:
        case ("name" | "date" | "issue",) | ("issue", "kind"):
            return True
        case ("actors", _, "name" | "camp" | "capability"):
            return True
    return False


def _needs(broken: Iterable[Path_]) -> frozenset[str]:
    """Parts of the scenario that could not be read, as rules call them."""
    needs = set()
    for path in broken:
        match path:
            case ("ladder", *_):
                needs.add("ladder")
            case ("date",):
                needs.add("date")
            case ("actors",) | ("actors", _) | ("actors", _, "camp" | "principal"):
                needs |= {"camp", "capability"}
            case ("actors", _, "capability" | "members", *_):
                needs.add("capability")
    return frozenset(needs)


def _at_lines(
    found: Iterable[Defect], document: Document, file: str | None, broken: set[Path_]
) -> list[ScenarioError]:
    missing = _needs(broken)
    result: dict[tuple[Path_, str], ScenarioError] = {}
    for defect in found:
        path = written(defect.path, document.data)
        if defect.needs & missing or (broken and _touches(path, broken)):
            continue
        error = ScenarioError(
            defect.message,
            file=file,
            line=document.line(path),
            field=dotted(path),
            value=defect.value,
            fix=defect.fix,
        )
        result.setdefault((path, defect.message), error)
    return list(result.values())


def written(path: Path_, data: Any) -> Path_:
    """Place in a file of a place in the scenario: what the file writes short is shorter."""
    result: list[str | int] = []
    for part in path:
        if isinstance(data, list) and isinstance(part, str):
            continue
        if result and data is not None and not isinstance(data, (list, dict)):
            break
        result.append(part)
        if isinstance(data, dict):
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            data = None
    return tuple(result)


def _warning(odd: Oddity, document: Document, file: str | None) -> str:
    path = written(odd.path, document.data)
    place = f"{file}:{document.line(path)}: " if file else ""
    return f"{place}{dotted(path)}: {odd.message}"
