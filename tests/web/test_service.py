"""The queue: a first answer first, fuller ones after it, nothing for those who have left."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from foedus.core.bundle import Bundle
from foedus.core.errors import NotConverged, UsageError
from foedus.crisis.scenario import loads
from foedus.study.journal import Journal
from foedus.study.options import Options
from foedus.study.run import run
from foedus.web.answers import Answer, Level, level_of
from foedus.web.ask import Ask
from foedus.web.crises import Crises
from foedus.web.kept import Kept
from foedus.web.rooms.crisis.ahead import ahead
from foedus.web.rooms.crisis.state import State
from foedus.web.rooms.crisis.toggles import toggles
from foedus.web.service import BusyError, Service
from foedus.web.settings import Settings
from foedus.web.watch import Watch


@pytest.fixture
def ask(cached: Path, tiny: str, request: pytest.FixtureRequest) -> Ask:
    """A question nobody has asked before: its seed is of the test's own."""
    seed = sum(map(ord, request.node.name))
    return Ask(loads(tiny), options=Options(draws=3, search=1, paths=50, threads=1, seed=seed))


@pytest.fixture
def service() -> Iterator[Service]:
    found = Service(Settings(waiting=2, patience=300))
    yield found
    found.close()


def until(look: Callable[[], bool]) -> None:
    for _ in range(12_000):
        if look():
            return
        time.sleep(0.01)
    pytest.fail("never came")


def test_answers_grow_until_they_are_the_studys(service: Service, ask: Ask) -> None:
    seen: list[Answer] = []

    def look() -> bool:
        answer = service.ask(ask)
        if not seen or answer.stage != seen[-1].stage:
            seen.append(answer)
        return answer.level is Level.WHOLE

    until(look)
    levels = [answer.level for answer in seen]
    assert levels == sorted(levels)
    assert seen[-1].progress is None
    expected = run(ask.scenario, ask.edits, ask.options)
    found = seen[-1].bundle
    assert found is not None
    assert {k: t.rows() for k, t in found.tables.items()} == {
        k: t.rows() for k, t in expected.tables.items()
    }


def test_a_changed_crisis_takes_over_what_it_shares(ask: Ask) -> None:
    run(ask.scenario, (), ask.options)
    gone = ask.changed(("pact",), ())
    journal = gone.journal()
    assert "point/edited" in journal
    assert "draw/edited/0" in journal
    assert not any(name.startswith("lens/") for name in journal.names)
    softer = ask.changed((), ("softer:pact",)).journal()
    assert "point/base" in softer
    assert "point/edited" not in softer


def test_what_is_taken_over_is_what_would_have_been_found(ask: Ask, tmp_path: Path) -> None:
    run(ask.scenario, (), ask.options)
    gone = ask.changed(("pact",), ())
    taken = gone.journal()
    fresh = {name: taken[name] for name in taken.names}
    Journal(gone.key).path.unlink()
    found = run(gone.scenario, gone.edits, gone.options)
    again = Journal(gone.key)
    for name, piece in fresh.items():
        mine = {k: v for k, v in piece.items() if k != "method"}
        assert mine == {k: v for k, v in again[name].items() if k != "method"}, name
    assert found.manifest["complete"]


def test_the_first_answer_comes_from_disk_at_once(service: Service, ask: Ask) -> None:
    run(ask.scenario, (), ask.options)
    gone = ask.changed(("pact",), ())
    until(lambda: service.ask(gone).bundle is not None)
    assert service.ask(gone).level >= Level.POINT


def test_many_may_wait_but_not_too_many(
    service: Service, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Service, "_begin", lambda _: None)
    service.ask(ask.changed((), ("softer:pact",)))
    service.ask(ask.changed((), ("firmer:pact",)))
    with pytest.raises(BusyError, match="wait already"):
        service.ask(ask)


def test_what_would_take_too_long_is_refused_with_its_estimate(ask: Ask) -> None:
    impatient = Service(Settings(longest=0.001))
    with pytest.raises(UsageError, match="minutes"):
        impatient.ask(ask)


