"""Point two: base rates. The record alone, before any game: how often disputes became wars."""

from __future__ import annotations

from foedus.brief.report.blocks import Block, Column, Row, Section, Table, paragraph, plot
from foedus.brief.report.filling import say
from foedus.brief.report.phrases import Phrase, Sentence
from foedus.brief.words import word

from .desk import Desk
from .literature import to
from .network import network
from .record import TIES, Rate, classed, rates
from .rules import apart
from .shares import shares_picture

__all__ = ["base"]

_ROWS = "ledger, rows: level and obligations"


def base(desk: Desk) -> Section:
    """What happened, by period and by who had an ally; then the network since the first year."""
    found = rates(classed(desk.material.ledger.rows))
    blocks: list[Block | None] = []
    if found:
        whole = found[-1]
        blocks = [
            paragraph(_all(desk, whole), _periods(desk, found)),
            paragraph(_allied(desk, found), _bound(desk, found), _no_effect(desk, whole)),
            plot(
                shares_picture(
                    found,
                    title=_title(found),
                    corner=f"n = {whole.disputes:,} disputes, {whole.wars} wars",
                ),
                to("cow-mid-5.0", "atop-5.1"),
            ),
            _table(desk, found),
        ]
    return Section(
        "base-rates",
        Phrase("Base rates: what the record alone shows"),
        tuple(one for one in blocks if one is not None),
        tuple(one for one in (network(desk),) if one is not None),
    )


def _entered(desk: Desk, one: Rate, part: str) -> str:
    name = f"{one.period or 'all years'}, {TIES.get(one.tie, 'all disputes')}, {part}"
    if part == "interval":
        return f"{_entered(desk, one, 'low')} to {_entered(desk, one, 'high')}"
    kind = "count" if part in ("disputes", "wars") else "share"
    return desk.made(name, getattr(one, part), kind, _ROWS)


def _all(desk: Desk, whole: Rate) -> Sentence | None:
    share = _entered(desk, whole, "share")
    term = share[:-1] + ":word}"
    event = f"there is {term} of war" if word(whole.share).endswith("chance") else f"war is {term}"
    return say(
        f"Of <> disputes <> became wars, <> (<> interval <>): on average {event}.",
        _entered(desk, whole, "disputes"),
        _entered(desk, whole, "wars"),
        share,
        desk.fact("Jeffreys", 0.95, "percent", "foedus.network.exposure.onset.jeffreys"),
        _entered(desk, whole, "interval"),
        cites=to("cow-mid-5.0", "odni-icd-203"),
    )


def _periods(desk: Desk, found: tuple[Rate, ...]) -> Sentence | None:
    spans = [one for one in found if one.period and not one.tie]
    if len(spans) < 2:
        return None
    first, last = spans[0], spans[-1]
    way = {"above": "rose", "below": "fell", "no": "went"}[
        apart((last.low, last.high), (first.low, first.high))
    ]
    return say(
        f"Over time the share {way} from <> (<>) to <> (<>)"
        + (", a difference that these intervals do not bear out." if way == "went" else "."),
        _entered(desk, first, "share"),
        _period(desk, first),
        _entered(desk, last, "share"),
        _period(desk, last),
    )


def _period(desk: Desk, one: Rate) -> str:
    return desk.made(
        f"period {one.period}", one.period, "text", "foedus.brief.alliances.record.CUTS"
    )


def _of(found: tuple[Rate, ...], tie: str) -> Rate | None:
    return next((one for one in found if one.tie == tie and not one.period), None)


def _allied(desk: Desk, found: tuple[Rate, ...]) -> Sentence | None:
    none, one, both = (_of(found, tie) for tie in ("neither", "one", "both"))
    if none is None or one is None or both is None:
        return None
    way = apart((one.low, one.high), (none.low, none.high))
    told = {
        "above": "more often than where neither had",
        "below": "less often than where neither had",
        "no": "about as often, within the intervals, as where neither had",
    }[way]
    return say(
        f"Where one side had an ally who owed it help to fight, disputes became wars {told}: <> "
        "(<>) against <> (<>); where both sides had one, <> (<>).",
        *(
            _entered(desk, rate, part)
            for rate in (one, none, both)
            for part in ("share", "interval")
        ),
        cites=to("atop-5.1"),
    )


def _bound(desk: Desk, found: tuple[Rate, ...]) -> Sentence | None:
    bound = _of(found, "bound")
    early = next((one for one in found if one.tie == "bound" and one.period), None)
    if bound is None or early is None:
        return None
    way = apart((early.low, early.high), (bound.low, bound.high))
    told = {
        "above": ", but the first period had far more of them at war",
        "below": ", and the first period had even fewer",
        "no": "",
    }[way]
    return say(
        "Where the two opponents were bound to each other, <> of <> disputes became wars, "
        f"<>{told} (<>: <> of <>).",
        *(_entered(desk, bound, part) for part in ("wars", "disputes", "share")),
        _period(desk, early),
        *(_entered(desk, early, part) for part in ("wars", "disputes")),
    )


def _no_effect(desk: Desk, whole: Rate) -> Sentence | None:
    return say(
        "None of this is an effect: pacts multiplied in the decades in which wars became rare, "
        "states that expect to be attacked look for allies, and <> wars are few once they are "
        "parted.",
        _entered(desk, whole, "wars"),
        cites=to("smith-1995"),
    )


def _title(found: tuple[Rate, ...]) -> str:
    """What the picture shows: whether wars became rarer whoever was allied."""
    falls = []
    for tie in TIES:
        spans = [one for one in found if one.tie == tie and one.period]
        falls.append(len(spans) > 1 and spans[-1].share < spans[0].share)
    if all(falls):
        return "Disputes became wars less often as the decades went, whoever was allied"
    if any(falls):
        return "Disputes became wars less often as the decades went, but not for every kind of tie"
    return "How often disputes became wars, by period and by who had an ally"


def _table(desk: Desk, found: tuple[Rate, ...]) -> Table:
    """Ties down, periods across."""
    periods = list(dict.fromkeys(one.period for one in found))
    at = {(one.period, one.tie): one for one in found}
    heads = [Column(Phrase("who was bound to whom"))]
    for period in periods:
        whole = at[period, ""]
        title = Phrase(_period(desk, whole) if period else "all years")
        heads.append(Column(title, unit="became wars", number=True))
    rows = [
        Row(
            (
                Phrase(TIES.get(tie, "all disputes")),
                *(_share(desk, at.get((p, tie))) for p in periods),
            )
        )
        for tie in (*TIES, "")
    ]
    return Table(
        "table-record",
        Phrase("Disputes that became wars, by period and by who had an ally"),
        tuple(heads),
        tuple(rows),
        cites=to("cow-mid-5.0", "atop-5.1"),
    )


def _share(desk: Desk, one: Rate | None) -> Phrase:
    if one is None:
        return Phrase("–")
    share, wars, disputes = (_entered(desk, one, part) for part in ("share", "wars", "disputes"))
    return Phrase(f"{share} ({wars} of {disputes})")
