"""The room Crisis as files: every bundled crisis, and what each change to it does."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from foedus.brief.numbers import day
from foedus.brief.report.crisis.brief import crisis_brief
from foedus.brief.report.write import rendered
from foedus.core.errors import Cancelled, FoedusError
from foedus.core.progress import Silent
from foedus.crisis.intervene import apply
from foedus.crisis.library import locate
from foedus.crisis.scenario import dump, load
from foedus.study.points import Points
from foedus.study.run import run
from foedus.web.answers import Answer, Level
from foedus.web.ask import Ask
from foedus.web.render import page
from foedus.web.rooms.crisis import show
from foedus.web.rooms.crisis.answer import context, shelf, shelf_page
from foedus.web.rooms.crisis.files import zipped
from foedus.web.rooms.crisis.state import State

from .changes import boxes, edits_of, offered, solved
from .short import Short, command, short
from .wanted import Group, Item, Wanted

if TYPE_CHECKING:
    from foedus.core.bundle import Bundle
    from foedus.web.links import Links

__all__ = ["Crisis", "crises", "listed"]

Stop = Callable[[], bool]


class _Until(Silent):
    """Reports nothing, and stops a study when the whole export is to stop."""

    def __init__(self, stop: Stop) -> None:
        super().__init__()
        self._outside = stop

    def cancelled(self) -> bool:
        """Whether to stop."""
        return self._outside()


class Crisis:
    """A bundled crisis: what is solved of it while its pages are written.

    Parameters
    ----------
    name
        Of a bundled crisis.
    wanted
        Which changes, and how fully.
    threads
        Of one solution.
    stop
        Whether the user asked to stop.
    """

    def __init__(self, name: str, wanted: Wanted, threads: int, stop: Stop) -> None:
        self.scenario = load(name)
        self.states = solved(
            self.scenario, boxes(self.scenario, wanted.toggles), pairs=not wanted.singles
        )
        self._draws = wanted.draws
        self._threads = threads
        self._stop = stop
        self._lock = threading.Lock()
        self._points: Points | None = None
        self._bundles: dict[State, Bundle] = {}

    def whole(self, state: State) -> bool:
        """Whether a state's page has everything, rather than the first numbers."""
        changes = len(state.without) + len(state.with_)
        return changes == 0 or (changes == 1 and self._draws)

    def items(self) -> Iterator[Item]:
        """Its pages, and the files that they offer."""
        for state in self.states:
            query = state.query()
            if not self.whole(state):
                yield Item("crisis", query, partial(self._short_page, state))
                continue
            yield Item("crisis", query, partial(self._whole_page, state), alone=True)
            yield Item("crisis/bundle.zip", query, partial(self._zip, state), alone=True)
            yield Item("crisis/scenario.yaml", query, partial(self._yaml, state))
            yield Item("crisis/brief.html", query, partial(self._brief, state), alone=True)

    def close(self) -> None:
        """Let go of what was solved; it stays in the cache."""
        self._points = None
        self._bundles.clear()

    # pages

    def _whole_page(self, state: State, links: Links) -> str:
        try:
            bundle = self._bundle(state)
        except Cancelled:
            raise
        except FoedusError as error:
            return self._page(state, links, Answer(error=error))
        return self._page(state, links, Answer(Level.WHOLE, bundle))

    def _short_page(self, state: State, links: Links) -> str:
        try:
            points = self._solver()
            base = points.base()
            told = short(base, points.edited(edits_of(state), self._threads), self.scenario)
        except Cancelled:
            raise
        except FoedusError as error:
            return self._page(state, links, Answer(error=error))
        return self._page(state, links, Answer(Level.POINT), told)

    def _page(self, state: State, links: Links, answer: Answer, first: Short | None = None) -> str:
        scenario = self.scenario
        plain = state == state.plain
        return page(
            "export/crisis.html",
            room="crisis",
            title=scenario.title or scenario.name,
            links=links,
            scenario=scenario,
            date=day(scenario.date),
            headings=offered(scenario, state, links),
            back="" if plain else links.to("crisis", **state.plain.query()),
            year=scenario.date.year,
            network=links.to("network", year=scenario.date.year),
            record=show.facts(scenario) if plain else {},
            command=command(state),
            first=first,
            **context(state, scenario, answer, whole=True),
        )

    # files

    def _zip(self, state: State, _links: Links) -> bytes | None:
        bundle = self._tried(state)
        return None if bundle is None else zipped(bundle)

    def _brief(self, state: State, _links: Links) -> bytes | None:
        bundle = self._tried(state)
        return None if bundle is None else rendered(crisis_brief(bundle), ".html")

    def _yaml(self, state: State, _links: Links) -> bytes:
        if state.without or state.with_:
            return dump(apply(self.scenario, edits_of(state))).encode()
        return locate(self.scenario.name).read_bytes()

    # numbers

    def _tried(self, state: State) -> Bundle | None:
        try:
            return self._bundle(state)
        except Cancelled:
            raise
        except FoedusError:  # its page says why
            return None

    def _solver(self) -> Points:
        with self._lock:
            if self._points is None:
                points = Points(self.scenario)
                points.base()  # once, for all who wait
                self._points = points
            return self._points

    def _bundle(self, state: State) -> Bundle:
        """The whole study of a state, without how long it took: that is never the same twice."""
        with self._lock:
            if state not in self._bundles:
                base = Ask(self.scenario)
                ask = base if not edits_of(state) else Ask(self.scenario, edits_of(state), base)
                ask.journal()  # takes over what the study of the base has found
                found = run(ask.scenario, ask.edits, ask.options, reporter=_Until(self._stop))
                if not found.manifest["complete"]:
                    raise Cancelled("interrupted")
                told = {k: v for k, v in found.manifest.items() if k != "seconds"}
                self._bundles[state] = replace(found, manifest=told)
            return self._bundles[state]


def crises(wanted: Wanted, threads: int, stop: Stop) -> tuple[Crisis, ...]:
    """The crises that are wanted, each to be solved when its pages are made."""
    return tuple(Crisis(name, wanted, threads, stop) for name in wanted.crises)


def listed(found: tuple[Crisis, ...]) -> Iterator[Group]:
    """The list of crises, then each crisis."""
    names = tuple(one.scenario.name for one in found)
    yield Group("crises", (Item("crisis", {}, lambda links: shelf_page(shelf(names), links)),))
    for one in found:
        yield Group(one.scenario.name, tuple(one.items()), one.close)
