"""HTML, PDF and Markdown of one brief: whole, accessible, self-contained, the same bytes."""

from __future__ import annotations

import csv
import hashlib
import io
import itertools
import re
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from urllib.parse import unquote

import pytest

from foedus.brief.look import CAMPS, INK, MUTED
from foedus.brief.report.blocks import Picture, Table
from foedus.brief.report.crisis.brief import crisis_brief
from foedus.brief.report.draw import unmixed
from foedus.brief.report.html import html
from foedus.brief.report.markdown import markdown
from foedus.brief.report.model import Report, blocks, sentences
from foedus.brief.report.pdf import pdf
from foedus.brief.report.write import FORMS, form, rendered, require, write
from foedus.core.bundle import Bundle
from foedus.core.errors import BundleError, UsageError

VOID = {"meta", "link", "br", "hr", "img", "input", "col", "wbr"}


class Reader(HTMLParser):
    """Collects tags and text outside styles, and checks that what is opened is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.said: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.said.append(data)

    def of(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def page(report: Report) -> Reader:
    return Reader(html(report))


@pytest.fixture(scope="module")
def pictures(report: Report) -> list[Picture]:
    return [one for one in blocks(report) if isinstance(one, Picture)]


def flat(text: str) -> str:
    return " ".join(text.split())


def test_the_page_has_one_title_and_headings_in_order(page: Reader) -> None:
    assert page.open == []
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(b <= a + 1 for a, b in itertools.pairwise(levels))
    assert page.of("html")[0]["lang"] == "en"
    assert len(page.of("main")) == len(page.of("nav")) == len(page.of("title")) == 1


def test_every_sentence_is_on_the_page(report: Report, page: Reader) -> None:
    text = flat("".join(page.said))
    for one in sentences(report):
        said = flat(one.text(report.numbers)).rstrip(".")
        assert said in text


def test_the_first_link_skips_to_the_text(page: Reader) -> None:
    ids = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
    inner = [a["href"] for a in page.of("a") if a["href"].startswith("#")]
    assert page.of("a")[0]["href"] == "#content"
    assert {href[1:] for href in inner} <= ids
    names = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(names) == len(set(names))


def test_every_picture_has_words_and_data(page: Reader, pictures: list[Picture]) -> None:
    drawn = page.of("svg")
    # wide, and where a narrow screen needs another drawing, that after it
    said = [alt for one in pictures for alt in [one.alt] * (1 + bool(one.thin))]
    assert [one["aria-label"] for one in drawn] == said
    assert sum(one.get("class") == "narrow" for one in page.of("div")) == len(drawn) - len(pictures)
    assert all(one["role"] == "img" for one in drawn)
    assert not page.of("img")
    links = {a["download"]: a["href"] for a in page.of("a") if "download" in a}
    for one in pictures:
        content = unquote(links[f"july-1914-{one.id}.csv"].partition(",")[2])
        rows = list(csv.reader(io.StringIO(content)))
        assert rows == list(csv.reader(io.StringIO(one.csv)))
        assert len(rows) > 1
        assert len({len(row) for row in rows}) == 1


def test_tables_say_what_their_heads_head(report: Report, page: Reader) -> None:
    tables = [one for one in blocks(report) if isinstance(one, Table)]
    assert len(page.of("table")) == len(page.of("caption")) == len(tables) > 8
    assert all(one.get("scope") in {"col", "row", "rowgroup"} for one in page.of("th"))
    rows = sum(not row.group for one in tables for row in one.rows)
    assert sum(one["scope"] == "row" for one in page.of("th")) == rows
    # What scrolls can be reached with the keyboard, and has a name.
    for one in (a for _, a in page.tags if a.get("class") == "scroll"):
        assert one["tabindex"] == "0"
        assert one["role"] == "region"
        assert "aria-label" in one or "aria-labelledby" in one


def test_nothing_is_fetched_and_nothing_runs(report: Report, page: Reader) -> None:
    assert not page.of("script")
    policies = [m["content"] for m in page.of("meta") if "http-equiv" in m]
    assert len(policies) == 1
    assert "default-src 'none'" in policies[0]
    assert "script-src" not in policies[0]
    for tag, attributes in page.tags:
        for name in ("src", "srcset", "action", "xlink:href", "poster"):
            assert name not in attributes, tag
        assert not any(name.startswith("on") for name in attributes)
        if tag == "link":
            assert attributes["href"].startswith("data:")
    style = re.search(r"<style>(.*?)</style>", html(report), re.DOTALL)
    assert style is not None
    assert "@import" not in style[1]
    assert all(url.startswith("data:") for url in re.findall(r"url\(([^)]*)\)", style[1]))


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.1."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_text_stands_out_from_its_ground() -> None:
    style = files("foedus.brief.report").joinpath("templates/report.css").read_text("utf-8")
    names = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", style))
    used = set(re.findall(r"[^-]color: var\(--([a-z]+)\)", style))
    assert used == {"ink", "muted", "link"}
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    for name in used:
        assert contrast(names[name], "#ffffff") >= 4.5, name
        assert contrast(names[name], "#fff4c2") >= 4.5, name  # a reference that was linked to
    for colour in (INK, MUTED):
        assert contrast(colour, "#ffffff") >= 4.5
    for colour in CAMPS.values():
        assert contrast(colour, "#ffffff") >= 3  # no text: what a picture needs to be seen


def test_numbers_on_the_page_say_where_they_are_from(report: Report, page: Reader) -> None:
    found = page.of("data")
    assert len(found) > 300
    assert all(one["title"] and one["value"] for one in found)
    war = report.numbers["outcomes/base/any_war/point"]
    assert {"value": str(war.value), "title": war.origin.text} in found


def test_references_are_linked_from_the_text_and_out(report: Report, page: Reader) -> None:
    listed = [a["id"] for a in page.of("li") if a.get("id", "").startswith("ref-")]
    assert listed == [f"ref-{n}" for n in range(1, len(report.references) + 1)]
    cited = {a["href"][1:] for a in page.of("a") if a["href"].startswith("#ref-")}
    assert cited == set(listed)
    out = [a["href"] for a in page.of("a") if a["href"].startswith("http")]
    assert out == [one.link for one in report.references if one.link]


def test_hostile_text_stays_text(make: Callable[..., Bundle]) -> None:
    evil = "</style><script>alert(1)</script><img src=x onerror=alert(2)> `*_[x](y) {p} #set"
    bundle = make(title=evil)
    bundle.manifest["title"] = evil
    bundle.tables["fights"] = bundle.tables["fights"].with_columns(
        name=evil + bundle.tables["fights"]["name"]
    )
    report = crisis_brief(bundle)
    text = html(report)
    page = Reader(text)
    assert not page.of("script")
    assert not page.of("img")
    assert "alert(1)" in "".join(page.said)
    assert "<script" not in re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
    assert "<img" not in markdown(report).replace("\\<", "")
    assert "alert(1)" in pdf_text(pdf(report))


def test_pictures_do_not_share_inner_names(report: Report, pictures: list[Picture]) -> None:
    names = [name for one in pictures for name in re.findall(r'\bid="([^"]+)"', one.svg)]
    assert len(names) == len(set(names))
    once = '<svg><clipPath id="c1"/><path clip-path="url(#c1)"/><use href="#c1"/></svg>'
    assert unmixed(once, "x").count("x-c1") == 3


def pdf_text(content: bytes) -> str:
    import pypdf

    found = pypdf.PdfReader(io.BytesIO(content))
    return flat(" ".join(one.extract_text() for one in found.pages))


def test_the_pdf_holds_the_text(report: Report) -> None:
    import pypdf

    content = pdf(report)
    found = pypdf.PdfReader(io.BytesIO(content))
    assert found.metadata is not None
    assert found.metadata.title == "July 1914: from Sarajevo to general war"
    text = "".join(pdf_text(content).replace("-", "").split())
    said = [one.text(report.numbers) for one in sentences(report)]
    squeezed = ["".join(one.replace("-", "").rstrip(".").split()) for one in said]
    missing = [one for one in squeezed if one not in text]
    # A sentence over two pages has a footer in its middle.
    assert len(missing) <= len(found.pages)
    for one in report.references:
        if one.link:
            assert "".join(one.link.split())[:24].replace("-", "") in text
    fonts = {
        str(font.get_object()["/BaseFont"])
        for one in found.pages
        for font in one["/Resources"]["/Font"].values()
    }
    assert fonts
    assert all("SourceSans3" in name for name in fonts), fonts
    assert "/StructTreeRoot" in found.trailer["/Root"]  # tagged, for screen readers


def test_the_pdf_draws_letters_of_many_languages(report: Report) -> None:
    assert "SourceSans3" in str(pdf(report))
    from fontTools.ttLib import TTFont  # comes with the drawing libraries of the docs

    for name in ("Regular", "Semibold", "Bold", "Italic"):
        path = files("foedus.brief").joinpath(f"fonts/SourceSans3-{name}.ttf")
        with TTFont(str(path)) as font:
            known = font.getBestCmap()
        assert all(ord(sign) in known for sign in "äöüßéèçñšžčłąęøåİşğășț–−≥≤×“”’…→")


def test_markdown_is_plain_and_whole(report: Report) -> None:
    text = markdown(report)
    lines = text.splitlines()
    assert lines[0] == "# July 1914: from Sarajevo to general war"
    assert sum(line.startswith("## ") for line in lines) == len(report.sections)
    plain = re.sub(r"\\(.)", r"\1", text)
    for one in sentences(report):
        assert one.text(report.numbers).rstrip(".") in plain
    for line in lines:
        if line.startswith("| ---"):
            wide = line.count("|")
            head = lines[lines.index(line) - 1]
            assert len(re.findall(r"(?<!\\)\|", head)) == wide


@pytest.mark.parametrize("ending", FORMS)
def test_the_same_bundle_gives_the_same_bytes(
    ending: str, report: Report, root: Path, tmp_path: Path
) -> None:
    """In another process too."""
    script = (
        "import importlib.util, sys, hashlib\n"
        "spec = importlib.util.spec_from_file_location('m', sys.argv[1])\n"
        "m = importlib.util.module_from_spec(spec); spec.loader.exec_module(m)\n"
        "from foedus.brief.report.crisis.brief import crisis_brief\n"
        "from foedus.brief.report.write import rendered\n"
        "bundle = m.make_bundle(edits=('without dual-alliance', 'hotline:GMY-RUS'))\n"
        "print(hashlib.sha256(rendered(crisis_brief(bundle), sys.argv[2])).hexdigest())\n"
    )
    maker = root / "tests" / "brief" / "make_bundle.py"
    other = subprocess.run(
        [sys.executable, "-c", script, str(maker), ending],
        capture_output=True, text=True, check=True, cwd=tmp_path,
    )  # fmt: skip
    assert other.stdout.strip() == hashlib.sha256(rendered(report, ending)).hexdigest()


def test_a_file_is_written_whole_or_not_at_all(report: Report, tmp_path: Path) -> None:
    target = tmp_path / "new" / "brief.MD"
    assert write(report, target) == target
    assert target.read_text(encoding="utf-8") == markdown(report)
    write(report, target)
    assert [one.name for one in target.parent.iterdir()] == ["brief.MD"]
    taken = tmp_path / "taken.md"
    taken.mkdir()
    with pytest.raises(UsageError, match="cannot be written"):
        write(report, taken)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["new", "taken.md"]


def test_other_forms_are_refused_with_the_three_that_exist() -> None:
    with pytest.raises(UsageError, match=r"\.html, \.pdf, \.md"):
        form(Path("x.docx"))
    with pytest.raises(UsageError, match="did you mean"):
        form(Path("x.htm"))
    assert form(Path("a.b.Html")) == ".html"


def test_a_missing_library_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    require()
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(BundleError, match="typst"):
        require()


@pytest.mark.parametrize("partial", [True, False])
def test_partial_and_plain_bundles_make_a_brief(
    make: Callable[..., Bundle], blank: Callable[[Bundle], Report], partial: bool
) -> None:
    report = blank(make(partial=partial, draws=1))
    assert ("incomplete study" in report.flags) is partial
    text = markdown(report)
    assert ("incomplete study" in text) is partial
    assert "interval 0" not in text


def test_a_bundle_with_nothing_in_it_says_so(blank: Callable[[Bundle], Report]) -> None:
    empty = Bundle({"name": "x", "foedus": "0", "hypothetical": True, "complete": False}, "", {})
    report = blank(empty)
    assert report.flags == ("hypothetical", "incomplete study")
    assert markdown(report).startswith("# x\n")
    assert Reader(html(report)).open == []
    assert pdf(report).startswith(b"%PDF")
