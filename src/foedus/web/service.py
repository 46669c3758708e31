"""Studies, solved beside the pages: a queue, one job a question, a stage of work a turn.

A reader's question is solved stage by stage (`foedus.study.plan`), and every stage gives a fuller
answer: outcomes at the centre of theta first, intervals when the draws are done, each treaty after
that. Between stages others get their turn, those whose reader has no answer yet first; one worker
takes nothing but such first answers. What nobody asks for any more is stopped; finished pieces stay
in the study's journal on disk, where the command line finds them too.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import threading
import time
from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING

from foedus.core.errors import FoedusError, UsageError

from .answers import Answer, Level
from .jobs import Job, Turn
from .limits import seconds
from .stage import fuller
from .watch import Watch

if TYPE_CHECKING:
    from .ask import Ask
    from .settings import Settings

__all__ = ["BusyError", "Service"]


class BusyError(FoedusError):
    """Too many studies wait already."""

    status = 503


class Service:
    """Solves what pages ask for.

    Parameters
    ----------
    settings
        How many workers, how many may wait, when to give up.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._queue: list[tuple[int, int, str]] = []
        self._number = itertools.count()
        self._change = threading.Condition()
        self._closed = False
        self._prepared: set[str] = set()
        self._workers: list[threading.Thread] = []

    # what pages call

    def ask(self, ask: Ask, goal: Level = Level.WHOLE, *, beforehand: bool = False) -> Answer:
        """What is known of a question; it is worked on until the goal is reached.

        Parameters
        ----------
        ask
            The question.
        goal
            How full an answer is wanted.
        beforehand
            Nobody waits for it yet.

        Raises
        ------
        BusyError
            Too many wait already.
        UsageError
            It would take too long.
        """
        key = ask.key
        with self._change:
            job = self._jobs.get(key)
            if job is None:
                self._admit(ask, beforehand=beforehand)
                job = self._jobs[key] = Job(ask, Turn.FIRST_ANSWER, time.monotonic(), goal=goal)
            self._jobs.move_to_end(key)
            job.goal = max(job.goal, goal)
            if not beforehand:
                job.asked = time.monotonic()
            self._enqueue(key, job, beforehand=beforehand)
            self._forget()
            return job.seen

    def first_time(self, key: str) -> bool:
        """Whether this is the first time that somebody says so of this question."""
        with self._change:
            new = key not in self._prepared
            self._prepared.add(key)
        return new

    async def soon(self, ask: Ask, wait: float, goal: Level = Level.WHOLE) -> Answer:
        """The same, after waiting a little for a first answer; the event loop is kept free."""
        answer = await asyncio.to_thread(self.ask, ask, goal)
        until = time.monotonic() + wait
        while answer.bundle is None and answer.error is None and time.monotonic() < until:
            await asyncio.sleep(0.02)
            with self._change:
                job = self._jobs.get(ask.key)
                answer = job.seen if job is not None else answer
        return answer

    def close(self) -> None:
        """Stop; what is finished is kept."""
        with self._change:
            self._closed = True
            self._change.notify_all()
        for worker in self._workers:
            worker.join()
        self._workers.clear()

    # the queue; the lock is held

    def _admit(self, ask: Ask, *, beforehand: bool) -> None:
        waiting = sum(
            job.queued and (beforehand or job.turn is not Turn.BEFOREHAND)
            for job in self._jobs.values()
        )
        if waiting >= self._settings.waiting:
            raise BusyError(
                f"{waiting} studies wait already", fix="try again in a minute, or use `foedus run`"
            )
        cases = 2 if ask.edits else 1
        needed = seconds(ask.scenario, ask.positions, ask.options, cases)
        if needed > self._settings.longest:
            raise UsageError(
                f"would take about {needed / 60:,.0f} minutes",
                value=f"{ask.positions:,} positions",
                fix="solve it with `foedus run FILE --out FOLDER`",
            )

    def _enqueue(self, key: str, job: Job, *, beforehand: bool) -> None:
        if self._closed or job.watch is not None or job.answer.error is not None:
            return
        if job.answer.level >= job.goal:
            return
        turn = Turn.FULLER if job.answer.bundle is not None else Turn.FIRST_ANSWER
        if beforehand:
            turn = Turn.BEFOREHAND
        if job.queued and job.turn <= turn:
            return
        job.turn, job.queued = turn, True
        heapq.heappush(self._queue, (job.turn, next(self._number), key))
        self._begin()
        self._change.notify_all()

    def _begin(self) -> None:
        """Start the workers with the first question; pages that ask nothing cost nothing."""
        while len(self._workers) < self._settings.workers + 1:
            first_only = not self._workers
            worker = threading.Thread(
                target=self._work, args=(first_only,), name="foedus-study", daemon=True
            )
            self._workers.append(worker)
            worker.start()

    def _forget(self) -> None:
        """Forget the answers that were not asked for the longest time."""
        idle = [k for k, job in self._jobs.items() if not job.queued and job.watch is None]
        for key in idle[: max(0, len(self._jobs) - self._settings.pages_kept)]:
            del self._jobs[key]

    def _next(self, first_only: bool) -> tuple[str, Job] | None:
        """The next job whose answer somebody still wants; None to end."""
        while True:
            while not self._closed and not self._ready(first_only):
                self._change.wait()
            if self._closed:
                return None
            turn, _, key = heapq.heappop(self._queue)
            job = self._jobs.get(key)
            if job is None or not job.queued or job.turn != turn:
                continue  # it had its turn, or got an earlier one
            job.queued = False
            if job.turn is Turn.BEFOREHAND or not self._left(job):
                return key, job

    def _ready(self, first_only: bool) -> bool:
        return bool(self._queue) and (not first_only or self._queue[0][0] == Turn.FIRST_ANSWER)

    def _give_up(self, job: Job, beforehand: bool) -> bool:
        return self._closed or (not beforehand and self._left(job))

    def _left(self, job: Job) -> bool:
        """Whether nobody has asked for a while."""
        return time.monotonic() - job.asked > self._settings.patience

    # the workers

    def _work(self, first_only: bool) -> None:
        while True:
            with self._change:
                found = self._next(first_only)
                if found is None:
                    return
                key, job = found
                beforehand = job.turn is Turn.BEFOREHAND
                job.watch = watch = Watch(partial(self._give_up, job, beforehand))
            answer = fuller(job.ask, job.answer, watch, alone=first_only)
            with self._change:
                job.answer, job.watch = answer, None
                stopped = self._closed or (not watch.worked and answer.level < Level.WHOLE)
                if not stopped:
                    self._enqueue(key, job, beforehand=beforehand)
                self._change.notify_all()
