"""What a session shows of an object: a few lines that tell what it is, never a dump."""

from __future__ import annotations

import pytest

import foedus as fd
from foedus.crisis.outcomes import Outcomes


@pytest.fixture(scope="module")
def crisis() -> fd.Scenario:
    return fd.scenario("kargil-1999")


@pytest.fixture(scope="module")
def result(crisis: fd.Scenario) -> fd.Result:
    return fd.run(crisis, draws=0)


def test_a_scenario_names_who_is_in_it_and_what_binds_them(crisis: fd.Scenario) -> None:
    told = repr(crisis).splitlines()
    assert told[0] == f"kargil-1999: {crisis.title} (1999-05-03)"
    assert told[1].startswith("  challenger: PAK")
    for part in (*crisis.actors, *crisis.treaties, *crisis.channels):
        assert part in repr(crisis)
    assert str(crisis) == repr(crisis)
    alone = crisis.model_copy(update={"treaties": {}, "channels": {}})
    assert "treaties" not in repr(alone)


def test_outcomes_are_shown_to_three_digits(crisis: fd.Scenario) -> None:
    solved = crisis.solve()
    assert isinstance(solved, Outcomes)
    lines = [line.split() for line in repr(solved).splitlines()]
    assert float(dict(line for line in lines if len(line) == 2)["any_war"]) == pytest.approx(
        solved["any_war"], rel=5e-3
    )


def test_a_result_says_what_was_solved_and_how_it_ends(result: fd.Result) -> None:
    first, *rest = repr(result).splitlines()
    assert first.startswith("Kargil 1999")
    assert "no intervals" in first
    assert "\n".join(rest) == repr(result.outcomes)
    assert result._repr_html_().endswith(result.outcomes._repr_html_())


def test_markup_in_a_title_stays_text(crisis: fd.Scenario) -> None:
    named = crisis.model_copy(update={"title": "<b>A</b> crisis"})
    shown = fd.run(named, draws=0)._repr_html_()
    assert "&lt;b&gt;A&lt;/b&gt; crisis" in shown


def test_a_comparison_shows_what_differs(result: fd.Result) -> None:
    made = result.compare(result)
    assert repr(made).endswith(repr(made.differences))
    assert made._repr_html_().endswith(made.differences._repr_html_())


def test_a_ledger_says_how_much_it_holds() -> None:
    record = fd.read_ledger()
    assert repr(record).startswith(f"{record.rows.height:,} disputes, 1816-2014")
    assert f"treaties {record.treaties.height:,}" in repr(record)


@pytest.mark.usefixtures("data")
def test_a_network_says_when_and_how_dense() -> None:
    net = fd.network_in(1914)
    assert repr(net).startswith(f"1914: {net.states.size} states, ")
    assert f"{int(net.allied.sum()) // 2} pairs" in repr(net)
