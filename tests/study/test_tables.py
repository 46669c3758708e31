"""From pieces to tables: columns as promised, the same whatever was finished first."""

from __future__ import annotations

import math
import random
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from foedus.crisis.account import GROUPS, OUTCOMES
from foedus.crisis.intervene import Hotline, Set
from foedus.crisis.outcomes import CLASSES, LABELS
from foedus.crisis.scenario import Scenario
from foedus.study.journal import Piece
from foedus.study.options import Options
from foedus.study.plan import first_stages, later_stages
from foedus.study.question import Question
from foedus.study.tables import SCHEMAS, drawn, failures, patrons, tables, title

DRAWS = 3
SHOWN = (*CLASSES, "any_war")
PROMISED = {
    "outcomes": "case outcome point q05 q25 q50 q75 q95 draws",
    "fights": "case actor name camp point q05 q25 q50 q75 q95 draws",
    "coalitions": "case belligerents point",
    "steps": "case label point q05 q25 q50 q75 q95 draws",
    "rungs": "case rung index point",
    "duration": "case point q05 q25 q50 q75 q95 draws",
    "draws": "case draw outcome value",
    "effects": "instrument kind title outcome with_ without difference q05 q25 q50 q75 q95 draws",
    "accounting": "instrument outcome group share low high first last separable best_response "
    "total feedback",
    "contrasts": "instrument outcome none conditional unconditional",
    "lens": "lens any_war great_power_war",
    "lens_edited": "lens any_war great_power_war",
    "tips": "instrument quality any_war great_power_war",
    "ribbons": "case actor day q05 q25 q50 q75 q95",
    "paths": "case path day actor rung event",
}


@pytest.fixture(scope="module")
def question(tiny: Scenario) -> Question:
    return Question(tiny, [Hotline("ONE-FRD")], Options(draws=DRAWS, search=1, paths=60))


@pytest.fixture(scope="module")
def order(question: Question) -> list[str]:
    stages = (*first_stages(question, 1), *later_stages(question, 1))
    return [name for stage in stages for name in stage.jobs]


