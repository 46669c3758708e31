"""Points eight and nine: limits and known issues, the scale in full, sources; what made it."""

from __future__ import annotations

from foedus.brief.embed import drawn_with
from foedus.brief.report.blocks import References, Section, Table, kept, listing
from foedus.brief.report.citing import STYLE
from foedus.brief.report.filling import fill, say
from foedus.brief.report.phrases import Phrase, Sentence
from foedus.brief.report.registry import Origin
from foedus.brief.report.scale import scale_table

from .bottom import SCALE_CITE
from .desk import Desk

__all__ = ["limits", "made", "sources"]


def limits(desk: Desk) -> Section:
    """What the numbers cannot say, this study's warnings, and the scale of words."""
    items = listing(*_warnings(desk), *_known(desk))
    return Section("limits", Phrase("Limits and known issues"), kept(items, _scale(desk)))


def _warnings(desk: Desk) -> list[Sentence | None]:
    several = int((desk.bundle.manifest.get("equilibria") or {}).get("found") or 1) > 1
    searched = say(
        "<> equilibria were found in <> random starts; the numbers are those of the principal "
        "branch." if several else
        "<> equilibrium was found in <> random starts; there may be others.",
        desk.run("equilibria.found", "count"), desk.run("equilibria.searched", "count"),
    )  # fmt: skip
    return [*(Sentence(f"Warning of the study: {one}.") for one in desk.each("warnings")), searched]


def _known(desk: Desk) -> list[Sentence | None]:
    """Limits that hold for every crisis, each with the number of this study that it concerns."""
    hypothetical = desk.bundle.manifest.get("hypothetical")
    date = desk.run("date", "date")
    theta = desk.run("theta.id")
    return [
        say("The crisis of <> is hypothetical: it begins with an assumed first move, and "
            "the brief says nothing about whether that will be made.", date)
        if hypothetical
        else None,
        say("The record of disputes says little of most payoffs: of them the set <> keeps "
            "nearly all the doubt that its prior had.", theta),
        say("Choices are blunt where lambda is low: here it is <>, and the chance of war "
            "answers less to promises than a reader of diplomacy expects.",
            desk.run("theta.values.lambda", "plain")),
        say("A hotline's worth, the speed limit on decisions and how binding a treaty was are "
            "in no data set; in <> they are judgements carried through the model.", theta),
        say("An incident that carries a principal into war asks the other to yield or resist, "
            "never to stand back, so that the model of <> gives a hotline between principals "
            "little to do.", theta),
        say("In the chances above everybody knows the game; what states hide and misread is solved "
            "apart, in version <> by asking for types, and bears on no interval.",
            desk.run("foedus")),
        say("There is one issue, two camps, and every state is of one mind; how a war is fought "
            "is not modelled in the <> positions of this game.", desk.run("positions", "count")),
        say("One crisis proves no probability: what began on <> happened once.", date)
        if not hypothetical
        else None,
    ]  # fmt: skip


def _scale(desk: Desk) -> Table:
    def put(i: int, term: str, span: tuple[float, float]) -> str:
        origin = Origin("package", "scale", (("term", term),), ("from", "to"))
        return desk.book.put(f"scale/{i}", span, "interval", origin)

    ends = desk.book.put(
        "scale/ends", ".01 and .99", "text", Origin("package", "scale", (), ("ends",))
    )
    note = Sentence(
        f"Its outermost terms end at {ends}; they are extended here to what is impossible and to "
        "what is certain; a term ends where the next begins.",
        (SCALE_CITE,),
    )
    return scale_table(put, notes=(note,))


def sources() -> Section:
    """The numbered list."""
    return Section("sources", Phrase("Sources"), (References(),))


def made(desk: Desk) -> tuple[tuple[str, Phrase], ...]:
    """Run, versions, hashes: no clock and no machine."""
    rows: list[tuple[str, str | None]] = [
        ("run", desk.run("key")),
        ("scenario", desk.run("name")),
        ("changes asked for", _edits(desk)),
        ("parameters", fill("<>: <>", desk.run("theta.id"), desk.run("theta.status"))),
        ("draws", desk.run("draws", "count")),
        ("seed", desk.run("seed", "count")),
        ("foedus", desk.run("foedus")),
        ("solver", desk.run("solver", "count")),
        ("positions", desk.run("positions", "count")),
        ("residual", desk.run("residual", "residual")),
        *(
            (f"version of {name}", desk.run(f"versions.{name}"))
            for name in desk.bundle.manifest.get("versions") or {}
            if name != "foedus"
        ),
        ("drawn with", desk.fact("drawn", drawn_with(), "text", "drawn")),
        ("references set in", desk.fact("style", STYLE, "text", "style")),
        ("hash of the scenario", _hash(desk)),
    ]
    return tuple((name, Phrase(value)) for name, value in rows if value)


def _edits(desk: Desk) -> str:
    found = [desk.run(f"specs.{i}") or desk.run(f"edits.{i}")
             for i, _ in enumerate(desk.bundle.manifest.get("edits") or [])]  # fmt: skip
    return ", ".join(one for one in found if one) or "none"


def _hash(desk: Desk) -> str:
    from foedus.core.provenance import sha256_bytes

    value = sha256_bytes(desk.bundle.scenario.encode())
    origin = Origin("bundle", "scenario.yaml", (), ("sha256",))
    return desk.book.put("scenario.yaml/sha256", value, "text", origin)
