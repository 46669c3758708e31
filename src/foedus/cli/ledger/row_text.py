"""One dispute of the ledger on the screen, in the order of the other screens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from foedus.brief.ledger import dispute_words as words
from foedus.brief.ledger.dispute_numbers import Change, changes, fights, onset_note, removed, shares
from foedus.brief.ledger.numbers import many
from foedus.cli.layout import NAME, Line, decimal, fit, section, wrapped

__all__ = ["lines"]

Told = Mapping[str, Any]


def lines(told: Told) -> list[Line]:
    """Lay one dispute out as lines of at most 80 characters."""
    out = _head(told) + _obligations(told)
    if told["status"] == "solved":
        out += _chances(told) + _fights(told) + _treaties(told) + _accounting(told)
    else:
        out += [("", ""), *wrapped(words.unsolved(told), "bold", "")]
    return out + _happened(told) + _status(told)


def _head(told: Told) -> list[Line]:
    out = wrapped(f"Dispute {told['dispnum']}: {words.sides(told)}", "bold", "")
    return out + wrapped(" · ".join(words.signs(told)), "dim", "")


def _obligations(told: Told) -> list[Line]:
    owed = words.pledges(told)
    if not owed:
        return [*section("Obligations"), ("  none among the states in the game", "")]
    treaties = many(told["n_treaties"], "treaty", "treaties")
    out = section("Obligations in force the day before", f"{treaties} (ATOP)")
    for treaty, pledges in owed:
        out += wrapped(f"{treaty}  {pledges}")
    return out


_HEADS = f"  {'':<{NAME}}  {'with':<9}{'without':<9}{'change':<9}90 % interval"


def _line(one: Change, name: str = "") -> Line:
    """With, without, difference and its interval."""
    text = f"  {fit(name or one.name, NAME)} {decimal(one.with_, 9)}"
    text += f"{decimal(one.without, 9)}{decimal(one.change, 10)}{one.interval}"
    return text, "bold" if one.headline else ""


def _chances(told: Told) -> list[Line]:
    out = [*section("With its obligations and without"), (_HEADS, "dim")]
    out += [_line(one) for one in changes(told, told["challenger_code"], told["target_code"])]
    out += wrapped(onset_note(told))
    return out + wrapped(f"What may be said: {'; '.join(words.labels(told))}.", "dim")


def _fights(told: Told) -> list[Line]:
    thirds = told["candidates"]
    if not thirds:
        return [*section("Third parties"), ("  none in the game", "")]
    out = [*section("Third parties: chance that each fights"), (_HEADS, "dim")]
    for one in thirds:
        name = f"{fit(one['name'], NAME - 4).rstrip()} ({one['camp'][0]})"
        out.append(_line(fights(one), name))
    if told["left_out"]:
        more = many(told["left_out"], "further candidate is", "further candidates are")
        out.append((f"  {more} not in the game", "dim"))
    return out


def _treaties(told: Told) -> list[Line]:
    if not told["treaties"]:
        return []
    out = section(f"{'Taken out, at the mean: what it changes':<54}any war  great-power war")
    for one in removed(told):
        text = f"  {fit(one.name, 51)}{decimal(one.any_war, 9)}{decimal(one.great_power_war, 9)}"
        out.append((text, ""))
    return out


def _accounting(told: Told) -> list[Line]:
    treaty = told["accounting"]["treaty"]
    if not treaty:
        return []
    out = section(f"How {treaty} worked, the weightiest", "share [first to last in]")
    for name, found in shares(told):
        out.append((f"  {name}", "dim"))
        for one in found:
            text = f"    {fit(one.group, 30)}{decimal(one.share, 9)}[{one.span}]"
            out.append((text + ("" if one.separable else "  not separable"), ""))
    return out


def _happened(told: Told) -> list[Line]:
    out = section("What happened") + wrapped("; ".join(words.happened(told)))
    if told["notes"]:
        out += wrapped(f"Notes: {'; '.join(told['notes'])}.", "dim")
    return out


def _status(told: Told) -> list[Line]:
    out: list[Line] = [("", ""), *wrapped(" · ".join(words.solved(told)), "dim", "")]
    found = words.others(told)
    if found:
        text = f"Other equilibria: {found}. The numbers are those of the principal branch."
        out += wrapped(text, "bold", "")
    return out
