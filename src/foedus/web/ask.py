"""A question as a page asks it: a crisis, and the changes to be made to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from foedus.core.errors import UsageError
from foedus.crisis.edits.resolved import about_beliefs
from foedus.crisis.intervene import Intervention, Without, apply, parse_with, parse_without
from foedus.crisis.library import bundled
from foedus.crisis.scenario import Scenario
from foedus.study.journal import Journal, Piece
from foedus.study.options import Options
from foedus.study.question import EDITED, Question
from foedus.study.run import study_key

__all__ = ["Ask"]


@dataclass(frozen=True)
class Ask:
    """A crisis and the changes asked for.

    Attributes
    ----------
    scenario
        As it stands.
    edits
        Composed into one edited case; none is fine.
    plain
        The same crisis without changes, where there are some.
    options
        Those of the command line, so that its answers are found.
    """

    scenario: Scenario
    edits: tuple[Intervention, ...] = ()
    plain: Ask | None = None
    options: Options = field(default_factory=Options)

    def changed(self, without: tuple[str, ...], with_: tuple[str, ...]) -> Ask:
        """The same crisis with changes, in the words of the command line.

        Raises
        ------
        UsageError
            One is unknown, cannot be made to this crisis, or is about what states believe: the
            explorer solves without types.
        """
        edits = (
            *(parse_without(text) for text in without),
            *(parse_with(text) for text in with_),
        )
        apply(self.scenario, edits)
        if about_beliefs(*edits):
            raise _believed(self.scenario.name, edits)
        return Ask(self.scenario, edits, self, self.options)

    @cached_property
    def positions(self) -> int:
        """Positions of the game; the first time it takes as long as compiling it."""
        if self.plain is not None:
            return self.plain.positions
        return Question(self.scenario, (), self.options).game.size

    @cached_property
    def key(self) -> str:
        """The study's key."""
        return study_key(Question(self.scenario, self.edits, self.options), self.positions)

    def journal(self) -> Journal:
        """What has been found of it, on disk.

        What the study of the unchanged crisis has found and this one shares is taken over: its
        pieces do not depend on the changes; and where the change is that one treaty or channel is
        gone, its case has been solved there under another name.
        """
        mine = Journal(self.key)
        if self.plain is not None:
            mine.adopt(_shared(Journal(self.plain.key), self.edits))
        return mine


def _believed(name: str, edits: tuple[Intervention, ...]) -> UsageError:
    """Build (not raise) the error of a change that shows only where the game has types."""
    words = ["foedus run", name if name in bundled() else "FILE", *(one.spec for one in edits)]
    return UsageError(
        "a change of what states believe shows with private resolve only, which the explorer does "
        "not solve",
        value=" and ".join(one.label for one in edits if about_beliefs(one)),
        fix=f"run `{' '.join(words)} --types`",
    )


def _shared(journal: Journal, edits: tuple[Intervention, ...]) -> dict[str, Piece]:
    alone = edits[0].name if len(edits) == 1 and isinstance(edits[0], Without) else None
    shared: dict[str, Piece] = {}
    for name in journal.names:
        if name.startswith(("lens/", "tips/")):  # they hold the edited case, too
            continue
        shared[name] = journal[name]
        for kind in ("point", "draw"):
            case = f"{kind}/without:{alone}"
            if alone is not None and (name == case or name.startswith(f"{case}/")):
                shared[f"{kind}/{EDITED}{name.removeprefix(case)}"] = journal[name]
    return shared
