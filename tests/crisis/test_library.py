"""The bundled scenarios, the template, upgrades."""

from __future__ import annotations

from pathlib import Path

import pytest

from foedus.core.errors import UsageError
from foedus.crisis.library import bundled, locate, template, upgrade
from foedus.crisis.scenario import load
from foedus.crisis.text.checks import check_text

from .conftest import GOOD


def test_fourteen_crises_in_the_order_of_their_dates() -> None:
    crises = [load(name) for name in bundled()]
    assert len(crises) == 14
    assert [crisis.date for crisis in crises] == sorted(crisis.date for crisis in crises)
    assert sum(crisis.hypothetical for crisis in crises) == 4
    assert sum(len(crisis.actors) >= 4 for crisis in crises) >= 8
    assert all(crisis.outcome is None for crisis in crises if crisis.hypothetical)
    assert all(crisis.outcome is not None for crisis in crises if not crisis.hypothetical)


def test_a_path_comes_before_no_name(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(GOOD)
    assert locate(path) == locate(str(path)) == path
    assert locate("july-1914").name == "july-1914.yaml"


@pytest.mark.parametrize(
    ("word", "message", "fix"),
    [
        ("jully-1914", "unknown scenario", "did you mean 'july-1914'?"),
        ("zzz", "unknown scenario", "`foedus scenario list` names the bundled ones"),
        ("here/mine.yaml", "no such file", "`foedus scenario list` names the bundled ones"),
    ],
)
def test_neither_file_nor_name(word: str, message: str, fix: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        locate(word)
    assert caught.value.fix == fix


def test_the_template_passes_the_check_without_a_warning() -> None:
    scenario, errors, warnings = check_text(template("my-crisis"), "my-crisis.yaml")
    assert scenario is not None
    assert (scenario.name, scenario.title) == ("my-crisis", "My crisis")
    assert errors == warnings == []


@pytest.mark.parametrize(
    ("old", "changed"),
    [
        ("foedus-scenario: 1\n", False),
        ("", True),
        ("foedus-scenario: '1'\n", True),
        ("foedus-scenario: 1.0  # kept\n", True),
        ("foedus-scenario: 7\n", False),
    ],
)
def test_upgrade(old: str, changed: bool) -> None:
    text = GOOD.replace("foedus-scenario: 1\n", old)
    new = upgrade(text)
    assert (new != text) is changed
    assert upgrade(new) == new
    if changed:
        assert check_text(new, "new.yaml")[1] == []
    if "# kept" in old:
        assert new.startswith("foedus-scenario: 1  # kept\n")
