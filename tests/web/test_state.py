"""Addresses carry the whole state: what is written is read back the same, and nonsense refused."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.core.errors import UsageError
from foedus.web.links import Live
from foedus.web.query import choice, flag, known, many, number, one, whole
from foedus.web.rooms.crisis.state import MOST, State

NAMES = st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,3}", fullmatch=True)
WORDS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_.:=-]{0,30}", fullmatch=True)
CHANGES = st.lists(WORDS, max_size=MOST // 2, unique=True).map(tuple)


@given(st.builds(State, NAMES, CHANGES, CHANGES))
def test_a_state_survives_its_address(state: State) -> None:
    address = Live().to("crisis", **state.query())
    params = parse_qsl(urlsplit(address).query, keep_blank_values=True)
    assert State.of(params) == state
    assert State.of(params).query() == state.query()


@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=12)), max_size=5))
def test_any_address_is_read_or_refused_in_words(params: list[tuple[str, str]]) -> None:
    try:
        found = State.of(params)
    except UsageError as error:
        found = None
        words = str(error)
    if found is None:
        assert words
    else:
        assert State.of(parse_qsl(urlsplit(Live().to("crisis", **found.query())).query)) == found


def test_changes_to_what_is_gone_are_left_out() -> None:
    state = State("x", ("pact", "A-B"), ("firmer:pact", "hotline:A-B=0.9", "slower:C"))
    assert state.playable == State("x", ("pact", "A-B"), ("hotline:A-B=0.9", "slower:C"))
    assert state.plain == State("x")


def test_cutting_a_line_takes_no_other_change_away() -> None:
    kept = State("x", ("A-B",), ("trade:A-B", "hotline:A-B", "firmer:pact"))
    assert kept.playable == kept
    bare = State("x", ("all",), ("softer:pact=0.2", "ambiguous:pact", "public:pact", "trade:A-B"))
    assert bare.playable == State("x", ("all",), ("trade:A-B",))


def test_of_two_changes_that_undo_one_another_the_last_is_made_and_told() -> None:
    both = State("x", (), ("firmer:pact", "softer:pact=0.2", "softer:other"))
    assert both.playable == State("x", (), ("softer:pact=0.2", "softer:other"))
    turned = State("x", (), ("softer:pact", "firmer:pact"))
    assert turned.playable == State("x", (), ("firmer:pact",))


def test_too_much_is_refused() -> None:
    with pytest.raises(UsageError, match="too many changes"):
        State.of([("name", "x"), *(("without", f"t{i}") for i in range(MOST + 1))])
    with pytest.raises(UsageError, match="no name"):
        State.of([("name", "x" * 81)])
    with pytest.raises(UsageError, match="too long"):
        State.of([("name", "x" * 300)])
    with pytest.raises(UsageError, match="says too much"):
        known([("a", "b")] * 101, ["a"])


def test_readers_of_values() -> None:
    params = [("a", "3"), ("b", ""), ("c", "x"), ("c", "y"), ("d", "1"), ("e", "2.5"), ("f", "-4")]
    assert one(params, "a") == "3"
    assert many(params, "c") == ("x", "y")
    assert many(params, "b") == ()
    assert whole(params, "a", 0, 9, 1) == 3
    assert whole(params, "f", -9, 9, 1) == -4
    assert whole(params, "b", 0, 9, 7) == 7
    assert number(params, "e", 0, 9, 1.0) == 2.5
    assert number(params, "b", 0, 9, 1.0) == 1.0
    assert choice(params, "zz", ("p", "q"), "q") == "q"
    assert flag(params, "d")
    assert not flag(params, "b")


@pytest.mark.parametrize(
    "call",
    [
        lambda p: one(p, "c"),
        lambda p: whole(p, "a", 0, 2, 1),
        lambda p: whole(p, "c2", 0, 2, 1),
        lambda p: number(p, "n", 0, 2, 1),
        lambda p: number(p, "c2", 0, 2, 1),
        lambda p: choice(p, "c2", ("yes", "no"), "no"),
        lambda p: flag(p, "a"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_field_and_a_fix(call: object) -> None:
    params = [("a", "3"), ("c", "x"), ("c", "y"), ("c2", "yess"), ("n", "nan")]
    with pytest.raises(UsageError) as caught:
        call(params)
    assert caught.value.field
    assert caught.value.fix
