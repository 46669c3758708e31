"""What calms, as far as the ledger can say: consultation, conditions, pledges not to fight."""

from __future__ import annotations

from foedus.brief.report.blocks import Listing, Paragraph, Section
from foedus.brief.report.filling import say
from foedus.brief.report.phrases import Phrase, Sentence

from .desk import Desk
from .literature import page, to

__all__ = ["calms"]

_HARDLY = 0.05
"""Changes of the net below this share of it are called hardly any."""


_UNCONDITIONAL = ("moral-hazard", "moral hazard")
"""The variant in which conditions bind nobody, as ledgers name it."""


def calms(desk: Desk) -> Section:
    """A list: what the ledger says of each means, and what it cannot say."""
    items = (_consultation(desk), _conditions(desk), _other(desk), _restraint(), _channels(desk))
    return Section(
        "calms",
        Phrase("What calms, and what the ledger cannot say of it"),
        (Listing(tuple(Paragraph((one,)) for one in items if one is not None)),),
    )


def _change(desk: Desk, variant: str) -> float | None:
    """How much higher the net is under a variant than as built; None where not computed."""
    found = desk.told["range"].get(variant)
    if found is None:
        return None
    return float(found["any_war"]["net"] - desk.told["range"]["as built"]["any_war"]["net"])


def _hardly(desk: Desk, change: float) -> bool:
    return abs(change) <= _HARDLY * abs(desk.told["range"]["as built"]["any_war"]["net"])


def _nets(desk: Desk, variant: str) -> tuple[str | None, str | None]:
    return (
        desk.at("range", variant, "any_war", "net", kind="net"),
        desk.at("range", "as built", "any_war", "net", kind="net"),
    )


def _consultation(desk: Desk) -> Sentence | None:
    change = _change(desk, "consultation=0")
    if change is None:
        return None
    way = "calm" if change > 0 else "do not calm"
    size = ", though hardly" if _hardly(desk, change) else ""
    return say(
        f"Consultation: pledges to consult {way} in this game{size}; were they worth nothing, the "
        "net of all pacts would be <> expected wars in place of <>. What they are worth is an "
        "assumption of the game, <> of a dedicated channel, and no data set says it.",
        *_nets(desk, "consultation=0"),
        desk.at("ledger", "theta", "values", "consultation", kind="plain"),
        cites=(page("not-known"),),
    )


def _conditions(desk: Desk) -> Sentence | None:
    variant = next((one for one in _UNCONDITIONAL if one in desk.told["range"]), "")
    change = _change(desk, variant)
    if change is None:
        return None
    if _hardly(desk, change):
        told = "make hardly any difference in sum"
    else:
        told = "calm" if change > 0 else "do not calm in sum"
    return say(
        f"Conditions (help that hangs on who attacks): in this game they {told}; with all of them "
        "struck out the net is <> expected wars in place of <>. The literature finds that it "
        "matters what help hangs on.",
        *_nets(desk, variant),
        cites=to("benson-2011", "snyder-1984"),
    )


def _other(desk: Desk) -> Sentence | None:
    change = _change(desk, "treaties=defence")
    if change is None:
        return None
    if _hardly(desk, change):
        told = "nearly all of the net is due to pledges to fight"
    else:
        told = (
            "the rest of the net is due to pledges of neutrality, non-aggression and consultation"
            if change > 0
            else "pledges of neutrality, non-aggression and consultation work against it"
        )
    return say(
        "Pledges not to fight: with pledges of defence and offence alone in force the net is <> "
        f"expected wars in place of <>, so {told}.",
        *_nets(desk, "treaties=defence"),
    )


def _restraint() -> Sentence:
    return Sentence(
        "Restraint: allies can hold a partner back as well as a foe, and some find that targets "
        "with allies they value concede more readily.",
        to("fang-2014", "snyder-1984"),
    )


def _channels(desk: Desk) -> Sentence | None:
    return say(
        "Channels, warning times, exercises: the ledger's <> games hold none of them, since no "
        "record says which disputes had them; a single crisis can be asked, with 'foedus run' "
        "and a hotline or a slower mobilisation, and the answer then rests on an assumed quality "
        "of the channel.",
        desk.at("stages", "escalation", "rows", kind="count"),
        cites=(page("not-known"),),
    )
