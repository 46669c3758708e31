"""The crises that pages can speak of: the bundled ones, and those that were sent."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

from foedus.core.errors import ScenarioErrors, UsageError, did_you_mean
from foedus.core.provenance import sha256_bytes
from foedus.crisis.library import bundled, locate
from foedus.crisis.scenario import Scenario, load, loads

from .ask import Ask
from .limits import refuse_large

if TYPE_CHECKING:
    from .settings import Settings

__all__ = ["OWN", "Crises", "UnknownCrisisError", "defects"]

OWN = "own-"
"""How the name of a crisis that was sent begins; the rest is the hash of its text."""
FILE = "your-crisis.yaml"
"""What messages call a text that was sent."""


class UnknownCrisisError(UsageError):
    """A crisis that is not there, or not any more."""

    status = 404


class Crises:
    """Scenarios by name; those that were sent are kept in memory, under their content's hash.

    Parameters
    ----------
    settings
        How large a scenario may be, how many are remembered.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._sent: OrderedDict[str, str] = OrderedDict()
        self._plain: OrderedDict[str, Ask] = OrderedDict()
        self._asks: OrderedDict[tuple[str, tuple[str, ...], tuple[str, ...]], Ask] = OrderedDict()
        self._lock = threading.Lock()

    def scenario(self, name: str) -> Scenario:
        """The crisis of that name.

        Raises
        ------
        UsageError
            There is none, or not any more.
        """
        return self._base(name).scenario

    def text(self, name: str) -> str:
        """The crisis as its file has it, comments and all.

        Raises
        ------
        UsageError
            There is none.
        """
        if name in bundled():
            return locate(name).read_text(encoding="utf-8")
        with self._lock:
            text = self._sent.get(name)
        if text is None:
            raise _unknown(name)
        return text

    def keep(self, text: bytes) -> str:
        """Remember a crisis that was sent, if it can be played and is not too large.

        Returns
        -------
        str
            Its name.

        Raises
        ------
        ScenarioErrors
            Something is wrong with it: all its defects, each with line, field and fix.
        UsageError
            It is too large.
        """
        scenario = loads(text, FILE)
        refuse_large(scenario, self._settings)
        name = f"{OWN}{sha256_bytes(text)[:24]}"
        with self._lock:
            self._sent[name] = text.decode("utf-8-sig")
            self._plain[name] = Ask(scenario)
            self._sent.move_to_end(name)
            while len(self._sent) > self._settings.uploads_kept:
                self._plain.pop(self._sent.popitem(last=False)[0], None)
        return name

    def ask(self, name: str, without: tuple[str, ...], with_: tuple[str, ...]) -> Ask:
        """The question what these changes do to that crisis; the same one for the same words.

        Raises
        ------
        UsageError
            Crisis or change is unknown.
        """
        base = self._base(name)
        if not without and not with_:
            return base
        words = (name, without, with_)
        with self._lock:
            found = self._asks.get(words)
        if found is None or found.plain is not base:
            found = base.changed(without, with_)
            with self._lock:
                self._asks[words] = found
                while len(self._asks) > 4 * self._settings.pages_kept:
                    self._asks.popitem(last=False)
        return found

    def _base(self, name: str) -> Ask:
        with self._lock:
            found = self._plain.get(name)
        if found is None:
            if name not in bundled():
                raise _unknown(name)
            found = Ask(load(name))
            with self._lock:
                found = self._plain.setdefault(name, found)
        return found


def _unknown(name: str) -> UnknownCrisisError:
    if name.startswith(OWN):
        return UnknownCrisisError(
            "this crisis is not remembered any more", field="name", fix="send it once more"
        )
    near = did_you_mean(name, bundled())
    return UnknownCrisisError(
        "no such crisis", field="name", value=name, fix=near or f"one of {', '.join(bundled())}"
    )


def defects(error: ScenarioErrors) -> dict[int, list[str]]:
    """What is wrong, by line; under 0 what belongs to none."""
    found: dict[int, list[str]] = {}
    for one in error.errors:
        field = f"{one.field}: " if one.field else ""
        fix = f"; {one.fix}" if one.fix else ""
        found.setdefault(one.line or 0, []).append(f"{field}{one.message}{fix}")
    return found
