"""One dispute whole: with and without, third parties, treaties, the accounting, verdicts."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from foedus.brief.ledger import dispute_words as words
from foedus.brief.ledger.numbers import chance, moved
from foedus.core import countries
from foedus.core.errors import UsageError
from foedus.ledger.verdict_file import Verdict, verdicts
from foedus.web.render import page

from .dispute_tables import accounting, chances, thirds, treaties
from .held import held
from .pair import Pair, alt, drawing, pairs

if TYPE_CHECKING:
    from foedus.brief.sheet import Table
    from foedus.web.links import Links

__all__ = ["Dispute", "html", "view"]

Told = Mapping[str, Any]


@dataclass(frozen=True)
class Dispute:
    """What the page of a dispute shows.

    Attributes
    ----------
    number, title, kicker
        Which; who against whom; when, about what.
    line
        What its pacts did, in a sentence.
    unsolved
        Why there are no numbers; empty where there are.
    pairs
        Chances of war with and without.
    chances, thirds, treaties, accounting
        Tables; None where there is nothing to show.
    pledges
        Treaties in force on the eve: their name, and who owes whom what.
    happened
        What happened, in phrases.
    labels
        What may be said of each outcome at each threshold.
    verdict
        Historians', coded blind; None for most disputes.
    notes, solved
        What was judged or missing; how it was solved.
    before, after
        The disputes next to it in number; None at the ends.
    """

    number: int
    title: str
    kicker: str
    line: str
    unsolved: str
    pairs: tuple[Pair, ...]
    chances: Table | None
    thirds: Table | None
    treaties: Table | None
    accounting: tuple[Table, ...]
    pledges: tuple[tuple[str, str], ...]
    happened: tuple[str, ...]
    labels: tuple[str, ...]
    verdict: Verdict | None
    notes: tuple[str, ...]
    solved: tuple[str, ...]
    before: int | None
    after: int | None


def view(number: int) -> Dispute:
    """Return what the page of a dispute shows.

    Raises
    ------
    UsageError
        No dispute has that number.
    """
    told = _told(number)
    there = told["status"] == "solved"
    before, after = _beside(number)
    return Dispute(
        number=number,
        title=words.sides(told),
        kicker=_kicker(told),
        line=_line(told) if there else "",
        unsolved="" if there else words.unsolved(told),
        pairs=pairs(told) if there else (),
        chances=chances(told) if there else None,
        thirds=thirds(told) if there else None,
        treaties=treaties(told) if there else None,
        accounting=accounting(told) if there else (),
        pledges=words.pledges(told, functools.partial(_state, told=told)),
        happened=words.happened(told),
        labels=words.labels(told) if there else (),
        verdict=next((one for one in verdicts() if one.dispnum == number), None),
        notes=tuple(told["notes"] or ()),
        solved=_solved(told),
        before=before,
        after=after,
    )


def _told(number: int) -> Told:
    try:
        return held().show(number).data
    except UsageError as error:
        fix = "numbers are those of COW's list of disputes: 257 is the First World War"
        raise UsageError(error.message, field="number", value=number, fix=fix) from error


def _beside(number: int) -> tuple[int | None, int | None]:
    numbers = held().rows["dispnum"]
    low, high = numbers.filter(numbers < number).max(), numbers.filter(numbers > number).min()
    return (low if isinstance(low, int) else None, high if isinstance(high, int) else None)


def _kicker(told: Told) -> str:
    return " · ".join([f"Dispute {told['dispnum']} (COW MID)", *words.signs(told)])


def _line(told: Told) -> str:
    one, great = told["effects"]["any_war"], told["effects"]["great_power_war"]
    if not told["obligations"]:
        return (
            f"No obligation was in force among the states in the game. War had a chance of "
            f"{chance(one['with'])} either way."
        )
    text = (
        f"With its pacts the model gives war a chance of {chance(one['with'])}, without them "
        f"{chance(one['without'])}: a change of {moved(one['difference'])}."
    )
    if great["with"] or great["without"]:
        text += f" Great-power war: {chance(great['with'])} and {chance(great['without'])}."
    return text


def _state(code: str, told: Told) -> str:
    """Name of a state at the time, or of a bloc; its code where it has none."""
    for camp in ("challenger", "target"):
        if code == told[f"{camp}_code"]:
            return words.named(told[camp])
    try:
        return countries.name(countries.code(code), told["year"])
    except UsageError:
        return code


def _solved(told: Told) -> tuple[str, ...]:
    found = words.others(told)
    last = f"other equilibria: {found}; the numbers are those of the principal branch"
    return (*words.solved(told), *([last] if found else ()))


def html(shown: Dispute, links: Links) -> str:
    """The page."""
    return page(
        "ledger/dispute.html",
        room="ledger",
        title=f"{shown.title} · dispute {shown.number}",
        links=links,
        shown=shown,
        drawn=drawing(shown.pairs) if shown.pairs else "",
        words=alt(shown.pairs) if shown.pairs else "",
    )
