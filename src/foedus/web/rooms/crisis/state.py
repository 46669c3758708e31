"""What the Crisis room shows: which crisis, without what, with what. The address says all of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from foedus.core.errors import UsageError
from foedus.web.links import Value
from foedus.web.query import Params, known, many, one, written

__all__ = ["MOST", "State"]

MOST = 12
"""Changes at once."""
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_OF_TREATIES = frozenset(
    ("conditional", "unconditional", "firmer", "softer", "public", "ambiguous")
)
"""Remedies of one treaty: without the treaty they say nothing."""
_UNDONE = {"firmer": "softer", "softer": "firmer"}
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:=-]*")


@dataclass(frozen=True)
class State:
    """A view of the room.

    Attributes
    ----------
    name
        Of a bundled crisis, or of one that was sent; empty for the list of crises.
    without
        Treaties (ids) and channels (A-B) taken out.
    with_
        Remedies put in, in the words of the command line: ``hotline:GMY-RUS=0.8``.
    """

    name: str = ""
    without: tuple[str, ...] = ()
    with_: tuple[str, ...] = ()

    @classmethod
    def of(cls, params: Params) -> State:
        """Read an address.

        Raises
        ------
        UsageError
            It says something that no view of this room says.
        """
        known(params, ("name", "without", "with"))
        found = cls(one(params, "name"), many(params, "without"), many(params, "with"))
        if found.name and (len(found.name) > 80 or not _NAME.fullmatch(found.name)):
            raise UsageError("is no name of a crisis", field="name", value=found.name)
        changes = (*found.without, *found.with_)
        for word in changes:
            if not _WORD.fullmatch(word):
                field = "without" if word in found.without else "with"
                raise UsageError("is no change to a crisis", field=field, value=word)
        if changes and not found.name:
            raise UsageError("changes need a crisis", field="name", fix="choose one")
        if len(changes) > MOST:
            raise UsageError(
                "too many changes at once", value=len(changes), fix=f"at most {MOST} of them"
            )
        return found

    def query(self) -> dict[str, Value]:
        """What stands in the address: everything that is not as at first."""
        return written(self)

    @property
    def plain(self) -> State:
        """The same crisis without changes."""
        return State(self.name)

    @property
    def playable(self) -> State:
        """Without changes that say nothing any more.

        Those to treaties that are taken out; and where a treaty is made firmer and softer, the
        first of the two, which the last undoes.
        """
        kept = tuple(word for word in self.with_ if not self._moot(word))
        return State(self.name, self.without, kept)

    def _moot(self, word: str) -> bool:
        kind, subject = _parts(word)
        if kind in _OF_TREATIES and ("all" in self.without or subject in self.without):
            return True
        later = self.with_[self.with_.index(word) + 1 :]
        return kind in _UNDONE and (_UNDONE[kind], subject) in map(_parts, later)


def _parts(word: str) -> tuple[str, str]:
    """What a remedy is, and of what: ``firmer:simla-1972=0.9``."""
    kind, _, subject = word.partition("=")[0].partition(":")
    return kind, subject
