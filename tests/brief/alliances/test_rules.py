"""The rules that choose words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.brief.alliances.clauses import headline
from foedus.brief.alliances.desk import Desk
from foedus.brief.alliances.material import Material
from foedus.brief.alliances.rules import against, apart, lean, one_sign, sign
from foedus.brief.report.filling import fill

COUNT = st.floats(0, 3000)
MIRROR = {
    "neither": "neither", "open": "open", "lowered": "raised", "raised": "lowered",
    "only lowered": "only raised", "only raised": "only lowered",
}  # fmt: skip


@given(COUNT, COUNT, COUNT, COUNT)
def test_the_mirror_leans_the_other_way(a: float, b: float, c: float, d: float) -> None:
    up, down = ({"low": min(x, y), "high": max(x, y)} for x, y in ((a, b), (c, d)))
    one = lean({"raised": up, "lowered": down})
    assert lean({"raised": down, "lowered": up}) == MIRROR[one]


@given(st.floats(-50, 50), st.floats(-50, 50))
def test_signs(a: float, b: float) -> None:
    low, high = min(a, b), max(a, b)
    found = sign({"low": low, "high": high})
    assert (found == "open") == (low <= 0 <= high)
    turned = {"more": "fewer", "fewer": "more", "open": "open"}
    assert sign({"low": -high, "high": -low}) == turned[found]


@given(st.lists(st.floats(-5, 5), max_size=6))
def test_one_sign_is_that_of_all_that_are_not_nothing(values: list[float]) -> None:
    above, below = any(v > 1e-9 for v in values), any(v < -1e-9 for v in values)
    words = {(True, False): "above", (False, True): "below", (False, False): "none"}
    assert one_sign(values) == words.get((above, below), "mixed")


def test_apart_is_symmetric() -> None:
    assert apart((0.5, 0.6), (0.1, 0.2)) == "above"
    assert apart((0.1, 0.2), (0.5, 0.6)) == "below"
    assert apart((0.1, 0.5), (0.4, 0.6)) == "no"


def effect(raised: int, lowered: int) -> dict[str, object]:
    return {"any_war": {"counts": [{"level": 0.01, "raised": raised, "lowered": lowered}]}}


def told(real: tuple[int, int], placebo: tuple[int, int]) -> dict[str, object]:
    return {
        "headline": {"level": 0.01},
        "range": {"as built": effect(*real)},
        "placebos": {"permuted": effect(*placebo)},
    }


@pytest.mark.parametrize(
    ("real", "placebo", "warns"),
    [((0, 100), (0, 50), True), ((0, 100), (0, 49), False), ((60, 40), (50, 0), True),
     ((0, 0), (0, 0), False)],
)  # fmt: skip
def test_placebos_warn_from_a_half(
    real: tuple[int, int], placebo: tuple[int, int], warns: bool
) -> None:
    found = against(told(real, placebo))
    assert found is not None
    assert found.warns is warns


def test_without_placebos_nothing_is_said() -> None:
    assert against({"placebos": None}) is None


def test_a_template_with_too_few_numbers_is_an_error() -> None:
    with pytest.raises(ValueError, match="1 numbers for"):
        fill("<> and <>", "{a}")


@pytest.mark.parametrize(
    ("high", "words"),
    [(0.0, "by as much in none"), (0.5, "by as much in next to none"), (3.0, "by as much in {")],
)
def test_next_to_none_is_not_none(high: float, words: str) -> None:
    count = {"raised": {"low": 0.0, "high": high}, "lowered": {"low": 9.0, "high": 12.0}}
    ledger = {"headline": {"level": 0.01, "any_war": count}}
    desk = Desk(Material(None, ledger))
    told = headline(desk, "any_war")
    assert told is not None
    assert words in told
