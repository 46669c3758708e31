"""Replacing one value of a scenario by its dotted path, marked as a judgement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from foedus.core.errors import UsageError, did_you_mean
from foedus.crisis.scenario import Scenario
from foedus.crisis.text.reader import Document, Path_, read
from foedus.crisis.text.wording import field_names, model_at, translate
from foedus.crisis.text.writer import plain

SET_HERE = "set on the command line"
"""Judgement that marks what `Set` replaced."""


@dataclass(frozen=True, slots=True)
class Set:
    """Replace the value at a dotted path: `treaties.dual.binding`, `theta.X`, `ladder.war.risk`.

    `theta.X` is short for `theta.X.value`; a rung is named or counted from 0. The block that holds
    the value is marked as a judgement, and the scenario is validated anew.
    """

    path: str
    value: Any

    @property
    def spec(self) -> str:
        """As the command line writes it."""
        return f"--set {self.path}={_flow(self.value)}"

    @property
    def label(self) -> str:
        """As a reader sees it."""
        return f"{self.path} = {_flow(self.value)}"

    def __call__(self, scenario: Scenario) -> Scenario:
        """Return the edited scenario.

        Raises
        ------
        UsageError
            If the path leads nowhere, or the value does not fit.
        """
        data = _copy(plain(scenario))
        parts = self._parts(scenario)
        if parts[0] == "ladder" and len(parts) > 1:
            data["ladder"] = [rung.model_dump(mode="json") for rung in scenario.ladder]
        _put(data, parts, _copy(self.value), self.path)
        _mark(data, parts)
        try:
            return Scenario.model_validate(data)
        except ValidationError as error:
            found = translate(error, Document(data, {}), None)
            first = next(one for _, one in found if one is not None)
            raise UsageError(
                first.message, field=self.path, value=self.value, fix=first.fix
            ) from error

    def _parts(self, scenario: Scenario) -> Path_:
        parts: list[str | int] = list(self.path.split("."))
        if not all(parts):
            raise UsageError(f"'{self.path}' is not a path", fix="write actors.SER.capability")
        if parts[0] == "theta" and len(parts) == 2:
            parts.append("value")
        if parts[0] in {"ladder", "facts"} and len(parts) > 1:
            names = [rung.name for rung in scenario.ladder] if parts[0] == "ladder" else []
            word = str(parts[1])
            size = len(scenario.ladder if names else scenario.facts)
            if word in names:
                parts[1] = names.index(word)
            elif word.isdecimal() and int(word) < size:
                parts[1] = int(word)
            else:
                raise _lost(self.path, word, names or [str(i) for i in range(size)])
        _known(scenario, parts, self.path)
        return tuple(parts)


def parse_set(text: str) -> Set:
    """Read `path=value`; the value as a scenario file would have it.

    >>> parse_set("treaties.dual.binding=0.5")
    Set(path='treaties.dual.binding', value=0.5)

    Raises
    ------
    UsageError
        If there is no `=`, or the value is not YAML.
    """
    path, sign, value = text.partition("=")
    path = path.strip()
    if not sign or not path or not value.strip():
        raise UsageError(f"cannot read '{text}'", value=text, fix="write --set theta.X=2")
    document = read(f"value: {value.strip()}", "--set")
    if document.errors or set(document.data) != {"value"}:
        raise UsageError(f"cannot read the value in '{text}'", value=text, fix="quote the value")
    return Set(path, document.data["value"])


def _known(scenario: Scenario, parts: list[str | int], path: str) -> None:
    """Refuse a path whose steps are neither fields nor names of this scenario."""
    known = {
        "actors": scenario.actors,
        "overrides": scenario.actors,
        "start": scenario.actors,
        "treaties": scenario.treaties,
        "channels": scenario.channels,
        "resolve": scenario.actors,
        "perceived": scenario.actors,
        "signals": scenario.actors,
    }
    names = field_names(Scenario)
    if parts[0] not in names or parts[0] == "foedus-scenario":
        raise _lost(path, str(parts[0]), [name for name in names if name != "foedus-scenario"])
    if len(parts) > 1 and str(parts[0]) in known and parts[1] not in known[str(parts[0])]:
        raise _lost(path, str(parts[1]), list(known[str(parts[0])]))
    if parts[0] == "theta" and len(parts) > 1:
        from foedus.crisis.scenario import THETA_NAMES

        if parts[1] not in THETA_NAMES:
            raise _lost(path, str(parts[1]), list(THETA_NAMES))
    for end in range(1, len(parts)):
        model = model_at(tuple(parts[:end]))
        if model is not None and parts[end] not in field_names(model):
            raise _lost(path, str(parts[end]), field_names(model))


def _lost(path: str, word: str, options: list[str]) -> UsageError:
    fix = did_you_mean(word, options) or f"known: {', '.join(options) or 'none'}"
    return UsageError(f"'{word}' leads nowhere", field=path, value=word, fix=fix)


def _put(data: dict[str, Any], parts: Path_, value: Any, path: str) -> None:
    parent: Any = data
    for part in parts[:-1]:
        if isinstance(parent, dict):
            child = parent.get(part)
            if child is None:
                child = parent[part] = dict[str, Any]()
            parent = child
        elif isinstance(parent, list) and isinstance(part, int) and part < len(parent):
            parent = parent[part]
        else:
            raise _lost(path, str(part), [])
    last = parts[-1]
    if isinstance(parent, dict):
        parent[last] = value
    elif isinstance(parent, list) and str(last).isdecimal() and int(last) < len(parent):
        parent[int(last)] = value
    else:
        raise _lost(path, str(last), [])


def _mark(data: dict[str, Any], parts: Path_) -> None:
    """Add `set on the command line` to the judgement of the innermost block that has one."""
    for end in range(len(parts), 0, -1):
        model = model_at(parts[:end])
        if model is None or "judgement" not in model.model_fields:
            continue
        block: Any = data
        for part in parts[:end]:
            block = block[part]
        if not isinstance(block, dict):
            return
        said = block.get("judgement")
        name = str(parts[end]) if end < len(parts) else ""
        if name in {"source", "judgement"}:
            return
        if isinstance(said, dict) and name:
            block["judgement"] = {**said, name: SET_HERE}
        elif isinstance(said, str) and said != SET_HERE:
            note = f"{name} {SET_HERE}".strip()
            block["judgement"] = said if note in said else f"{said}; {note}"
        else:
            block["judgement"] = SET_HERE
        return


def _copy(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _copy(value) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [_copy(value) for value in data]
    return data


def _flow(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if value is None:
        return "null"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(_flow(part) for part in value)}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(part)}" for key, part in value.items()) + "}"
    return f"{value:g}" if isinstance(value, float) else str(value)
