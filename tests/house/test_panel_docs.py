"""The pages on panels: what they name is what there is, and what they show is what comes out."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from contextlib import redirect_stdout
from fnmatch import fnmatch
from importlib import resources
from io import StringIO
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from foedus.cli.app import main
from foedus.panel.disputes import dispute_dyads
from foedus.panel.dyads import dyad_years
from foedus.panel.feature import features
from foedus.panel.obligations import dyad_years as owed_by_year
from foedus.panel.obligations import spells
from foedus.panel.states import state_years
from foedus.panel.units import UNITS
from foedus.sources.load import load

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"`([^`]+)`")


def blocks(page: Path) -> list[tuple[str, str]]:
    """Language and text of each fenced block, in order."""
    return BLOCK.findall(page.read_text(encoding="utf-8"))


def shown(script: str, names: dict[str, Any]) -> str:
    """What a block of Python prints."""
    out = StringIO()
    with redirect_stdout(out):
        exec(compile(script, "page", "exec"), names)
    return out.getvalue()


def sessions(text: str) -> list[tuple[list[str], str]]:
    """Words of each ``foedus`` command of a console block, and what the page shows below it."""
    found: list[tuple[list[str], str]] = []
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        words = command.partition("#")[0].split()
        if words[0] == "foedus" and words[1:3] != ["data", "get"]:  # nothing is fetched here
            found.append((words[1:], output))
    return found


def test_the_how_to_shows_what_comes_out(
    root: Path,
    data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Every block of Python with the output below it, and every command."""
    monkeypatch.chdir(tmp_path)
    page = blocks(root / "docs" / "how-to" / "make-a-panel.md")
    names: dict[str, Any] = {}
    checked = 0
    for (language, text), (after, output) in zip(page, [*page[1:], ("", "")], strict=True):
        if language == "python":
            printed = shown(text, names)
            assert printed == (output if after == "text" else ""), text
            checked += 1
        for words, below in sessions(text) if language == "console" else ():
            capsys.readouterr()
            assert main(words) == 0, words
            printed = capsys.readouterr().out
            assert not below or printed == below, words
            checked += 1
    assert checked > 12


# What the reference names


def table(page: Path, heading: str) -> dict[str, list[str]]:
    """Rows of the first table under a heading, by the name in their first cell."""
    text = page.read_text(encoding="utf-8").partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in text.splitlines() if line.startswith("| `")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    names = [row[0].strip("`") for row in cells]
    assert len(set(names)) == len(names) > 0
    return dict(zip(names, (row[1:] for row in cells), strict=True))


def named(cell: str) -> list[str]:
    return NAMED.findall(cell)


@pytest.fixture(scope="module")
def reference() -> Path:
    return Path(__file__).parents[2] / "docs" / "reference" / "panels.md"


def test_every_unit_stands_there_with_its_options(reference: Path) -> None:
    rows = table(reference, "Units")
    assert list(rows) == list(UNITS)
    for name, (_, function, options) in rows.items():
        assert named(function) == [UNITS[name].build.__name__], name
        assert set(named(options)) == UNITS[name].options, name


def test_keys_are_those_of_the_units(reference: Path, data: Path) -> None:
    for name, (key, _, _) in table(reference, "Units").items():
        assert tuple(named(key)) == UNITS[name].build().key, name


def test_every_feature_stands_there_with_its_options(reference: Path) -> None:
    """Nothing else does: a feature that goes leaves the page too."""
    rows = table(reference, "What can be added")
    assert sorted(rows) == list(features())
    for name, (_, _, _, cell) in rows.items():
        options = features()[name].options
        said = {
            part.partition(":")[0].strip().strip("`"): tuple(named(part.partition(":")[2]))
            for part in filter(None, cell.split(";"))
        }
        free = {option for option, values in options.items() if values == ("",)}
        assert said == {o: () if o in free else values for o, values in options.items()}, name


def test_columns_are_told_of_pairs_or_states_as_they_are(reference: Path) -> None:
    rows = table(reference, "Columns")
    assert list(rows) == list(table(reference, "What can be added"))
    for name, (of_state, of_pair) in rows.items():
        one = features()[name]
        assert bool(of_state) == (one.state is not None), name
        assert bool(of_pair) == (one.pair is not None), name


@pytest.mark.parametrize("name", tuple(features()))
def test_columns_years_and_data_sets_are_those_that_come_out(
    reference: Path, data: Path, name: str
) -> None:
    one = features()[name]
    _, years, datasets, _ = table(reference, "What can be added")[name]
    of_state, of_pair = table(reference, "Columns")[name]
    texts = [f"{name}:years=1999"] if name == "bases" else [name]
    texts += [f"{name}:{o}={v}" for o, values in one.options.items() for v in values[1:]]
    rows = {
        of_state: [state_years(1999, 1999, states=[2])] if one.state else [],
        of_pair: [dyad_years(1999, 1999, states=[2], directed=d) for d in (False, True)]
        if one.pair
        else [],
    }
    spans, used = set(), set()
    for cell, panels in rows.items():
        patterns = named(cell)
        hit: set[str] = set()
        for column in (c for p in panels for text in texts for c in p.add(text).columns):
            if not column.added:
                continue
            spans.add(f"{column.first}–{column.last}")
            used |= {source.file.dataset for source in column.sources}
            stem = column.name[:-1] if column.name[-1] in "12" else column.name
            fit = {p for p in patterns if fnmatch(column.name, p) or stem == p}
            assert fit, f"{column.name} is not on the page"
            hit |= fit
        assert hit == set(patterns) or not panels, sorted(set(patterns) - hit)
    assert set(named(datasets)) == used
    if name != "bases":
        assert {span.strip() for span in years.split(";")} == spans


# What the page on evidence counts


def test_every_correction_stands_on_the_page(root: Path, data: Path) -> None:
    page = root / "docs" / "explanation" / "evidence.md"
    said = {name: tuple(row[:2]) for name, row in table(page, "Corrections").items()}
    text = resources.files("foedus.sources.reading").joinpath("corrections.toml").read_text("utf-8")
    entries = Counter(entry["table"] for entry in tomllib.loads(text)["correction"])
    assert said == {n: (str(many), str(load(n).corrected)) for n, many in entries.items()}


def test_the_counts_on_the_page_of_evidence(root: Path, data: Path) -> None:
    """Those that no other test holds; each must stand on the page as it comes out."""
    page = (root / "docs" / "explanation" / "evidence.md").read_text(encoding="utf-8")
    states = state_years().frame
    by_year = states.join(states, on="year").filter(pl.col("ccode") < pl.col("ccode_right"))
    by_day = dyad_years().frame
    carried = dyad_years(2017, 2025, directed=True, carry_forward=True).frame
    members = load("atop/members").frame
    owed = spells(members)
    years = owed_by_year(owed)
    back = years.rename({"ccode1": "ccode2", "ccode2": "ccode1"})
    both = years.join(back, on=["ccode1", "ccode2", "year"], suffix="_back")
    unlike = both.filter(pl.col("atop_defense") != pl.col("atop_defense_back"))
    assert by_year.height - by_day.height == 30
    for count in (by_day, carried, members, owed, years, unlike):
        assert f"{count.height:,}" in page
    disputes = dispute_dyads(directed=True).frame["onset"].sum()
    assert f"{disputes:,}" in page
