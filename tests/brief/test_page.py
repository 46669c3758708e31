"""The page: one file, nothing fetched, the same bytes, safe with any text."""

from __future__ import annotations

import base64
import csv
import io
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest

from foedus.brief.bundle.page import page
from foedus.brief.bundle.plots import pictures
from foedus.brief.picture import Picture
from foedus.brief.words import short
from foedus.core.bundle import Bundle
from foedus.crisis.scenario import bundled, dump, load

Make = Callable[..., Bundle]


class Reader(HTMLParser):
    """Collects tags, and text outside scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.said: list[str] = []
        self.inside = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        self.inside = tag

    def handle_data(self, data: str) -> None:
        if self.inside not in ("script", "style"):
            self.said.append(data)


@pytest.fixture(scope="module")
def bundle(make: Make) -> Bundle:
    return make(edits=("without dual-alliance",))


@pytest.fixture(scope="module")
def html(bundle: Bundle) -> str:
    return page(bundle)


@pytest.fixture(scope="module")
def drawn(bundle: Bundle) -> tuple[Picture, ...]:
    return pictures(bundle)


def test_the_same_bundle_gives_the_same_bytes(bundle: Bundle, html: str, make: Make) -> None:
    assert page(make(edits=("without dual-alliance",))).encode() == html.encode()


def test_nothing_is_fetched(html: str) -> None:
    for tag, attributes in Reader(html).tags:
        for name in ("src", "srcset", "poster", "action", "background", "xlink:href"):
            assert name not in attributes, (tag, name)
        href = attributes.get("href", "")
        assert href.startswith(("data:", "#")) or not href, (tag, href)
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert style is not None
    assert "@import" not in style[1]
    assert all(found.startswith("data:") for found in re.findall(r"url\(([^)]*)\)", style[1]))


def test_a_policy_forbids_what_the_page_does_not_need(html: str) -> None:
    policies = [
        attributes["content"]
        for tag, attributes in Reader(html).tags
        if attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    assert len(policies) == 1
    assert "default-src 'none'" in policies[0]
    assert "unsafe-eval" not in policies[0]
    assert "http" not in policies[0]


def test_the_drawing_library_is_embedded_once(html: str) -> None:
    assert html.count("window.vegaEmbed=") == 1
    assert len(html) < 2_500_000


def test_the_font_is_small_and_has_its_licence(html: str) -> None:
    from importlib.resources import files

    found = re.findall(r"data:font/woff2;base64,([A-Za-z0-9+/=]+)", html)
    assert len(found) == 1
    assert base64.b64decode(found[0])[:4] == b"wOF2"
    assert len(base64.b64decode(found[0])) < 60_000
    licence = files("foedus.brief").joinpath("fonts/SourceSans3-LICENSE.txt").read_text()
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


def test_every_picture_is_there_with_words_and_data(
    bundle: Bundle, drawn: tuple[Picture, ...], html: str
) -> None:
    reader = Reader(html)
    charts = {a["id"]: a for tag, a in reader.tags if a.get("class") == "chart"}
    links = {a["download"]: a["href"] for tag, a in reader.tags if tag == "a" and "download" in a}
    specs = re.search(r'<script type="application/json" id="specs">(.*?)</script>', html, re.DOTALL)
    assert specs is not None
    for one in drawn:
        assert charts[f"chart-{one.id}"]["aria-label"] == one.alt
        assert charts[f"chart-{one.id}"]["role"] == "img"
        link = links[f"july-1914-{one.id}.csv"]
        content = unquote(link.removeprefix("data:text/csv;charset=utf-8,"))
        assert list(csv.reader(io.StringIO(content))) == list(csv.reader(io.StringIO(one.csv)))
        assert json.loads(specs[1])[one.id] == json.loads(json.dumps(one.spec))


def test_sources_are_numbered_and_cited(html: str) -> None:
    reader = Reader(html)
    cited = {
        a["href"]
        for tag, a in reader.tags
        if tag == "a" and a.get("href", "").startswith("#source-")
    }
    listed = {"#" + a["id"] for tag, a in reader.tags if tag == "li" and "id" in a}
    assert len(cited) >= 3
    assert cited <= listed
    assert (
        "Kautsky (ed.), Die deutschen Dokumente zum Kriegsausbruch 1914, Berlin 1919, no. 257"
        in html
    )


def test_it_says_what_made_it_and_that_theta_is_not_fitted(
    bundle: Bundle, drawn: tuple[Picture, ...], html: str
) -> None:
    text = " ".join(Reader(html).said)
    assert bundle.manifest["key"] in text
    assert "provisional: not yet fitted" in text
    assert text.count("not yet fitted") > len(drawn)
    assert str(bundle.manifest["seconds"]) not in text


def test_hostile_text_stays_text(make: Make) -> None:
    evil = "</script><script>document.title='broken'</script><img src=x onerror=alert(1)>"
    bundle = make(title=evil)
    bundle.manifest["title"] = evil
    bundle.tables["fights"] = bundle.tables["fights"].with_columns(
        name=evil + bundle.tables["fights"]["name"]
    )
    tags = Reader(page(bundle)).tags
    assert [tag for tag, _ in tags].count("script") == 4
    assert "img" not in [tag for tag, _ in tags]


@pytest.mark.parametrize("partial", [True, False])
def test_partial_and_plain_bundles_make_a_page(make: Make, partial: bool) -> None:
    text = " ".join(Reader(page(make(partial=partial))).said)
    assert ("incomplete study" in text) is partial
    assert ("Confidence is low") in text


def test_a_bundle_with_nothing_in_it_says_so() -> None:
    empty = Bundle({"name": "x", "foedus": "0", "hypothetical": True, "complete": False}, "", {})
    text = " ".join(Reader(page(empty)).said)
    assert "no numbers to draw yet" in text
    assert "hypothetical" in text


@pytest.mark.parametrize("name", bundled())
def test_every_bundled_scenario_is_told_with_its_sources(name: str) -> None:
    crisis = load(name)
    manifest = {"name": name, "title": crisis.title, "date": str(crisis.date), "foedus": "0"}
    reader = Reader(page(Bundle(manifest, dump(crisis), {})))
    text = " ".join(reader.said)
    assert all(" ".join(fact.text.split()) in " ".join(text.split()) for fact in crisis.facts)
    links = {a["href"] for tag, a in reader.tags if a.get("href", "").startswith("#source-")}
    listed = {"#" + a["id"] for tag, a in reader.tags if tag == "li" and "id" in a}
    assert len(links) >= 3
    assert links <= listed
    titles = [short(treaty.title or key) for key, treaty in crisis.treaties.items()]
    assert len(set(titles)) == len(titles)