def test_a_study_nobody_waits_for_is_left(ask: Ask) -> None:
    hurried = Service(Settings(patience=-1.0))
    hurried.ask(ask)
    until(lambda: hurried.ask(ask).progress is None or True)
    time.sleep(0.3)
    assert hurried.ask(ask).level is Level.NOTHING
    hurried.close()


def test_beforehand_stops_at_its_goal(service: Service, ask: Ask) -> None:
    service.ask(ask, Level.POINT, beforehand=True)
    until(lambda: "point/base" in Journal(ask.key))


def test_a_reader_overtakes_what_is_done_beforehand(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Service, "_begin", lambda _: None)
    service = Service(Settings(waiting=2))
    ahead = [ask.changed((), (f"softer:pact=0.{i}",)) for i in (1, 2)]
    for one in ahead:
        service.ask(one, Level.POINT, beforehand=True)
    with pytest.raises(BusyError):
        service.ask(ask.changed((), ("softer:pact=0.3",)), Level.POINT, beforehand=True)
    service.ask(ask)
    service.ask(ahead[1])
    order = [service._next(False) for _ in range(3)]
    assert [found[0] for found in order if found] == [ask.key, ahead[1].key, ahead[0].key]
    assert service.first_time(ask.key)
    assert not service.first_time(ask.key)


def test_remedies_get_their_first_answer_beforehand(
    cached: Path, tiny: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Service, "_begin", lambda _: None)
    service, crises = Service(Settings()), Crises(Settings())
    name = crises.keep(tiny.encode())
    ahead(service, crises, name)
    words = {
        box.value
        for group in toggles(crises.scenario(name), State(name))
        for item in group.items
        for box in (*item.toggles, *item.more)
        if box.name == "with"
    }
    asked = {edit.spec for job in service._jobs.values() for edit in job.ask.edits}
    assert len(asked) == len(words) >= 4
    assert {job.goal for job in service._jobs.values()} == {Level.POINT}
    ahead(service, crises, name)
    assert len(service._jobs) == len(words)


def test_a_failure_is_told_and_not_tried_again(
    service: Service, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []

    def fails(*_: object, **__: object) -> Bundle:
        calls.append(1)
        raise NotConverged("no equilibrium")

    monkeypatch.setattr("foedus.web.stage.run", fails)
    until(lambda: service.ask(ask).error is not None)
    service.ask(ask)
    assert len(calls) == 1
    other = ask.changed((), ("softer:pact",))
    monkeypatch.setattr("foedus.web.stage.run", lambda *_, **__: 1 / 0)
    until(lambda: service.ask(other).error is not None)
    assert "division" not in str(service.ask(other).error)


def test_a_closed_service_asks_nothing_more(service: Service, ask: Ask) -> None:
    service.close()
    assert service.ask(ask).progress is None


def test_levels(make: Callable[..., Bundle]) -> None:
    assert level_of(make()) is Level.WHOLE


def test_a_watch_stops_after_one_stage() -> None:
    watch = Watch()
    assert watch.progress.label == "being prepared"
    watch.start("draws", 4)
    watch.note("compiling")
    watch.start("draws", 4)
    watch.advance()
    assert (watch.progress.finished, watch.progress.total) == (1, 4)
    assert watch.progress.left is not None
    assert not watch.cancelled()
    watch.done()
    assert watch.cancelled()
    assert watch.worked
    assert Watch(lambda: True).cancelled()


def test_what_is_kept_is_made_once_and_errors_are_not_kept() -> None:
    kept = Kept[int](1)
    made: list[int] = []

    def make() -> int:
        made.append(1)
        if len(made) == 1:
            raise ValueError("not yet")
        return 7

    with pytest.raises(ValueError, match="not yet"):
        kept.get("a", make)
    assert "a" not in kept
    assert [kept.get("a", make), kept.get("a", make)] == [7, 7]
    assert len(made) == 2
    kept.get("b", lambda: 8)
    assert "a" not in kept
