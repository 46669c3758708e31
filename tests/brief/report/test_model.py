"""The model: no figure without a key, no sentence without grounds, no citation without a work."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.brief.report.blocks import (
    Block,
    Column,
    Paragraph,
    Picture,
    References,
    Row,
    Section,
    Table,
    paragraph,
)
from foedus.brief.report.citing import archival
from foedus.brief.report.errors import ReportError
from foedus.brief.report.model import Report
from foedus.brief.report.phrases import Cite, Phrase, Sentence
from foedus.brief.report.registry import Book, Origin, at_path

ORIGIN = Origin("package", "", (), ("here",))


def a_report(*blocks: Block, **more: Any) -> Report:
    book = Book()
    book.put("p", 0.37, "probability", ORIGIN)
    source = archival("The Times, 22 July 1911")
    section = Section("one", Phrase("One"), blocks)
    given = {
        "name": "x", "title": Phrase("A title"), "subtitle": Phrase(""), "kicker": Phrase(""),
        "sections": (section,), "numbers": book.numbers(), "library": {source.id: source},
    }  # fmt: skip
    return Report(**(given | more))


def test_a_sentence_without_grounds_is_refused() -> None:
    with pytest.raises(ReportError, match="without a number and without a source"):
        Sentence("War is likely.")
    assert Sentence("War is {p:word}.").keys == ("p",)
    assert Sentence("War was likely.", (Cite("a"),)).keys == ()


@given(st.text().filter(lambda text: any(sign.isdigit() for sign in text)))
def test_a_figure_in_the_text_itself_is_refused(text: str) -> None:
    with pytest.raises(ReportError):
        Phrase(text.replace("{", "(").replace("}", ")"))


@pytest.mark.parametrize("text", ["{p", "p}", "{p} and {", "{p:}"])
def test_an_open_brace_is_refused(text: str) -> None:
    with pytest.raises(ReportError, match="brace"):
        Phrase(text)


def test_a_number_that_is_not_in_the_book_is_refused() -> None:
    with pytest.raises(ReportError, match="not in the book"):
        a_report(Paragraph((Sentence("It is {q}."),)))


def test_a_reference_that_is_not_in_the_library_is_refused() -> None:
    with pytest.raises(ReportError, match="library"):
        a_report(Paragraph((Sentence("So it was.", (Cite("nobody"),)),)), References())


def test_references_are_listed_once_where_any_is_cited() -> None:
    cited = Paragraph((Sentence("So it was.", (Cite(archival("The Times, 22 July 1911").id),)),))
    with pytest.raises(ReportError, match="not listed"):
        a_report(cited)
    with pytest.raises(ReportError, match="listed twice"):
        a_report(cited, References(), References())
    assert [one.text for one in a_report(cited, References()).references] == [
        "The Times, 22 July 1911"
    ]


def test_likelihood_and_confidence_never_share_a_sentence() -> None:
    with pytest.raises(ReportError, match="likelihood and confidence"):
        a_report(Paragraph((Sentence("War is {p:word}; confidence is low."),)))
    a_report(Paragraph((Sentence("War is {p:word}."), Sentence("Confidence is low: {p}."))))


def test_two_parts_of_one_name_are_refused() -> None:
    table = Table("t", Phrase("T"), (Column(Phrase("a")),), ())
    with pytest.raises(ReportError, match="one name"):
        a_report(table, table)


def test_a_ragged_table_is_refused() -> None:
    with pytest.raises(ReportError, match="cells"):
        Table("t", Phrase("T"), (Column(Phrase("a")),), (Row((Phrase("x"), Phrase("y"))),))


@pytest.mark.parametrize("lacking", ["title", "alt", "svg", "csv"])
def test_a_picture_without_words_or_data_is_refused(lacking: str) -> None:
    parts = {"title": "t", "alt": "a", "svg": "<svg/>", "csv": "a\r\n1\r\n"} | {lacking: " "}
    with pytest.raises(ReportError, match=lacking):
        Picture("p", parts["title"], "", "", parts["alt"], parts["svg"], parts["csv"])


def test_numbers_keep_their_place_and_one_key_is_one_number() -> None:
    frame = pl.DataFrame({"case": ["base", "edited"], "point": [0.1, 0.2], "q": [None, 0.5]})
    book = Book()
    key = book.table("bundle", "outcomes", frame, "point", "probability", case="edited")
    assert key == "{outcomes/edited/point}"
    one = book.numbers()["outcomes/edited/point"]
    assert (one.value, one.text) == (0.2, "0.20")
    assert one.origin.text == "bundle, outcomes: case edited: point"
    assert book.table("bundle", "outcomes", frame, "q", "probability", case="base") is None
    assert book.table("bundle", "outcomes", frame, "point", "probability", case="none") is None
    assert book.table("bundle", "outcomes", None, "point", "probability") is None
    with pytest.raises(ReportError, match="more than one row"):
        book.table("bundle", "outcomes", frame, "point", "probability")
    with pytest.raises(ReportError, match="one key"):
        book.put("outcomes/edited/point", 0.3, "probability", one.origin)
    with pytest.raises(ReportError, match="key of a number"):
        book.put("a{b", 1, "count", ORIGIN)


@given(
    st.recursive(
        st.integers() | st.text(),
        lambda inner: st.lists(inner, min_size=1, max_size=3),
        max_leaves=4,
    )
)
def test_a_path_leads_to_what_it_names(content: Any) -> None:
    steps, at = [], content
    while isinstance(at, list):
        steps.append(str(len(at) - 1))
        at = at[-1]
    assert at_path({"x": content}, ".".join(["x", *steps])) == at
    assert at_path({"x": content}, "y") is None
    assert at_path({"x": content}, ".".join(["x", *steps, "deeper"])) is None


def test_a_paragraph_of_nothing_is_none() -> None:
    assert paragraph(None, None) is None
    told = paragraph(None, Sentence("It is {p}."), role="note")
    assert told is not None
    assert (len(told.sentences), told.role) == (1, "note")


def test_an_unknown_way_of_writing_is_refused() -> None:
    book = Book()
    book.put("p", 0.5, "nonsense", ORIGIN)
    with pytest.raises(ReportError, match="no such way"):
        Phrase("{p}").text(book.numbers())
