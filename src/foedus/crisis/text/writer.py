"""A scenario -> canonical YAML that the reader reads back to the same scenario."""

from __future__ import annotations

import re
from typing import Any

import yaml

from foedus.crisis.ladder import built_in_name
from foedus.crisis.scenario import Scenario

from .reader import DECIMAL, FALSE, INTEGER, NULL, SPECIAL, TRUE


class _Dumper(yaml.SafeDumper):
    """Quotes exactly what the reader would not read as text."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write repeated values out: the reader refuses aliases."""
        del data
        return True


_Dumper.yaml_implicit_resolvers = {
    None: [
        (f"tag:yaml.org,2002:{tag}", re.compile(rf"(?:{pattern.pattern})\Z"))
        for tag, pattern in (
            ("null", NULL),
            ("bool", TRUE),
            ("bool", FALSE),
            ("int", INTEGER),
            ("float", DECIMAL),
            ("float", SPECIAL),
        )
    ]
}


def _number(dumper: yaml.SafeDumper, value: float) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:float", repr(value))


def _nothing(dumper: yaml.SafeDumper, value: None) -> yaml.Node:
    del value
    return dumper.represent_scalar("tag:yaml.org,2002:null", "null")


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    # breaks that YAML folds, and what only an escape can say, go into double quotes
    style = '"' if any(char in "\r\x85\u2028\u2029\ufeff" for char in value) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(float, _number)
_Dumper.add_representer(type(None), _nothing)


def plain(scenario: Scenario) -> dict[str, Any]:
    """Plain data of a scenario, as a file would say it, without what equals its default.

    Returns
    -------
    dict
        JSON-able; `Scenario.model_validate` reads it back.
    """
    data = scenario.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    name = built_in_name(scenario.ladder)
    if name is None:
        data["ladder"] = [rung.model_dump(mode="json") for rung in scenario.ladder]
        for rung, full in zip(scenario.ladder, data["ladder"], strict=True):
            keep = rung.model_dump(exclude_defaults=True)
            for key in [key for key in full if key not in keep]:
                del full[key]
    else:
        data["ladder"] = name
    return data


def write(scenario: Scenario) -> str:
    """Canonical YAML of a scenario; the order of actors, treaties and facts is kept."""
    return yaml.dump(
        plain(scenario),
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=96,
        default_flow_style=None,
    )
