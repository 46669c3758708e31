"""Reading text: what YAML makes of words, what is refused before any field is looked at."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.core.errors import ScenarioError, ScenarioErrors
from foedus.crisis.scenario import loads
from foedus.crisis.text import reader
from foedus.crisis.text.checks import check, check_text
from foedus.crisis.text.reader import Document, read, scalar

from .conftest import GOOD


def only(text: str | bytes) -> ScenarioError:
    """The one error of a text."""
    scenario, errors, _ = check_text(text, "bad.yaml")
    assert scenario is None
    assert len(errors) == 1, [str(error) for error in errors]
    assert errors[0].file == "bad.yaml"
    return errors[0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("NO", "NO"),
        ("off", "off"),
        ("y", "y"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("1914-07-23", "1914-07-23"),
        ("0", 0),
        ("-12", -12),
        ("010", "010"),
        ("0o17", "0o17"),
        ("0x1f", "0x1f"),
        ("1_000", "1_000"),
        ("12:30:45", "12:30:45"),
        ("1e-5", 1e-5),
        (".5", 0.5),
        ("5.", 5.0),
        ("1.10", 1.1),
        ("4,4", "4,4"),
        (".", "."),
        ("-", "-"),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_plain_words(text: str, value: object) -> None:
    got = scalar(text)
    if text == "9" * 5000:
        assert got == float("inf")
    else:
        assert got == value
        assert type(got) is type(value)


def test_every_place_has_its_line() -> None:
    document = read(GOOD, "good.yaml")
    lines = GOOD.splitlines()
    assert document.errors == ()
    assert lines[document.lines["actors", "GMY", "capability"] - 1].strip() == "capability: 14.4"
    assert "GMY" in lines[document.lines["contact", 1] - 1]
    assert document.line(("actors", "GMY", "nonesuch")) == document.lines["actors", "GMY"]
    assert document.line(("nonesuch",)) == 1


def test_libyaml_and_the_python_parser_read_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = read(GOOD, "a")
    monkeypatch.delattr(yaml, "CSafeLoader")
    slow = read(GOOD, "a")
    assert isinstance(slow, Document)
    assert fast == slow


def test_duplicate_key() -> None:
    error = only(GOOD.replace("    polyarchy: 0.27\n", "    polyarchy: 0.27\n    polyarchy: 0.3\n"))
    line = GOOD.splitlines().index("    polyarchy: 0.27") + 1
    assert (error.line, error.field, error.value) == (line + 1, "actors.AUH.polyarchy", "polyarchy")
    assert f"first on line {line}" in error.message
    assert error.fix == "keep one of the two"


def test_aliases_that_explode_are_refused_before_they_do() -> None:
    levels = "".join(f"b{i}: &b{i} [{', '.join([f'*b{i - 1}'] * 9)}]\n" for i in range(1, 40))
    error = only("foedus-scenario: 1\nb0: &b0 [lol]\n" + levels)
    assert (error.line, error.field, error.value) == (2, "b0", "&b0")
    assert error.fix == "write the value out"


def test_an_alias_to_nothing_is_refused() -> None:
    error = only(GOOD.replace('title: "A good one"', "title: *ghost"))
    assert (error.line, error.field, error.value) == (3, "title", "*ghost")


def test_a_file_of_ten_megabytes_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    path.write_text(GOOD + "# filler\n" * 1_200_000)
    assert path.stat().st_size > 10_000_000
    scenario, errors, _ = check(path)
    assert scenario is None
    assert len(errors) == 1
    assert errors[0].file == str(path)
    assert errors[0].value == path.stat().st_size
    assert errors[0].fix == "a scenario has at most 1,000,000 bytes"


def test_a_device_without_end_is_refused() -> None:
    scenario, errors, _ = check("/dev/zero")
    assert scenario is None
    assert [error.fix for error in errors] == ["a scenario has at most 1,000,000 bytes"]


@pytest.mark.parametrize(
    ("encoding", "line"), [("utf-16", 1), ("utf-16-le", 1), ("utf-32", 1), ("latin-1", 3)]
)
def test_wrong_encoding(encoding: str, line: int) -> None:
    error = only(GOOD.replace("A good one", "Müller").encode(encoding))
    assert (error.line, error.fix) == (line, "save the file as UTF-8")
    assert error.message.startswith("not UTF-8")


def test_a_byte_order_mark_in_utf_8_is_harmless() -> None:
    assert loads(GOOD.encode("utf-8-sig")) == loads(GOOD)


def test_tab() -> None:
    error = only(GOOD.replace("    camp: target", "\tcamp: target", 1))
    line = GOOD.splitlines().index("    camp: target") + 1
    assert (error.line, error.value, error.fix) == (line, "\t", "indent with spaces")


def test_unprintable_character() -> None:
    error = only(GOOD.replace("A good one", "A\x07good one"))
    assert (error.line, error.value, error.fix) == (3, "\x07", "take it out")


def test_several_documents() -> None:
    error = only(GOOD + "---\nfoedus-scenario: 1\n")
    assert error.line == len(GOOD.splitlines()) + 1
    assert error.fix == "keep one scenario a file"


def test_tags_never_build_objects() -> None:
    error = only(GOOD.replace('"A good one"', "!!python/object/apply:os.system [ls]"))
    assert (error.line, error.field) == (3, "title")
    assert error.value == "tag:yaml.org,2002:python/object/apply:os.system"
    assert error.fix == "leave the tag out"


def test_deep_nesting() -> None:
    error = only("foedus-scenario: 1\nname: " + "[" * 100_000)
    assert (error.line, error.message) == (2, "nested too deeply")


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n"])
def test_empty(text: str) -> None:
    assert only(text).line in {1, 2}


@pytest.mark.parametrize("text", ["just words", "[1, 2]", "42"])
def test_not_a_mapping(text: str) -> None:
    error = only(text)
    assert error.message == "a scenario is a mapping of keys to values"
    assert error.fix == "start from `foedus scenario new NAME`"


@pytest.mark.parametrize(
    ("old", "new", "line", "fix"),
    [
        ('title: "A good one"', "title: A: good", 3, "quote a text that contains ': '"),
        ('title: "A good one"', 'title: "A good one', 29, None),
        ("start: {AUH: threat}", "start: {AUH: threat", 7, None),
        ('title: "A good one"', "title", 4, None),
        ('title: "A good one"', "title: @good", 3, "quote the text, or indent with spaces"),
    ],
)
def test_not_yaml(old: str, new: str, line: int, fix: str | None) -> None:
    error = only(GOOD.replace(old, new))
    assert error.message.startswith("not YAML")
    assert error.line is not None
    assert error.fix
    if fix:
        assert (error.line, error.fix) == (line, fix)


@pytest.mark.parametrize(
    ("version", "fix"),
    [
        ("2", "this foedus reads version 1: install a newer foedus"),
        ("0", "write `foedus-scenario: 1`, or run `foedus scenario check --upgrade`"),
        ("one", "write `foedus-scenario: 1`, or run `foedus scenario check --upgrade`"),
        ("true", "write `foedus-scenario: 1`, or run `foedus scenario check --upgrade`"),
    ],
)
def test_unknown_version(version: str, fix: str) -> None:
    error = only(GOOD.replace("foedus-scenario: 1", f"foedus-scenario: {version}"))
    assert (error.line, error.field, error.fix) == (1, "foedus-scenario", fix)


def test_missing_version() -> None:
    error = only(GOOD.replace("foedus-scenario: 1\n", ""))
    assert (error.field, error.fix) == ("foedus-scenario", "begin with `foedus-scenario: 1`")


def test_unreadable_files_are_one_error(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.yaml"):
        scenario, errors, _ = check(path)
        assert scenario is None
        assert len(errors) == 1
        assert errors[0].fix


PIECES = st.lists(
    st.sampled_from(
        [
            *"{}[]:,-#&*!|>'\"%@`?~ \t\n\ra1",
            *("\n  ", "---", "...", "<<", ": ", "- ", "\x00", "NO", "AUH", "treaties"),
            *("foedus-scenario: 1\n", "actors", ".nan", "\ufeff", "\x85"),
        ]
    ),
    max_size=60,
).map("".join)


def never_raises_anything_else(source: str | bytes) -> None:
    scenario, errors, _ = check_text(source, "fuzz.yaml")
    assert (scenario is None) == bool(errors)
    for error in errors:
        assert error.message
        assert "should" not in str(error)
    if errors:
        with pytest.raises(ScenarioErrors):
            loads(source)
    else:
        assert loads(source) == scenario


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200), PIECES))
@settings(max_examples=500, deadline=None)
def test_any_bytes_or_text_give_errors_and_nothing_else(source: str | bytes) -> None:
    never_raises_anything_else(source)


VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(10**40), 10**40),
        st.floats(),
        st.sampled_from(["AUH", "SER", "x", "", "1914-07-23", "war", "A-B"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["AUH", "RUS", "source", "kind", "0"]), inner, max_size=3),
    ),
    max_leaves=5,
)


@given(st.data())
@settings(max_examples=500, deadline=None)
def test_any_value_anywhere_gives_errors_and_nothing_else(data: st.DataObject) -> None:
    document = read(GOOD, "good.yaml").data
    places = sorted((place for place in read(GOOD, "g").lines if place), key=str)
    place = data.draw(st.sampled_from(places))
    parent = document
    for part in place[:-1]:
        parent = parent[part]
    parent[place[-1]] = data.draw(VALUES)
    text = yaml.dump(document, Dumper=_dumper(), sort_keys=False)
    never_raises_anything_else(text)


def _dumper() -> type[yaml.SafeDumper]:
    from foedus.crisis.text.writer import _Dumper

    return _Dumper


@given(
    st.integers(0, len(GOOD) - 1), st.integers(1, 12), st.sampled_from(["", "x", "\n", ":", "]"])
)
@settings(max_examples=400, deadline=None)
def test_a_damaged_file_gives_errors_and_nothing_else(at: int, size: int, patch: str) -> None:
    never_raises_anything_else(GOOD[:at] + patch + GOOD[at + size :])


def test_limits_are_generous() -> None:
    largest = max(
        p.stat().st_size for p in Path(reader.__file__).parents[1].glob("scenarios/*.yaml")
    )
    assert largest * 10 < reader.LARGEST
