"""What is to be written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from foedus.core.bundle import key
from foedus.core.errors import UsageError, did_you_mean
from foedus.core.provenance import foedus_version
from foedus.crisis.library import bundled
from foedus.crisis.version import SOLVER_VERSION
from foedus.web.about import about

if TYPE_CHECKING:
    from foedus.web.links import Links, Value

__all__ = ["Group", "Item", "Wanted", "chosen"]


@dataclass(frozen=True)
class Item:
    """A file to be written.

    Attributes
    ----------
    room, state
        What its address is made from, as `foedus.web.links.Links.to` takes them.
    make
        Makes its content; the links are those that stand in it. Text is a page or a table, bytes
        are written as they are; None where it cannot be had.
    others
        Other addresses of the same page.
    alone
        Whether making it keeps all processors busy.
    """

    room: str
    state: Mapping[str, Value] = field(hash=False)
    make: Callable[[Links], str | bytes | None] = field(repr=False)
    others: Sequence[Mapping[str, Value]] = field(default=(), hash=False)
    alone: bool = False

    @property
    def page(self) -> bool:
        """Whether it is a page of the explorer, rather than a file that it offers."""
        return "." not in self.room.rpartition("/")[2]


@dataclass(frozen=True)
class Group:
    """Items that belong together.

    Attributes
    ----------
    label
        What progress calls it.
    done
        Called when the last of them is written: what they shared can go.
    """

    label: str
    items: tuple[Item, ...]
    done: Callable[[], None] = field(default=lambda: None, repr=False)

    def __iter__(self) -> Iterator[Item]:
        """The items in their order."""
        return iter(self.items)


@dataclass(frozen=True)
class Wanted:
    """What a site holds.

    Attributes
    ----------
    crises
        Names of bundled crises.
    singles
        Whether changes are made one at a time only, rather than in pairs too.
    draws
        Whether single changes are studied whole, with intervals, rather than at the centre of
        theta only.
    toggles, disputes, years
        Only the first toggles of every crisis, the first disputes, these years of the network:
        smaller sites, for tests. None for all.
    """

    crises: tuple[str, ...]
    singles: bool = False
    draws: bool = False
    toggles: int | None = None
    disputes: int | None = None
    years: tuple[int, ...] | None = None

    @property
    def made(self) -> dict[str, object]:
        """What went in: it stands in the manifest of the site."""
        told = about()
        return {
            "foedus": foedus_version(),
            "solver": SOLVER_VERSION,
            "theta": {"id": told.theta, "status": told.status},
            "wanted": {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(self).items()},
        }

    @property
    def key(self) -> str:
        """Hash of what went in."""
        return key(self.made)


def chosen(only: str | None) -> tuple[str, ...]:
    """Names of bundled crises, from words parted by commas; all where nothing is said.

    Raises
    ------
    UsageError
        One is not bundled.

    Examples
    --------
    >>> chosen("july-1914, cuba-1962")
    ('july-1914', 'cuba-1962')
    """
    if only is None:
        return tuple(bundled())
    names = tuple(dict.fromkeys(word.strip() for word in only.split(",") if word.strip()))
    for name in names:
        if name not in bundled():
            raise UsageError(
                "--only names no bundled crisis",
                value=name,
                fix=did_you_mean(name, bundled()) or "see `foedus scenario list`",
            )
    if not names:
        raise UsageError("--only names no crisis", fix="leave it out for all of them")
    return names
