"""The tables beside the ledger: variants, placebos, the prior, crises that never began."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from foedus.cases import case as cases_module
from foedus.crisis.theta import load_theta
from foedus.estimate.structural.onset import OnsetModel
from foedus.estimate.structural.schools import no_lock_in, timetable, unconditional
from foedus.ledger import placebos as placebos_module
from foedus.ledger import variants as variants_module
from foedus.ledger.build import build
from foedus.ledger.ledger import read_ledger
from foedus.ledger.onset import Begins
from foedus.ledger.options import Options
from foedus.ledger.order import ANY_WAR
from foedus.ledger.parts import disputes
from foedus.ledger.placebos import ABOUT, placebos
from foedus.ledger.quiet import quiet
from foedus.ledger.record import Record
from foedus.ledger.sheets import prior
from foedus.ledger.solve import solve_task
from foedus.ledger.variants import variants

from .made import case, some, task

FEW = Options(draws=2, search=0)


@pytest.fixture(scope="module")
def record() -> Record:
    return Record((*some(3), case(90, pacts=2, friends=2)))


def solved(one, **named):
    return solve_task(task(one, **named))["with"][ANY_WAR]


def test_variants_are_the_ledger_under_other_settings(
    record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int, str]] = []

    def other(k: int, treaties: str, only):
        asked.append((k, treaties))
        assert only == {10, 11, 12, 90}
        return record.cases

    monkeypatch.setattr(variants_module, "dispute_cases", other)
    part = variants(record, FEW, "provisional")
    assert build(part, tmp_path / "out").complete
    table = pl.read_parquet(tmp_path / "out" / "variants.parquet")
    assert set(asked) == {(1, "any"), (3, "any"), (2, "defence"), (2, "binding")}
    names = table["variant"].unique(maintain_order=True).to_list()
    assert names == [
        "lambda x 0.5", "lambda x 2", "honour x 2", "pledge_climb=1", "consultation=0", "zeta=0",
        "zeta=1", "capability", "deterrence", "timetable", "moral-hazard", "spiral", "k=1", "k=3",
        "treaties=defence", "treaties=binding",
    ]  # fmt: skip
    assert table.height == len(names) * 4

    def told(variant: str, number: int) -> float:
        found = table.filter((pl.col("variant") == variant) & (pl.col("dispnum") == number))
        return found["any_war"].item()

    one = record.cases[3]
    sharp = 2.0 * load_theta("provisional")["lambda"]
    assert told("lambda x 2", 90) == pytest.approx(solved(one, values=(("lambda", sharp),)))
    assert told("k=3", 90) == pytest.approx(solved(one))
    held = replace(one, scenario=timetable(one.scenario))
    assert told("timetable", 90) == pytest.approx(solved(held))


def test_strength_alone_makes_pledges_idle(record: Record) -> None:
    one = record.cases[3]
    piece = solve_task(task(one, values=(("X", 0.0), ("audience", 0.0))))
    assert piece["with"][ANY_WAR] == pytest.approx(piece["without"][ANY_WAR], abs=1e-6)


def test_schools_change_what_they_say() -> None:
    scenario = case(1, pacts=2, friends=2, major=True).scenario
    plans = {code: actor.mobilisation for code, actor in timetable(scenario).actors.items()}
    assert plans["MEX"] is None  # no great power
    for code in ("USA", "UKG", "FRN"):
        plan = plans[code]
        assert plan is not None
        assert (plan.lock_in_stages, plan.revocable) == (4, False)
    free = no_lock_in(timetable(scenario))
    assert all(a.mobilisation is None or a.mobilisation.lock_in_days is None
               for a in free.actors.values())  # fmt: skip
    assert no_lock_in(scenario).actors == scenario.actors
    tied = scenario.model_copy(
        update={
            "treaties": {
                n: t.model_copy(update={"conditional": True}) for n, t in scenario.treaties.items()
            }
        }
    )
    assert not any(t.conditional for t in unconditional(tied).treaties.values())


def test_placebos_take_cases_as_they_are(record: Record, tmp_path: Path) -> None:
    bare = tuple(case(int(c.key), pacts=0) for c in record.cases)
    part = placebos(
        {"permuted": lambda: bare, "future": lambda: record.cases}, record, FEW, "provisional"
    )
    assert build(part, tmp_path / "out").complete
    table = pl.read_parquet(tmp_path / "out" / "placebos.parquet")
    none = table.filter(pl.col("placebo") == "permuted")
    assert none["n_obligations"].to_list() == [0] * 4
    assert (none["any_war"] == none["any_war_without"]).all()
    assert table.filter(pl.col("placebo") == "future")["n_obligations"].to_list() == [0, 1, 1, 2]
    assert part.about["sheets"] == {name: ABOUT[name] for name in ("permuted", "future")}


def test_placebo_cases_are_made_with_other_pacts(
    record: Record, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: dict[str, pl.DataFrame] = {}

    def with_pacts(k, treaties, only, *, spells):
        given[str(len(given))] = spells
        return record.cases

    monkeypatch.setattr(placebos_module, "dispute_cases", with_pacts)
    made = placebos_module.placebo_cases(record, FEW)
    assert list(made) == list(ABOUT)
    assert [len(make()) for make in made.values()] == [4, 4, 4]
    assert len({table.height for table in given.values()}) == 3
    assert cases_module.dispute_cases is not with_pacts


def test_the_prior_is_solved_at_its_own_draws(record: Record, tmp_path: Path) -> None:
    assert build(prior(record, FEW), tmp_path / "out").complete
    table = pl.read_parquet(tmp_path / "out" / "prior.parquet")
    assert table["dispnum"].to_list() == [11, 11, 12, 12, 90, 90]  # those with obligations
    drawn = solve_task(task(record.cases[3], draws=2))["draws"]
    assert table["any_war"][-1] == pytest.approx(drawn[1][0][ANY_WAR])
    assert table["any_war_without"][-1] == pytest.approx(drawn[1][1][ANY_WAR])


def test_crises_that_never_began(record: Record, tmp_path: Path) -> None:
    made = tuple(
        replace(one, key=f"2-70-{1950 + k}", kind="dyad-year", seen=None)
        for k, one in enumerate(record.cases[1:3])
    )
    rows = pl.DataFrame(
        {"ccode1": [2, 2], "ccode2": [70, 70], "year": [1950, 1951], "weight": [40.0, 60.0],
         "land": [1.0, 0.0]}
    )  # fmt: skip
    begins = Begins(OnsetModel(("land",), -4.0, 8.0, (0.5,)), {})
    part = quiet(rows, made, FEW, {}, "provisional", begins)
    assert build(part, tmp_path / "out").complete
    table = pl.read_parquet(tmp_path / "out" / "quiet.parquet")
    assert table.height == 2 * (1 + 2)
    first = table.filter(pl.col("draw").is_null() & (pl.col("key") == "2-70-1950"))
    piece = solve_task(task(made[0]))
    expected = begins.model.chance(piece["with"][9], {"land": 1.0})
    assert first["onset"].item() == pytest.approx(expected, rel=1e-6)
    assert first["weight"].item() == 40.0
    assert part.about["stands_for"] == 100.0


def test_all_of_them_stand_beside_the_ledger(record: Record, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert build(disputes(record, FEW, "provisional"), out).complete
    assert build(prior(record, FEW), out).complete
    assert build(
        placebos({"future": lambda: record.cases}, record, FEW, "provisional"), out
    ).complete
    found = read_ledger(out)
    told = found.summary().data
    assert told["ledger"]["parts"] == ["disputes", "placebos", "prior"]
    assert told["ledger"]["other_theta"] == told["ledger"]["other_disputes"] == []
    assert told["placebos"]["future"]["any_war"]["net"] == pytest.approx(
        told["range"]["as built"]["any_war"]["net"], abs=1e-6
    )
    assert told["prior"]["rows"] == 3
    fewer = Record(record.cases[:2])
    assert build(
        placebos({"future": lambda: fewer.cases}, fewer, FEW, "provisional"), tmp_path / "b"
    ).complete
    other = build(disputes(record, FEW, "provisional"), tmp_path / "b")
    assert other.complete
    assert read_ledger(tmp_path / "b").summary()["ledger"]["other_disputes"] == ["placebos"]
