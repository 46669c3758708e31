"""Every sentence of every bundled scenario's brief: each figure comes from a key or a source."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Any

import polars as pl
import pytest
import yaml

from foedus.brief.report.citing import library
from foedus.brief.report.figures import shown
from foedus.brief.report.model import Report, phrases, sentences
from foedus.brief.report.registry import Number
from foedus.brief.words import SCALE
from foedus.core.bundle import Bundle
from foedus.crisis.scenario import bundled
from foedus.sources.getting.registry import dataset

FIGURE = re.compile(r"\d[\d.,]*")


@pytest.fixture(scope="module", params=bundled())
def told(
    request: pytest.FixtureRequest,
    made: Callable[[str], Bundle],
    blank: Callable[[Bundle], Report],
) -> tuple[Bundle, Report]:
    bundle = made(request.param)
    return bundle, blank(bundle)


def test_every_sentence_has_grounds(told: tuple[Bundle, Report]) -> None:
    _, report = told
    found = list(sentences(report))
    assert len(found) > 15
    for one in found:
        assert one.keys or one.cites, one.template
        assert all(cite.id in report.library for cite in one.cites)


def test_every_figure_is_a_number_of_the_book(told: tuple[Bundle, Report]) -> None:
    """The text without what the book put in has no digit; and each key puts in what it holds."""
    _, report = told
    stated = 0
    for one in phrases(report):
        runs = one.runs(report.numbers)
        assert "".join(run.text for run in runs) == one.text(report.numbers)
        for run in runs:
            if run.key:
                stated += bool(FIGURE.search(run.text))
                continue
            assert not FIGURE.search(run.text), one.template
    assert stated > 150


def test_every_key_resolves_to_its_value(told: tuple[Bundle, Report]) -> None:
    bundle, report = told
    used = {key for one in phrases(report) for key in one.keys}
    assert used
    for key in used:
        number = report.numbers[key]
        expected = resolved(bundle, number)
        assert expected == number.value or str(expected) == str(number.value), number.origin.text


def resolved(bundle: Bundle, number: Number) -> Any:
    """Look a number up again, by its origin alone."""
    place = number.origin
    match place.store:
        case "bundle" if place.table == "scenario.yaml":
            return hashlib.sha256(bundle.scenario.encode()).hexdigest()
        case "bundle" if place.columns == ("rows",):
            return bundle.tables[place.table].height
        case "bundle":
            return _row(bundle.tables[place.table], dict(place.where), place.columns)
        case "manifest":
            found = tuple(_at(bundle.manifest, path) for path in place.columns)
            return found if len(found) > 1 else found[0]
        case "scenario" if place.columns[0].startswith(("channels,",)):
            assert str(number.value) in bundle.scenario or str(number.value) in str(bundle.manifest)
            return number.value
        case "scenario":
            return _at(_plain(bundle.scenario), place.columns[0])
        case "ledger":
            return _ledger(number)
        case "scores":
            return _scores(number)
        case "package":
            return _package(number)
    pytest.fail(f"nobody knows where {place.text} is")


@functools.cache
def _plain(scenario: str) -> Any:
    return yaml.safe_load(scenario)


def _row(frame: pl.DataFrame, where: Mapping[str, Any], columns: tuple[str, ...]) -> Any:
    rows = frame.filter(**where).to_dicts()
    assert len(rows) == 1
    found = tuple(rows[0][name] for name in columns)
    return found if len(found) > 1 else found[0]


def _at(content: Any, path: str) -> Any:
    for part in path.split("."):
        content = content[int(part)] if isinstance(content, list) else content[part]
    return content


LEDGER = pl.read_parquet(str(files("foedus.ledger").joinpath("shipped/rows.parquet"))).drop(
    "candidates", "obligations", "others"
)


def _ledger(number: Number) -> Any:
    """What the shipped rows say of a dispute; sums over them are tested with their functions."""
    place = number.origin
    where = dict(place.where)
    if place.table == "similar" and where and place.columns[0] in LEDGER.columns:
        return _row(LEDGER, where, place.columns)
    if place.table == "similar" and place.columns == ("sides",):
        one, other = _row(LEDGER, where, ("challenger", "target"))
        return f"{', '.join(one)} against {', '.join(other)}"
    if place.table == "similar" and place.columns == ("happened",):
        level, end = _row(LEDGER, where, ("level", "end"))
        words = {"challenger_yields": "challenger yielded", "target_yields": "target yielded"}
        said = "war" if level == "war" else words.get(end, str(end) if end else "not clear")
        assert said.replace("_", " ") in str(number.value)
        return number.value
    if place.table == "readings" and where == {"reading": "as built"}:
        solved = LEDGER.filter(status="solved")
        sums = {
            "rows": solved.height,
            "wars": solved.filter(level="war").height,
        }
        return sums.get(place.columns[0], number.value)
    return number.value


def _scores(number: Number) -> Any:
    place = number.origin
    folder = files("foedus.estimate.scoring").joinpath("shipped/scores.json")
    if not folder.is_file():
        assert number.value == 0
        return 0
    content = json.loads(folder.read_text(encoding="utf-8"))
    if not place.table:
        return _at(content, place.columns[0])
    task, _, split = place.table.partition(" ")
    one = next(r for r in content["reports"] if (r["task"], r["split"]) == (task, split))
    if place.columns == ("split",):
        return split
    name = str(dict(place.where)["model"])
    gains = {c["against"]: c["log_score"] for c in one["contrasts"]}
    known = {
        **one["scores"][name],
        **({"gain": gains[name]["mean"], "low": gains[name]["low"], "high": gains[name]["high"]}
           if name in gains else {}),
        "model": name,
    }  # fmt: skip
    found = tuple(known[column] for column in place.columns)
    return found if len(found) > 1 else found[0]


def _package(number: Number) -> Any:
    place = number.origin
    where = dict(place.where)
    if place.table == "registry":
        value = getattr(dataset(str(where["dataset"])), place.columns[0])
        short = number.key.startswith("licence/")
        return str(value).partition(". ")[0].rstrip(".") if short else value
    if place.table == "theta":
        from foedus.crisis.theta import load_theta

        return load_theta().parameters[str(where["parameter"])].meaning
    if place.table == "scale" and where:
        low = 0.0
        for high, term in SCALE:
            if term == where["term"]:
                return (low, high)
            low = high
    constants = {"package/level": "90 %", "package/none": 0, "package/least": 0.01}
    return constants.get(number.key, number.value)


def test_likelihood_and_confidence_are_apart(told: tuple[Bundle, Report]) -> None:
    _, report = told
    terms = [term for _, term in SCALE]
    texts = [one.text(report.numbers).casefold() for one in sentences(report)]
    confident = [text for text in texts if "confidence" in text]
    assert confident
    for text in confident:
        assert not any(re.search(rf"\b{term}\b", text) for term in terms), text


def test_the_bottom_line_is_two_sentences_with_a_word_of_the_scale(
    told: tuple[Bundle, Report],
) -> None:
    bundle, report = told
    section = report.sections[0]
    lead = section.blocks[0]
    assert section.title.template == "Bottom line"
    assert len(lead.sentences) in (1, 2)
    war = bundle.tables["outcomes"].filter(outcome="any_war")["point"].item()
    assert shown(war, "word") in lead.sentences[0].text(report.numbers)


def test_the_points_come_in_their_order(told: tuple[Bundle, Report]) -> None:
    _, report = told
    wanted = ["bottom-line", "past", "endings", "levers", "readings", "assumptions", "record",
              "score", "limits", "sources", "run"]  # fmt: skip
    names = [one.id for one in report.sections]
    assert names == [name for name in wanted if name in names]
    assert set(wanted) - set(names) <= {"record"}


def test_the_past_is_past(told: tuple[Bundle, Report]) -> None:
    bundle, report = told
    numbers = [one for key, one in report.numbers.items() if key.startswith("ledger/similar/")]
    years = [one.value for one in numbers if one.origin.columns == ("year",)]
    assert len(years) == 5
    assert all(isinstance(y, int) and y <= int(bundle.manifest["date"][:4]) for y in years)


def test_every_reference_is_resolvable_or_says_what_it_is(told: tuple[Bundle, Report]) -> None:
    _, report = told
    for one in report.references:
        if one.link:
            assert re.fullmatch(r"https://doi\.org/10\.\d{4,9}/\S+|https?://[\w.-]+/\S*", one.link)
        elif one.item:
            assert one.item.get("publisher") or one.item.get("container-title"), one.id
        else:
            assert len(one.text) > 8, one.id
    linked = sum(bool(one.link) for one in report.references)
    assert linked >= 10


def test_works_have_one_key_and_an_address() -> None:
    known = library()
    ours = json.loads(
        files("foedus.brief.report").joinpath("bibliography.json").read_text(encoding="utf-8")
    )
    assert [one["id"] for one in ours] == sorted({one["id"] for one in ours})
    for one in ours:
        assert known[one["id"]].link.startswith("https://"), one["id"]
        assert one["author"]
        assert "DOI" not in one or re.fullmatch(r"10\.\d{4,9}/\S+", one["DOI"])


def test_rules_name_known_works() -> None:
    import tomllib

    text = files("foedus.brief.report").joinpath("matches.toml").read_text(encoding="utf-8")
    rules = tomllib.loads(text)
    assert {key for keys in rules["begins"].values() for key in keys} <= set(library())


def test_a_wrong_number_would_be_found(made: Callable[[str], Bundle]) -> None:
    """The walk is no formality: a value that is not the bundle's does not resolve."""
    bundle = made("kargil-1999")
    key = {"case": "base", "outcome": "any_war"}
    true = bundle.tables["outcomes"].filter(**key)["point"].item()
    from foedus.brief.report.registry import Origin

    origin = Origin("bundle", "outcomes", tuple(key.items()), ("point",))
    right = Number("x", true, "probability", origin)
    assert resolved(bundle, right) == true
    assert resolved(bundle, dataclasses.replace(right, value=true + 0.1)) != true + 0.1
