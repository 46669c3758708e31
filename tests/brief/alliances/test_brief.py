"""The brief on alliances as it ships: grounded, in order, resolvable, the same bytes twice."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from foedus.brief.alliances.literature import library
from foedus.brief.alliances.make import report
from foedus.brief.alliances.material import Material
from foedus.brief.report.blocks import Picture, Table
from foedus.brief.report.html import html
from foedus.brief.report.markdown import markdown
from foedus.brief.report.model import Report, blocks, phrases, sentences
from foedus.brief.report.pdf import pdf
from foedus.brief.words import SCALE

from .made import material

POINTS = (
    "bottom-line", "base-rates", "ledger", "mechanisms", "rivals", "assumptions", "tests", "limits",
    "sources", "run",
)  # fmt: skip


def test_the_nine_points_stand_in_their_order(brief: Report) -> None:
    assert tuple(section.id for section in brief.sections) == POINTS
    assert brief.provenance


def test_every_sentence_is_grounded(brief: Report) -> None:
    found = list(sentences(brief))
    assert len(found) > 50
    for one in found:
        assert one.keys or one.cites
        for key in one.keys:
            number = brief.numbers[key]
            assert number.origin.text
            assert number.text not in ("", "nan", "None")
        assert all(cite.id in brief.library for cite in one.cites)
        # No placeholder is left over, and no figure stands in the template itself.
        assert "{" not in one.text(brief.numbers)
        assert not re.search(r"\d", re.sub(r"\{[^}]*\}", "", one.template))


def test_likelihood_and_confidence_never_share_a_sentence(brief: Report) -> None:
    terms = [term for _, term in SCALE]
    seen = 0
    for one in sentences(brief):
        told = one.text(brief.numbers).casefold()
        if "confidence is" in told:
            seen += 1
            assert not any(re.search(rf"\b{term}\b", told) for term in terms)
    assert seen == 1


def test_no_number_is_missing_where_one_is_due(brief: Report) -> None:
    for one in phrases(brief):
        assert "nan" not in one.text(brief.numbers).casefold().split()


def test_every_reference_can_be_looked_up(brief: Report) -> None:
    assert len(brief.references) > 30
    for one in brief.references:
        assert one.link.startswith("https://") or one.text or "ISBN" in one.item or one.item


def test_the_works_of_this_brief_have_addresses() -> None:
    for key in ("leeds-2003", "johnson-leeds-2011", "benson-2011", "kenwick-2015", "snyder-1984",
                "jackson-nei-2015", "christensen-snyder-1990", "fearon-1994"):  # fmt: skip
        assert library()[key].link.startswith("https://doi.org/10.")


def test_pictures_have_words_and_data(brief: Report) -> None:
    found = [one for one in blocks(brief) if isinstance(one, Picture)]
    assert {"record", "every-dispute", "pacts-placebo", "whose-behaviour", "readings"} >= {
        one.id for one in found
    } - {"placebo", "timeline"}
    for one in found:
        assert len(one.alt) > 80
        assert one.csv.count("\n") > 1
        assert "<svg" in one.svg


def test_every_dispute_is_a_mark(brief: Report, shipped: Material) -> None:
    picture = next(
        one for one in blocks(brief) if isinstance(one, Picture) and one.id == "every-dispute"
    )
    solved = int((shipped.ledger.rows["status"] == "solved").sum())
    assert picture.csv.count("\r\n") == solved + 1


def test_tables_are_whole(brief: Report) -> None:
    ids = [one.id for one in blocks(brief) if isinstance(one, Table)]
    wanted = [
        "record",
        "counts",
        "weights",
        "named",
        "readings",
        "theta",
        "data",
        "historians",
        "periods",
    ]
    assert {f"table-{name}" for name in wanted} <= set(ids)


class Hosts(HTMLParser):
    """Collects what a page would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "iframe"):
            self.fetched.append(tag)
        for name, value in attrs:
            if name in ("src", "srcset") or (tag == "link" and name == "href"):
                self.fetched.append(value or "")


def test_the_page_fetches_nothing(brief: Report) -> None:
    page = Hosts()
    page.feed(html(brief))
    assert [one for one in page.fetched if not one.startswith("data:")] == []


@pytest.mark.parametrize("bound", [-0.05, 0.05])
def test_the_same_ledger_gives_the_same_bytes(bound: float) -> None:
    one, two = (report(material(bound, 0.0, each=8)) for _ in range(2))
    assert html(one) == html(two)
    assert markdown(one) == markdown(two)
    assert pdf(one) == pdf(two)


def test_what_does_not_ship_is_said_or_left_out() -> None:
    made = markdown(report(material(-0.05, 0.0, each=8)))
    assert "No scores out of sample ship with this version" in made
    assert "Jackson and Nei find wars per pair of states a tenth as frequent" in made
    assert "Crises that never began" not in made