@pytest.fixture(scope="module")
def pieces(question: Question, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Piece]:
    """Every piece of the study, found one after another."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOEDUS_CACHE", str(tmp_path_factory.mktemp("pieces")))
        stages = (*first_stages(question, 1), *later_stages(question, 1))
        return {name: job() for stage in stages for name, job in stage.jobs.items()}


@pytest.fixture
def made(pieces: dict[str, Piece], question: Question) -> dict[str, pl.DataFrame]:
    return tables(pieces, question.scenario, question.instruments)


def rows(table: pl.DataFrame, **where: Any) -> list[dict[str, Any]]:
    return table.filter(**where).to_dicts()


def quantiles(values: list[float]) -> dict[str, float]:
    shares = {"q05": 0.05, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q95": 0.95}
    return {name: float(np.quantile(values, q)) for name, q in shares.items()}


# -- columns ---------------------------------------------------------------------------------------


def test_every_table_has_the_columns_promised(made: dict[str, pl.DataFrame]) -> None:
    assert {name: " ".join(table.columns) for name, table in made.items()} == PROMISED
    assert set(SCHEMAS) == set(PROMISED)
    for name, table in made.items():
        assert dict(table.schema) == dict(SCHEMAS[name])
        assert table.height > 0, name


def test_tables_of_nothing_have_the_same_columns(question: Question) -> None:
    made = tables({}, question.scenario, question.instruments)
    assert {name: " ".join(table.columns) for name, table in made.items()} == PROMISED
    assert all(table.height == 0 for table in made.values())
    for name, table in made.items():
        assert dict(table.schema) == dict(SCHEMAS[name])


def test_only_a_path_s_end_and_missing_numbers_are_null(made: dict[str, pl.DataFrame]) -> None:
    for name, table in made.items():
        for column in table.columns:
            if (name, column) in {("paths", "actor"), ("paths", "rung")}:
                continue
            nulls = table[column].null_count()
            if name == "steps" and column.startswith("q"):
                assert nulls == 4  # incidents off, held and solved, in two cases: no draws
            else:
                assert nulls == 0, (name, column)


# -- order -----------------------------------------------------------------------------------------


def test_the_plan_holds_every_piece_once(order: list[str], pieces: dict[str, Piece]) -> None:
    assert len(order) == len(set(order))
    assert set(order) == set(pieces)
    assert {name.split("/")[0] for name in order} == {
        "point", "base_rate", "paths", "nature", "draw", "account", "contrast", "lens", "tips",
        "search",
    }  # fmt: skip


def test_draws_come_by_number_whatever_was_finished_first(
    pieces: dict[str, Piece], question: Question, made: dict[str, pl.DataFrame]
) -> None:
    names = list(pieces)
    random.Random(4).shuffle(names)
    shuffled = tables({n: pieces[n] for n in names}, question.scenario, question.instruments)
    for name, table in made.items():
        if name in {"contrasts", "lens", "lens_edited", "tips"}:  # in the order of the pieces
            assert sorted(shuffled[name].rows()) == sorted(table.rows())
        else:
            assert shuffled[name].equals(table), name


def test_draw_ten_comes_after_draw_nine(pieces: dict[str, Piece]) -> None:
    piece = pieces["draw/base/0"]
    many = {f"draw/base/{k}": piece for k in (10, 9, 0, 100, 2)}
    many["draw/base/3"] = {"failed": "no"}
    many["draw/edited/1"] = piece
    assert list(drawn(many, "base")) == [0, 2, 9, 10, 100]


# -- what is in them -------------------------------------------------------------------------------


def test_outcomes(made: dict[str, pl.DataFrame], pieces: dict[str, Piece]) -> None:
    for case in ("base", "edited"):
        told = rows(made["outcomes"], case=case)
        assert [row["outcome"] for row in told] == list(SHOWN)
        for row in told:
            assert row["point"] == pieces[f"point/{case}"]["classes"][row["outcome"]]
            values = [pieces[f"draw/{case}/{k}"]["classes"][row["outcome"]] for k in range(DRAWS)]
            assert row | quantiles(values) == row
            assert row["draws"] == DRAWS
        assert sum(row["point"] for row in told[:8]) == pytest.approx(1.0, abs=1e-9)


def test_draws_sum_to_one(made: dict[str, pl.DataFrame]) -> None:
    classes = made["draws"].filter(pl.col("outcome") != "any_war")
    sums = classes.group_by("case", "draw").agg(pl.col("value").sum(), pl.len())
    assert sums.height == 2 * DRAWS
    assert set(sums["len"]) == {8}
    assert sums["value"].to_list() == pytest.approx([1.0] * 2 * DRAWS, abs=1e-9)


def test_who_fights_and_with_whom(
    made: dict[str, pl.DataFrame], question: Question, pieces: dict[str, Piece]
) -> None:
    for case in ("base", "edited"):
        told = rows(made["fights"], case=case)
        assert [row["actor"] for row in told] == list(question.scenario.actors)
        assert [row["name"] for row in told] == ["Challenger", "Target", "Friend"]
        assert [row["camp"] for row in told] == ["challenger", "target", "target"]
        together = rows(made["coalitions"], case=case)
        assert all(row["belligerents"] for row in together)
        for row in told:
            with_it = [r["point"] for r in together if row["actor"] in r["belligerents"].split("+")]
            assert sum(with_it) == pytest.approx(row["point"], abs=1e-7)


def test_steps_rungs_and_days(made: dict[str, pl.DataFrame], pieces: dict[str, Piece]) -> None:
    for case in ("base", "edited"):
        told = {row["label"]: row for row in rows(made["steps"], case=case)}
        off = ["incidents_off_held", "incidents_off_solved"]
        assert list(told)[:3] == list(LABELS)
        assert set(told) == {*LABELS, *off}
        assert told["incidents_off_held"]["point"] == pieces[f"nature/{case}"]["held"]
        assert told["incidents_off_solved"]["point"] == pieces[f"nature/{case}"]["solved"]
        ladder = rows(made["rungs"], case=case)
        assert [row["index"] for row in ladder] == [0, 1, 2, 3, 4]
        assert [row["rung"] for row in ladder] == ["calm", "threat", "display", "force", "war"]
        assert ladder[0]["point"] == 1.0
        (days,) = rows(made["duration"], case=case)
        assert days["point"] == pieces[f"point/{case}"]["days"]
        assert days["draws"] == DRAWS


def test_effects_are_with_minus_without(
    made: dict[str, pl.DataFrame], pieces: dict[str, Piece]
) -> None:
    table = made["effects"]
    kinds = dict(table.select("instrument", "kind").unique().rows())
    assert kinds == {"pact": "treaty", "ONE-TWO": "channel", "requested": "requested"}
    titles = dict(table.select("instrument", "title").unique().rows())
    assert titles == {"pact": "The Pact", "ONE-TWO": "wire", "requested": "the edits asked for"}
    ends = {
        "pact": ("base", "without:pact"),
        "ONE-TWO": ("base", "without:ONE-TWO"),
        "requested": ("edited", "base"),
    }
    for row in table.to_dicts():
        assert row["difference"] == row["with_"] - row["without"]
        one, other = ends[row["instrument"]]
        if row["outcome"] == "patron_fights":
            continue
        assert row["with_"] == pieces[f"point/{one}"]["classes"][row["outcome"]]
        assert row["without"] == pieces[f"point/{other}"]["classes"][row["outcome"]]
        values = [
            pieces[f"draw/{one}/{k}"]["classes"][row["outcome"]]
            - pieces[f"draw/{other}/{k}"]["classes"][row["outcome"]]
            for k in range(DRAWS)
        ]
        assert row | quantiles(values) == row
        assert row["draws"] == DRAWS


def test_the_patron_is_only_where_there_is_one(
    made: dict[str, pl.DataFrame], pieces: dict[str, Piece]
) -> None:
    assert patrons("pact", pieces) == {"FRD"}
    assert patrons("ONE-TWO", pieces) == set()
    (row,) = rows(made["effects"], outcome="patron_fights")
    assert row["instrument"] == "pact"
    fights = {r["actor"]: r["point"] for r in rows(made["fights"], case="base")}
    assert row["with_"] == pytest.approx(fights["FRD"], abs=1e-7)
    assert row["difference"] > 0  # a bound friend fights more often
    told = made["accounting"].filter(instrument="pact", outcome="patron_fights")
    assert told["total"][0] == pytest.approx(row["difference"], abs=1e-6)


def test_a_pact_between_the_opponents_has_no_patron(tiny: Scenario) -> None:
    plain = tiny.model_dump(mode="json", by_alias=True)
    plain["treaties"]["pact"] |= {
        "kind": "nonaggression", "owes": {"ONE": ["TWO"], "TWO": ["ONE"]},
        "binding": {"ONE": 0.8, "TWO": 0.8},
    }  # fmt: skip
    asked = Question(Scenario.model_validate(plain), [], Options(draws=1))
    found = {f"point/{case}": asked.point(case) for case in ("base", "without:pact")}
    found["account/pact"] = asked.account("pact")
    made = tables(found, asked.scenario, {"pact": "treaty"})
    assert patrons("pact", found) == set()
    assert found["account/pact"]["roles"]["ONE"] == "deterrence"
    assert "any_war" in made["effects"]["outcome"].to_list()
    assert "patron_fights" not in made["effects"]["outcome"].to_list()  # shown as a dash


def test_accounting(made: dict[str, pl.DataFrame], pieces: dict[str, Piece]) -> None:
    table = made["accounting"]
    assert set(table["instrument"]) == {"pact", "ONE-TWO"}
    for (instrument, outcome), part in table.group_by("instrument", "outcome"):
        assert outcome in OUTCOMES
        assert set(part["group"]) == set(GROUPS)
        assert part["share"].sum() == pytest.approx(part["total"][0], abs=1e-12)
        assert part["total"].n_unique() == part["feedback"].n_unique() == 1
        explained = part["best_response"].sum()
        assert part["feedback"][0] == pytest.approx(part["total"][0] - explained, abs=1e-12)
        for row in part.to_dicts():
            ends = [row["share"], row["first"], row["last"]]
            assert (row["low"], row["high"]) == (min(ends), max(ends))
            if row["separable"]:
                assert row["first"] * row["last"] >= -1e-6
        assert set(pieces[f"account/{instrument}"]["roles"]) == {"ONE", "TWO", "FRD"}


def test_contrasts_lenses_and_tips(made: dict[str, pl.DataFrame], pieces: dict[str, Piece]) -> None:
    table = made["contrasts"]
    assert table["instrument"].unique().to_list() == ["pact"]
    assert table["outcome"].to_list() == list(SHOWN)
    base = {r["outcome"]: r["point"] for r in rows(made["outcomes"], case="base")}
    without = {r["outcome"]: r["without"] for r in rows(made["effects"], instrument="pact")}
    for row in table.to_dicts():
        assert row["unconditional"] == pytest.approx(base[row["outcome"]], abs=1e-6)
        assert row["none"] == pytest.approx(without[row["outcome"]], abs=1e-6)
    assert made["lens"]["lens"].to_list() == [
        "zeta=0", "zeta=1", "lambda=1", "lambda=2", "lambda=4", "lambda=8", "lambda=16",
        "alpha=1", "alpha=4",
    ]  # fmt: skip
    assert made["lens_edited"]["lens"].to_list() == made["lens"]["lens"].to_list()
    told = dict(made["lens"].select("lens", "any_war").rows())
    assert told["zeta=0"] == pytest.approx(base["any_war"], abs=1e-6)  # as theta has it
    assert made["tips"]["quality"].to_list() == [0.2, 0.4, 0.6, 0.8, 1.0]
    edited = {r["outcome"]: r["point"] for r in rows(made["outcomes"], case="edited")}
    asked = made["tips"].filter(quality=0.8)
    assert asked["any_war"].item() == pytest.approx(edited["any_war"], abs=1e-6)


def test_ribbons_and_paths(
    made: dict[str, pl.DataFrame], question: Question, pieces: dict[str, Piece]
) -> None:
    table = made["ribbons"]
    assert table.height == 2 * 3 * 121
    for row in table.to_dicts():
        levels = [row[q] for q in ("q05", "q25", "q50", "q75", "q95")]
        assert levels == sorted(levels)
        assert 0 <= levels[0] <= levels[-1] <= 4
    first = {r["actor"]: r["q50"] for r in rows(table, case="base", day=0)}
    assert first == {"ONE": 2, "TWO": 0, "FRD": 0}
    for case in ("base", "edited"):
        for path in (0, 1, 2):
            told = rows(made["paths"], case=case, path=path)
            assert [(r["actor"], r["rung"]) for r in told[:3]] == [
                ("ONE", "display"), ("TWO", "calm"), ("FRD", "calm"),
            ]  # fmt: skip
            assert {r["event"] for r in told[:3]} == {"start"}
            assert [r["day"] for r in told] == sorted(r["day"] for r in told)
            assert (told[-1]["actor"], told[-1]["rung"]) == (None, None)
            assert all(r["actor"] in question.scenario.actors for r in told[:-1])


def test_the_edited_case_has_its_own_start_camps_and_rungs(tiny: Scenario, cache: Path) -> None:
    """Not those of the crisis as it stands."""
    short = [
        {"name": "peace", "hostility": 1, "readiness": 0.5, "judgement": "made up"},
        {"name": "tense", "hostility": 3, "readiness": 0.8, "audience": 0.3},
        {"name": "war", "hostility": 5, "readiness": 1, "audience": 1, "lapse": 0, "war": True},
    ]
    edits = (
        Set("start", {}),
        Set("ladder", short),
        Set("start.ONE", "tense"),
        Set("actors.FRD.camp", "either"),
    )
    asked = Question(tiny, edits, Options(draws=1, search=1, paths=20))
    jobs = {n: job for stage in first_stages(asked, 1) for n, job in stage.jobs.items()}
    found = {n: job() for n, job in jobs.items() if n.startswith(("point/", "paths/"))}
    made = tables(found, asked.scenario, asked.instruments, asked.edited)
    for case, start, camp, names in (
        ("base", ["display", "calm", "calm"], "target", "calm threat display force war"),
        ("edited", ["tense", "peace", "peace"], "either", "peace tense war"),
    ):
        opening = rows(made["paths"], case=case, path=0)[:3]
        assert [(r["actor"], r["rung"]) for r in opening] == list(
            zip(tiny.actors, start, strict=True)
        )
        assert rows(made["fights"], case=case, actor="FRD")[0]["camp"] == camp
        assert [r["rung"] for r in rows(made["rungs"], case=case)] == names.split()


# -- what is missing -------------------------------------------------------------------------------


def test_unfinished_pieces_are_fewer_rows(
    pieces: dict[str, Piece], question: Question, order: list[str]
) -> None:
    """However much is finished, tables are made, and no row of a table is lost again."""
    before = dict.fromkeys(PROMISED, 0)
    for count in range(0, len(order) + 1, 3):
        made = tables(
            {n: pieces[n] for n in order[:count]}, question.scenario, question.instruments
        )
        for name, table in made.items():
            assert table.height >= before[name], (name, order[:count])
            before[name] = table.height


def test_without_draws_quantiles_are_null(pieces: dict[str, Piece], question: Question) -> None:
    kept = {name: piece for name, piece in pieces.items() if not name.startswith("draw/")}
    made = tables(kept, question.scenario, question.instruments)
    for name in ("outcomes", "fights", "duration", "effects"):
        assert set(made[name]["draws"]) == {0}
        assert made[name]["q50"].null_count() == made[name].height
        point = "difference" if name == "effects" else "point"
        assert made[name][point].null_count() == 0


def test_a_failed_draw_is_left_out_of_both_ends(
    pieces: dict[str, Piece], question: Question
) -> None:
    spoilt = pieces | {"draw/base/1": {"failed": "no equilibrium"}}
    made = tables(spoilt, question.scenario, question.instruments)
    assert set(made["draws"].filter(case="base")["draw"]) == {0, 2}
    assert set(made["draws"].filter(case="edited")["draw"]) == {0, 1, 2}
    assert set(made["outcomes"].filter(case="base")["draws"]) == {2}
    assert set(made["effects"]["draws"]) == {2}  # every effect has the base at one end
    assert failures(pieces) == 0
    assert failures(spoilt) == 1


def test_a_failed_lens_is_a_row_without_numbers(
    pieces: dict[str, Piece], question: Question
) -> None:
    failed = {"base": {"failed": "no"}, "edited": pieces["lens/zeta=1"]["edited"]}
    spoilt = pieces | {"lens/zeta=1": failed}
    made = tables(spoilt, question.scenario, question.instruments)
    (row,) = rows(made["lens"], lens="zeta=1")
    assert row["any_war"] is None
    assert rows(made["lens_edited"], lens="zeta=1")[0]["any_war"] is not None
    assert failures(spoilt) == 1


def test_an_instrument_without_effect_has_no_accounting(
    pieces: dict[str, Piece], question: Question
) -> None:
    idle = pieces | {"account/pact": {"shares": {}, "reason": "no effect"}}
    made = tables(idle, question.scenario, question.instruments)
    assert set(made["accounting"]["instrument"]) == {"ONE-TWO"}
    assert rows(made["effects"], instrument="pact")


def test_nature_that_could_not_be_solved_again_is_null(
    pieces: dict[str, Piece], question: Question
) -> None:
    spoilt = pieces | {"nature/base": {"held": 0.01, "solved": None, "failed": "no"}}
    made = tables(spoilt, question.scenario, question.instruments)
    told = {r["label"]: r["point"] for r in rows(made["steps"], case="base")}
    assert told["incidents_off_held"] == 0.01
    assert told["incidents_off_solved"] is None
    assert failures(spoilt) == 1


def test_titles(question: Question) -> None:
    assert title(question.scenario, "pact") == "The Pact"
    assert title(question.scenario, "ONE-TWO") == "wire"
    bare = question.scenario.set("treaties.pact.title", "")
    assert title(bare, "pact") == "pact"
    bare = question.scenario.set("channels.ONE-TWO.kind", "")
    assert title(bare, "ONE-TWO") == "channel ONE-TWO"


def test_pieces_are_numbers_that_json_keeps(pieces: dict[str, Piece]) -> None:
    def walk(value: Any) -> None:
        if isinstance(value, dict):
            assert all(isinstance(key, str) for key in value)
            for one in value.values():
                walk(one)
        elif isinstance(value, (list, tuple)):
            for one in value:
                walk(one)
        else:
            assert value is None or type(value) in (str, int, float, bool), type(value)
            assert not isinstance(value, float) or math.isfinite(value)

    for piece in pieces.values():
        walk(piece)
