"""A whole study: its numbers, its repeatability, and how it stops and goes on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from foedus.core.bundle import Bundle, read, write
from foedus.core.errors import BundleError, NotConverged, UsageError
from foedus.core.progress import Silent
from foedus.crisis.equilibrium import solve
from foedus.crisis.intervene import apply, parse_set, parse_with, parse_without
from foedus.crisis.outcomes import CLASSES
from foedus.crisis.scenario import Scenario, dump, load, loads
from foedus.crisis.theta import load_theta
from foedus.study.options import SOLVER_VERSION, Options
from foedus.study.question import Question
from foedus.study.run import run, study_key
from foedus.study.tables import SCHEMAS

from .conftest import TAIWAN

QUICK = Options(draws=4, search=2, paths=200, threads=1)
HOTLINE = parse_with("hotline:ONE-FRD")
NEVER_THE_SAME = {"seconds"}
Fresh = Callable[[], Path]


class Watcher(Silent):
    """Counts what is reported, and cancels after so many pieces."""

    def __init__(self, stop_after: int | None = None) -> None:
        super().__init__()
        self.stop_after = stop_after
        self.advanced = 0
        self.labels: list[str] = []
        self.totals: dict[str, int | None] = {}
        self.open = 0

    def start(self, label: str, total: int | None = None) -> None:
        self.labels.append(label)
        self.totals[label] = total
        self.open += 1
        if self.stop_after == 0:
            self.cancel()

    def advance(self, n: int = 1) -> None:
        self.advanced += n
        if self.stop_after is not None and self.advanced >= self.stop_after:
            self.cancel()

    def done(self) -> None:
        self.open -= 1


def same(one: Bundle, other: Bundle, *, unless: frozenset[str] = frozenset()) -> None:
    """The same tables bit for bit, and the same manifest but for the time it took."""
    assert one.scenario == other.scenario
    assert one.tables.keys() == other.tables.keys()
    for name, table in one.tables.items():
        assert_frame_equal(table, other.tables[name], check_exact=True)
    left_out = NEVER_THE_SAME | unless
    assert {k: v for k, v in one.manifest.items() if k not in left_out} == {
        k: v for k, v in other.manifest.items() if k not in left_out
    }


# -- what comes out --------------------------------------------------------------------------------


def test_outcomes_sum_to_one_at_the_point_and_in_each_draw(taiwan: Bundle) -> None:
    for case in ("base", "edited"):
        told = taiwan.tables["outcomes"].filter(case=case)
        exclusive = told.filter(pl.col("outcome").is_in(CLASSES))
        assert exclusive["point"].sum() == pytest.approx(1.0, abs=1e-9)
        wars = exclusive["point"].to_list()[4:]
        assert told.filter(outcome="any_war")["point"].item() == pytest.approx(sum(wars))
        for draw in range(4):
            one = taiwan.tables["draws"].filter(case=case, draw=draw)
            values = dict(one.select("outcome", "value").rows())
            assert sum(values[c] for c in CLASSES) == pytest.approx(1.0, abs=1e-9)
            assert values["any_war"] == pytest.approx(sum(values[c] for c in CLASSES[4:]))
        assert set(told["draws"]) == {4}


def test_effects_are_with_minus_without(taiwan: Bundle) -> None:
    told = taiwan.tables["effects"]
    scenario = load("taiwan-strait-1958")
    assert set(told["instrument"]) == {*scenario.treaties, *scenario.channels, "requested"}
    for row in told.to_dicts():
        assert row["difference"] == row["with_"] - row["without"]
    base = dict(taiwan.tables["outcomes"].filter(case="base").select("outcome", "point").rows())
    for row in told.filter(pl.col("outcome") != "patron_fights").to_dicts():
        end = "without" if row["instrument"] == "requested" else "with_"
        assert row[end] == base[row["outcome"]]


def test_every_table_is_there_and_none_is_empty(taiwan: Bundle) -> None:
    assert set(taiwan.tables) == set(SCHEMAS)
    for name, table in taiwan.tables.items():
        assert dict(table.schema) == dict(SCHEMAS[name])
        assert table.height > 0, name


def test_robustness_tips_and_contrasts(taiwan: Bundle) -> None:
    for name in ("lens", "lens_edited"):
        table = taiwan.tables[name]
        assert table["lens"].to_list() == [
            "zeta=0", "zeta=1", "lambda=1", "lambda=2", "lambda=4", "lambda=8", "lambda=16",
            "alpha=1", "alpha=4", "nuclear_war_cost=1", "nuclear_war_cost=3",
        ]  # fmt: skip
        assert all(0 < p < 1 for p in table["any_war"])
        assert table["any_war"].n_unique() > 5
    tips = taiwan.tables["tips"]
    assert tips["quality"].to_list() == [0.2, 0.4, 0.6, 0.8, 1.0]
    assert tips["instrument"].unique().to_list() == taiwan.manifest["edits"]
    contrasts = taiwan.tables["contrasts"]
    bound = {n for n, t in load("taiwan-strait-1958").treaties.items() if t.casus_belli}
    assert set(contrasts["instrument"]) == bound
    for column in ("none", "conditional", "unconditional"):
        sums = contrasts.filter(pl.col("outcome").is_in(CLASSES)).group_by("instrument")
        assert sums.agg(pl.col(column).sum())[column].to_list() == pytest.approx([1.0] * len(bound))


def test_the_manifest_says_what_was_done(taiwan: Bundle) -> None:
    told = taiwan.manifest
    assert told["name"] == "taiwan-strait-1958"
    assert told["date"] == "1958-08-23"
    assert told["solver"] == SOLVER_VERSION
    assert told["theta"]["id"] == load_theta().id
    assert told["theta"]["status"].startswith("fitted to ")
    assert (told["seed"], told["draws"], told["treaty_draws"], told["paths"]) == (0, 4, 4, 2000)
    assert told["edits"] == ["hotline CHN-USA (quality 0.8)"]
    assert told["specs"] == ["--with hotline:CHN-USA=0.8"]
    assert told["residual"] <= 1e-7
    assert told["converged"] is True
    assert told["complete"] is True
    assert told["equilibria"]["searched"] == 2
    assert told["equilibria"]["found"] == 1 + len(told["equilibria"]["others"])
    assert told["base_rate"]["any_war"] == 0.025
    assert told["base_rate"]["prior_q05"] < told["base_rate"]["prior_q95"]
    assert told["positions"] == 706
    assert told["warnings"] == []


def test_it_can_be_written_and_read(taiwan: Bundle, tmp_path: Path) -> None:
    write(taiwan, tmp_path / "out")
    again = read(tmp_path / "out")
    same(replace(taiwan, manifest=again.manifest), again)
    assert {k: again.manifest[k] for k in taiwan.manifest} == taiwan.manifest


def test_the_scenario_in_the_bundle_is_the_edited_one(tiny: Scenario, cache: Path) -> None:
    edits = [
        parse_without("ONE-TWO"), parse_with("hotline:ONE-FRD=0.5"),
        parse_set("treaties.pact.binding=0.5"),
    ]  # fmt: skip
    bundle = run(tiny, edits, QUICK)
    told = loads(bundle.scenario, "bundle")
    assert told == apply(tiny, edits)
    assert set(told.channels) == {"ONE-FRD"}
    assert told.treaties["pact"].binding == {"FRD": 0.5}
    assert len(bundle.manifest["edits"]) == len(bundle.manifest["specs"]) == 3
    # composed, not one after another: the edited case is all three at once
    direct = run(apply(tiny, edits), (), QUICK)
    edited = bundle.tables["outcomes"].filter(case="edited")["point"].to_list()
    assert edited == pytest.approx(direct.tables["outcomes"]["point"].to_list(), abs=1e-6)
    # and what is taken out in turn is taken from the crisis as it stands
    instruments = bundle.tables["effects"]["instrument"].unique(maintain_order=True).to_list()
    assert instruments == ["pact", "ONE-TWO", "requested"]


def test_without_edits_there_is_one_case(tiny: Scenario, cache: Path) -> None:
    bundle = run(tiny, (), QUICK)
    assert set(bundle.tables["outcomes"]["case"]) == {"base"}
    assert bundle.tables["tips"].height == bundle.tables["lens_edited"].height == 0
    assert "requested" not in bundle.tables["effects"]["instrument"]
    assert bundle.scenario == dump(tiny)
    assert bundle.manifest["edits"] == []


def test_an_edit_of_something_unknown_is_refused(tiny: Scenario, cache: Path) -> None:
    with pytest.raises(UsageError, match="did you mean 'pact'"):
        run(tiny, [parse_without("pakt")], QUICK)


def test_progress_is_told_stage_by_stage(tiny: Scenario, cache: Path) -> None:
    watcher = Watcher()
    run(tiny, [HOTLINE], QUICK, reporter=watcher)
    assert watcher.labels[0] == "solving"
    assert watcher.labels[2] == "draws of theta"
    assert watcher.totals["draws of theta"] == 8
    assert watcher.labels[-1] == "other equilibria"
    assert watcher.advanced == sum(total or 0 for total in watcher.totals.values())
    assert watcher.open == 0


def test_the_first_screen_comes_before_the_treaties(tiny: Scenario, cache: Path) -> None:
    seen: list[Bundle] = []
    whole = run(tiny, [HOTLINE], QUICK, first=seen.append)
    (first,) = seen
    assert first.manifest["complete"] is False
    for name in ("outcomes", "fights", "draws", "ribbons"):
        assert_frame_equal(first.tables[name], whole.tables[name], check_exact=True)
    assert set(first.tables["effects"]["instrument"]) == {"requested"}
    assert first.tables["accounting"].height == 0


# -- the same again --------------------------------------------------------------------------------


@pytest.mark.parametrize("threads", [1, 2])
def test_a_second_run_gives_the_same_bits(taiwan: Bundle, cache: Path, threads: int) -> None:
    """From another, empty cache; in one thread or two."""
    options = replace(TAIWAN, threads=threads)
    again = run(load("taiwan-strait-1958"), [parse_with("hotline:CHN-USA")], options)
    same(taiwan, again)


def test_a_run_from_the_journal_gives_the_same_bits_at_once(tiny: Scenario, cache: Path) -> None:
    first = run(tiny, [HOTLINE], QUICK)
    watcher = Watcher()
    same(first, run(tiny, [HOTLINE], QUICK, reporter=watcher))
    assert watcher.advanced == 0


def test_kept_equilibria_give_the_same_bits(tiny: Scenario, cache: Path) -> None:
    """Without the journal, with the equilibria: only their method is told otherwise."""
    first = run(tiny, [HOTLINE], QUICK)
    for path in (cache / "studies").iterdir():
        path.unlink()
    again = run(tiny, [HOTLINE], QUICK)
    assert again.manifest["method"] == ["cached", "cached"]
    same(first, again, unless=frozenset({"method"}))


def test_what_was_solved_before_does_not_matter(tiny: Scenario, fresh: Fresh) -> None:
    """The edited crisis may already lie in the cache, solved from a cold start on its own."""
    fresh()
    expected = run(tiny, [HOTLINE], QUICK)
    fresh()
    run(apply(tiny, [HOTLINE]), (), QUICK)
    same(expected, run(tiny, [HOTLINE], QUICK), unless=frozenset({"method"}))


class Backwards(Executor):
    """Finishes the last piece first."""

    def __init__(self) -> None:
        self._jobs: list[tuple[Future[Any], Callable[[], Any]]] = []
        self._lock = threading.Lock()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        with self._lock:
            self._jobs.append((future, lambda: fn(*args, **kwargs)))
            if len(self._jobs) == 1:
                threading.Timer(0.05, self._work).start()
        return future

    def _work(self) -> None:
        with self._lock:
            jobs, self._jobs = self._jobs[::-1], []
        for future, job in jobs:
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(job())
                except BaseException as error:  # noqa: BLE001 - handed on, as executors do
                    future.set_exception(error)


def test_the_order_of_completion_does_not_matter(tiny: Scenario, fresh: Fresh) -> None:
    fresh()
    expected = run(tiny, [HOTLINE], QUICK)
    fresh()
    same(expected, run(tiny, [HOTLINE], QUICK, executor=Backwards()))


def test_another_seed_gives_other_draws_but_the_same_point(tiny: Scenario, cache: Path) -> None:
    one, other = (run(tiny, (), replace(QUICK, seed=s)) for s in (0, 1))
    assert one.manifest["key"] != other.manifest["key"]
    points = [b.tables["outcomes"]["point"].to_list() for b in (one, other)]
    assert points[0] == points[1]
    assert not one.tables["draws"].equals(other.tables["draws"])
    assert not one.tables["paths"].equals(other.tables["paths"])


def test_fewer_draws_are_the_first_of_more(tiny: Scenario, cache: Path) -> None:
    few, more = (run(tiny, (), replace(QUICK, draws=n)) for n in (2, 5))
    assert_frame_equal(
        few.tables["draws"], more.tables["draws"].filter(pl.col("draw") < 2), check_exact=True
    )


def test_the_key_holds_all_that_numbers_depend_on(tiny: Scenario) -> None:
    key = study_key(Question(tiny, (), QUICK))
    assert study_key(Question(tiny, (), replace(QUICK, threads=2))) == key
    others = [
        Question(tiny, [HOTLINE], QUICK),
        Question(tiny.without("pact"), (), QUICK),
        Question(tiny.set("theta.X", 2), (), QUICK),
        Question(tiny, (), QUICK, Question(tiny, (), QUICK).theta.with_values({"X": 2.0})),
        *(
            Question(tiny, (), replace(QUICK, **change))
            for change in ({"draws": 5}, {"seed": 1}, {"search": 3}, {"paths": 201})
        ),
    ]
    assert len({key, *map(study_key, others)}) == len(others) + 1


# -- stopped and resumed ---------------------------------------------------------------------------


def total_pieces(tiny: Scenario) -> int:
    from foedus.study.plan import first_stages, later_stages

    question = Question(tiny, [HOTLINE], QUICK)
    stages = (*first_stages(question, 1), *later_stages(question, 1))
    return sum(len(stage.jobs) for stage in stages)


@pytest.fixture(scope="module")
def uninterrupted(tiny: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOEDUS_CACHE", str(tmp_path_factory.mktemp("whole")))
        return run(tiny, [HOTLINE], QUICK)


STOPS = [1, 2, 5, 9, 14, 16, 18, 19, 21, 26, 30, 38]


def stopped(tiny: Scenario, after: int, threads: int = 1) -> Bundle:
    bundle = run(
        tiny, [HOTLINE], replace(QUICK, threads=threads), reporter=Watcher(stop_after=after)
    )
    assert bundle.manifest["complete"] is False
    return bundle


@pytest.mark.parametrize("after", STOPS)
def test_what_is_done_when_stopped_is_kept(
    tiny: Scenario, uninterrupted: Bundle, cache: Path, tmp_path: Path, after: int
) -> None:
    bundle = stopped(tiny, after)
    assert after <= bundle.tables["pieces"].height <= after + 2  # those in hand are finished too
    assert bundle.tables["pieces"].schema == {"name": pl.String, "piece": pl.String}
    write(bundle, tmp_path / "out")
    assert read(tmp_path / "out").tables["pieces"].equals(bundle.tables["pieces"])
    for name, schema in SCHEMAS.items():
        assert dict(bundle.tables[name].schema) == dict(schema)
    # numbers at the point values are those of the whole study
    for name in ("outcomes", "fights"):
        part = bundle.tables[name].select("case", "point")
        whole = uninterrupted.tables[name].select("case", "point")
        assert_frame_equal(part, whole.filter(pl.col("case").is_in(part["case"])), check_exact=True)


@pytest.mark.parametrize("after", STOPS)
def test_resumed_from_the_bundle_alone_it_is_the_same(
    tiny: Scenario, uninterrupted: Bundle, fresh: Fresh, tmp_path: Path, after: int
) -> None:
    """The cache is gone: only the bundle is left."""
    fresh()
    write(stopped(tiny, after), tmp_path / "out")
    fresh()
    watcher = Watcher()
    resumed = run(tiny, [HOTLINE], QUICK, directory=tmp_path / "out", resume=True, reporter=watcher)
    assert resumed.manifest["complete"] is True
    assert "pieces" not in resumed.tables
    assert watcher.advanced <= total_pieces(tiny) - after
    same(uninterrupted, resumed)


@pytest.mark.parametrize("after", [2, 12, 19, 24])
def test_asked_again_in_the_same_cache_it_goes_on(
    tiny: Scenario, uninterrupted: Bundle, cache: Path, after: int
) -> None:
    stopped(tiny, after)
    watcher = Watcher()
    same(uninterrupted, run(tiny, [HOTLINE], QUICK, reporter=watcher))
    assert watcher.advanced <= total_pieces(tiny) - after


def test_stopped_twice_and_in_two_threads(
    tiny: Scenario, uninterrupted: Bundle, fresh: Fresh, tmp_path: Path
) -> None:
    fresh()
    out = tmp_path / "out"
    write(stopped(tiny, 8, threads=2), out)
    fresh()
    again = run(
        tiny, [HOTLINE], replace(QUICK, threads=2), directory=out, resume=True,
        reporter=Watcher(stop_after=9),
    )  # fmt: skip
    assert again.manifest["complete"] is False
    assert again.tables["pieces"].height >= 17
    write(again, out)
    fresh()
    same(
        uninterrupted,
        run(tiny, [HOTLINE], replace(QUICK, threads=2), directory=out, resume=True),
    )


def test_stopped_before_anything_is_done(tiny: Scenario, cache: Path) -> None:
    bundle = stopped(tiny, 0)
    assert bundle.tables["pieces"].height == 0
    assert bundle.tables["outcomes"].height == 0
    assert bundle.manifest["residual"] is None
    assert bundle.manifest["complete"] is False


def test_another_question_is_not_resumed(tiny: Scenario, fresh: Fresh, tmp_path: Path) -> None:
    fresh()
    out = tmp_path / "out"
    write(stopped(tiny, 6), out)
    for scenario, edits, options in (
        (tiny, (), QUICK),
        (tiny.without("pact"), [HOTLINE], QUICK),
        (tiny, [HOTLINE], replace(QUICK, seed=1)),
        (tiny, [HOTLINE], replace(QUICK, draws=5)),
    ):
        with pytest.raises(UsageError, match="another question") as caught:
            run(scenario, edits, options, directory=out, resume=True)
        assert str(out) in str(caught.value)


def test_what_is_no_bundle_is_not_resumed(tiny: Scenario, cache: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter.txt").write_text("mine")
    with pytest.raises(BundleError):
        run(tiny, (), QUICK, directory=tmp_path / "out", resume=True)


# -- what does not converge ------------------------------------------------------------------------


def failing_at(*bad: dict[str, float]) -> Callable[..., Any]:
    """`solve`, but for these thetas."""

    def attempt(game: Any, *rest: Any, **named: Any) -> Any:
        if game.theta.values() in bad:
            raise NotConverged("no equilibrium found")
        return solve(game, *rest, **named)

    return attempt


def test_a_draw_that_fails_is_left_out_and_told(
    tiny: Scenario, fresh: Fresh, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh()
    good = run(tiny, (), QUICK)
    bad = Question(tiny, (), QUICK).theta.draw(QUICK.seed, 2)
    monkeypatch.setattr("foedus.study.question.solve", failing_at(bad.values()))
    fresh()
    bundle = run(tiny, (), QUICK)
    assert bundle.manifest["complete"] is True
    assert set(bundle.tables["draws"]["draw"]) == {0, 1, 3}
    assert set(bundle.tables["outcomes"]["draws"]) == {3}
    assert set(bundle.tables["effects"]["draws"]) == {3}
    assert_frame_equal(
        bundle.tables["draws"], good.tables["draws"].filter(pl.col("draw") != 2), check_exact=True
    )
    # the draw fails in the base case and without each of the two instruments
    (warning,) = bundle.manifest["warnings"]
    assert warning.startswith("3 solves did not converge")
    assert good.manifest["warnings"] == []


def test_a_lens_that_fails_is_an_empty_row_and_told(
    tiny: Scenario, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def attempt(game: Any, *rest: Any, **named: Any) -> Any:
        if game.model.sharpness == 16.0:
            raise NotConverged("no equilibrium found")
        return solve(game, *rest, **named)

    monkeypatch.setattr("foedus.study.question.solve", attempt)
    bundle = run(tiny, (), QUICK)
    told = dict(bundle.tables["lens"].select("lens", "any_war").rows())
    assert told["lambda=16"] is None
    assert all(p is not None for name, p in told.items() if name != "lambda=16")
    assert any("1 solve" in w for w in bundle.manifest["warnings"])


def test_a_case_that_fails_at_the_point_values_ends_the_study(
    tiny: Scenario, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*rest: Any, **named: Any) -> Any:
        raise NotConverged("no equilibrium found")

    monkeypatch.setattr("foedus.study.store.solve", never)
    with pytest.raises(NotConverged):
        run(tiny, (), QUICK)


def test_fewer_draws_for_each_treaty_are_told(
    tiny: Scenario, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = Question(tiny, (), QUICK)
    share = question.game.size * len(question.instruments)
    monkeypatch.setattr("foedus.study.options.WORK", share * 5)
    bundle = run(tiny, (), replace(QUICK, draws=6))
    assert set(bundle.tables["outcomes"]["draws"]) == {6}
    assert set(bundle.tables["effects"]["draws"]) == {5}
    assert any("rest on 5 of the 6 draws" in w for w in bundle.manifest["warnings"])


def test_what_is_odd_in_the_scenario_is_warned_about(tiny: Scenario, cache: Path) -> None:
    """The target's friend is bound to the challenger as well."""
    pact = tiny.treaties["pact"].model_copy(update={"owes": {"FRD": ("TWO", "ONE")}})
    odd = tiny.model_copy(update={"treaties": {"pact": pact}})
    bundle = run(odd, (), replace(QUICK, draws=1))
    assert bundle.manifest["warnings"]
    assert "pact" in bundle.manifest["warnings"][0]


def test_a_treaty_that_cannot_be_solved_is_left_out_and_counted(
    tiny: Scenario, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*rest: Any, **named: Any) -> Any:
        raise NotConverged("no equilibrium found")

    monkeypatch.setattr("foedus.study.question.Question.contrast", never)
    bundle = run(tiny, (), QUICK)
    assert bundle.manifest["complete"]
    assert bundle.tables["contrasts"].is_empty()
    assert not bundle.tables["effects"].is_empty()
    assert any("did not converge" in w for w in bundle.manifest["warnings"])


def test_there_must_be_something_to_resume(tiny: Scenario, cache: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no interrupted study"):
        run(tiny, (), QUICK, directory=tmp_path / "nothing", resume=True)


def test_another_prior_is_another_question(tiny: Scenario, cache: Path) -> None:
    theta = load_theta()
    wider = replace(theta.parameters["X"], sd=1.0)
    other = replace(theta, parameters={**theta.parameters, "X": wider})
    assert study_key(Question(tiny, (), QUICK, theta)) != study_key(
        Question(tiny, (), QUICK, other)
    )
