"""One dispute whole: with and without, third parties, treaties, the accounting, verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from foedus.brief.ledger_numbers import chance, moved
from foedus.brief.numbers import day
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
_ENDS = {
    "challenger_yields": "the challenger yielded",
    "target_yields": "the target yielded",
    "settled": "settled",
    "lapsed": "it lapsed",
}


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
        title=" against ".join(_names(told[camp]) for camp in ("challenger", "target")),
        kicker=_kicker(told),
        line=_line(told) if there else "",
        unsolved="" if there else _unsolved(told),
        pairs=pairs(told) if there else (),
        chances=chances(told) if there else None,
        thirds=thirds(told) if there else None,
        treaties=treaties(told) if there else None,
        accounting=accounting(told) if there else (),
        pledges=_pledges(told),
        happened=_happened(told),
        labels=_labels(told) if there else (),
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


def _names(names: list[str] | None) -> str:
    return ", ".join(names) if names else "?"


def _kicker(told: Told) -> str:
    parts = [f"Dispute {told['dispnum']} (COW MID)", f"began {day(told['start'])}"]
    if told["issue"]:
        parts.append(f"about {told['issue']}")
    if told["icb"]:
        parts.append(f"ICB crisis {', '.join(str(n) for n in told['icb'])}")
    for key, word in (
        ("world_war", "one of a world war's disputes"),
        ("major", "great powers in it"),
        ("nuclear", "nuclear states in it"),
    ):
        if told[key]:
            parts.append(word)
    return " · ".join(parts)


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


def _unsolved(told: Told) -> str:
    words = "it makes no game" if told["status"] == "unmade" else "it did not converge"
    return f"Not solved: {words}. {told['reason'] or ''}".strip()


def _pledges(told: Told) -> tuple[tuple[str, str], ...]:
    by_treaty: dict[str, list[str]] = {}
    for one in told["obligations"] or ():
        ends = " to ".join(_state(one[end], told) for end in ("obligor", "beneficiary"))
        how = "conditional " if one["conditional"] else ""
        told_of = f"{ends}: {how}{one['kind']} ({one['weight']:.2g})"
        by_treaty.setdefault(one["treaty"], []).append(told_of)
    return tuple((name, "; ".join(owed)) for name, owed in by_treaty.items())


def _state(code: str, told: Told) -> str:
    """Name of a state at the time, or of a bloc; its code where it has none."""
    for camp in ("challenger", "target"):
        if code == told[f"{camp}_code"]:
            return _names(told[camp])
    try:
        return countries.name(countries.code(code), told["year"])
    except UsageError:
        return code


def _happened(told: Told) -> tuple[str, ...]:
    seen = told["happened"]
    parts = [f"highest level: {seen['level'] or 'not known'}"]
    if seen["end"]:
        parts.append(_ENDS.get(seen["end"], seen["end"].replace("_", " ")))
    if seen["days"] is not None:
        parts.append(f"{seen['days']:,.0f} days")
    thirds_ = told["candidates"] or ()
    joined = [one["name"] for one in thirds_ if one["joined"]]
    fought = [one["name"] for one in thirds_ if one["fought"]]
    if thirds_:
        parts.append(
            f"joined: {', '.join(joined)}" if joined else "none of these third parties joined"
        )
    if fought:
        parts.append(f"fought: {', '.join(fought)}")
    if seen["elsewhere"]:
        parts.append(f"came in on the other side: {', '.join(seen['elsewhere'])}")
    if seen["joined_outside"]:
        parts.append(f"{seen['joined_outside']} joined who are not in the game")
    return tuple(parts)


def _labels(told: Told) -> tuple[str, ...]:
    names = {"any_war": "any war", "great_power_war": "great-power war"}
    return tuple(
        f"{name}: "
        + ", ".join(f"{label} at {at}" for at, label in told["labels"]["escalation"][key].items())
        for key, name in names.items()
    )


def _solved(told: Told) -> tuple[str, ...]:
    theta, solved = told["theta"], told["solved"]
    parts = [f"theta {theta['id']}: {theta['status']}"]
    if told["status"] != "solved":
        return tuple(parts)
    parts += [
        f"{solved['draws']} draws converged",
        f"residual {solved['residual']:.0e}",
        f"{solved['positions']:,} positions",
        f"equilibria: {solved['equilibria']} found in {solved['starts']} random starts",
    ]
    others = "; ".join(
        f"any war {chance(one['any_war'])}, great-power war {chance(one['great_power_war'])}"
        for one in solved["others"] or ()
    )
    if others:
        parts.append(f"other equilibria: {others}; the numbers are those of the principal branch")
    return tuple(parts)


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
