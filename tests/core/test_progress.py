"""Reporters: what they write, how often, and how they are stopped."""

from __future__ import annotations

import io
import os
import signal
import threading

import pytest

from foedus.core import progress


class Clock:
    """A clock that a test winds by hand, in seconds."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    "reporter",
    [progress.Silent(), progress.Lines(io.StringIO()), progress.Live(Terminal())],
    ids=["silent", "lines", "live"],
)
def test_all_keep_the_protocol_and_can_be_cancelled(reporter: progress.Reporter) -> None:
    assert isinstance(reporter, progress.Reporter)
    reporter.start("outer", 2)
    reporter.start("inner", None)
    reporter.advance()
    reporter.advance(3)
    reporter.done()
    reporter.advance()
    reporter.note("half")
    reporter.done()
    reporter.done()
    assert not reporter.cancelled()
    reporter.cancel()
    assert reporter.cancelled()


def test_lines_speak_at_most_every_two_seconds_and_say_what_is_left() -> None:
    out, clock = io.StringIO(), Clock()
    lines = progress.Lines(out, clock=clock)
    lines.start("draws", 64)
    for _ in range(16):  # 8 seconds, half a second each
        clock.now += 0.5
        lines.advance()
    lines.done()
    said = out.getvalue().splitlines()
    assert len(said) == 4
    assert said[0] == "draws: 4/64, about 30 s left"
    assert said[-1] == "draws: 16/64, about 24 s left"


def test_lines_are_silent_on_short_jobs_but_always_pass_notes_on() -> None:
    out, clock = io.StringIO(), Clock()
    lines = progress.Lines(out, clock=clock)
    lines.start("quick", 10)
    lines.advance(10)
    lines.note("compiled")
    lines.note("loaded")
    lines.done()
    assert out.getvalue() == "compiled\nloaded\n"


def test_lines_count_without_a_total() -> None:
    out, clock = io.StringIO(), Clock()
    lines = progress.Lines(out, clock=clock)
    lines.start("sweeps")
    clock.now += 5
    lines.advance(7)
    assert out.getvalue() == "sweeps: 7\n"


def test_nested_jobs_are_counted_apart() -> None:
    out, clock = io.StringIO(), Clock()
    lines = progress.Lines(out, clock=clock)
    lines.start("outer", 3)
    lines.start("inner", 5)
    lines.advance(5)
    lines.done()
    clock.now += 9
    lines.advance()
    assert out.getvalue() == "outer: 1/3, about 18 s left\n"


def test_a_closed_pipe_does_not_stop_the_work() -> None:
    out = io.StringIO()
    lines = progress.Lines(out)
    out.close()
    lines.note("nobody hears")


def test_bars_for_a_terminal_lines_for_a_pipe() -> None:
    assert isinstance(progress.reporter_for(io.StringIO()), progress.Lines)
    assert isinstance(progress.reporter_for(Terminal()), progress.Live)


def test_live_shows_the_label_and_leaves_nothing_running() -> None:
    out = Terminal()
    live = progress.Live(out)
    before = set(threading.enumerate())
    live.start("[draws]", 4)
    live.advance(2)
    live.note("[bold]as it is[/bold]")
    live.done()
    assert "[draws]" in out.getvalue()
    assert "[bold]as it is[/bold]" in out.getvalue()
    for thread in set(threading.enumerate()) - before:
        thread.join(timeout=5)
    assert set(threading.enumerate()) <= before


def test_first_interrupt_asks_second_one_stops() -> None:
    out = io.StringIO()
    reporter = progress.Lines(out)
    before = signal.getsignal(signal.SIGINT)
    with progress.interruptible(reporter):
        os.kill(os.getpid(), signal.SIGINT)
        assert reporter.cancelled()
        assert "Ctrl-C again" in out.getvalue()
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_interruptible_outside_the_main_thread_changes_nothing() -> None:
    seen: list[object] = []

    def work() -> None:
        with progress.interruptible(progress.Silent()):
            seen.append(signal.getsignal(signal.SIGINT))

    before = signal.getsignal(signal.SIGINT)
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [before]
