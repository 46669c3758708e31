"""Links of files: each page has a file of its own, and relative names lead to it."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.core.errors import FoedusError
from foedus.web.export.finish import POLICY, finished
from foedus.web.export.site import Key, Site, Static, path
from foedus.web.links import Links

values = st.text(st.sampled_from("abcXYZ019.:=-_ ,~+/é"), min_size=1, max_size=8)
states = st.lists(
    st.tuples(st.sampled_from(("name", "with", "without", "page", "sort")), values), max_size=4
)
keys = st.tuples(
    st.sampled_from(("ledger", "ledger/dispute", "ledger/rows.csv", "network", "record")),
    states.map(tuple),
)


@given(keys, keys)
def test_different_pages_have_different_files(one: Key, other: Key) -> None:
    assert (path(one) == path(other)) == (one == other)


@given(keys)
def test_a_name_is_one_that_any_system_takes(page: Key) -> None:
    name = path(page)
    assert not set(name) - set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.~_-+,/"
    )
    assert ".." not in name.split("/")


def test_a_crisis_has_a_folder() -> None:
    assert path(("crisis", ())) == "crisis/index.html"
    assert path(("crisis", (("name", "a-1"),))) == "crisis/a-1/index.html"
    words = (("name", "a-1"), ("without", "pact"), ("with", "hotline:A-B=0.8"))
    assert path(("crisis", words)) == "crisis/a-1/without-pact,with-hotline~A-B+3d0.8.html"
    assert path(("crisis/brief.html", words[:1])) == "crisis/a-1/brief.html"


@pytest.fixture
def site() -> Site:
    site = Site()
    for room, state in (
        ("", {}),
        ("crisis", {"name": "x", "without": ["a"], "with": ["hotline:A-B"]}),
        ("ledger", {"sort": "-war"}),
        ("sources/dataset", {"name": "atop"}),
    ):
        site.add(room, state)
    site.alias("network", {"year": 1914}, site.add("network", {}))
    return site


def test_every_link_leads_to_its_file_from_everywhere(site: Site) -> None:
    pages: list[tuple[str, dict[str, object]]] = [
        ("", {}),
        ("crisis", {"name": "x", "without": ["a"], "with": ("hotline:A-B",)}),
        ("ledger", {"sort": "-war", "major": False}),
        ("sources/dataset", {"name": "atop"}),
        ("network", {}),
        ("network", {"year": 1914}),
    ]
    for room, state in pages:
        here = site.find(room, state)  # pyrefly: ignore[bad-argument-type]
        assert here
        links: Links = Static(site, here)
        assert not links.live
        for other, wanted in pages:
            to = links.to(other, **wanted)  # pyrefly: ignore[bad-argument-type]
            assert not to.startswith("/")
            assert ":" not in to
            led = posixpath.normpath(posixpath.join(posixpath.dirname(here), unquote(to)))
            assert led == site.find(other, wanted)  # pyrefly: ignore[bad-argument-type]
        style = posixpath.join(posixpath.dirname(here), links.asset("style.css"))
        assert posixpath.normpath(style) == "static/style.css"


def test_what_is_not_written_has_no_address(site: Site) -> None:
    links = Static(site, "index.html")
    assert links.to("ledger") == ""
    assert links.to("crisis", name="x") == ""
    assert len(site) == 5


def test_two_pages_never_share_a_file(site: Site) -> None:
    with pytest.raises(FoedusError, match="two pages want this file"):
        site.add("ledger", {"sort": "-WAR"})  # the same where letters have no case
    with pytest.raises(FoedusError, match="its name is too long"):
        site.add("ledger", {"who": "x" * 201})


def test_a_link_to_nothing_is_words() -> None:
    text = (
        '<meta charset="utf-8"><a class="x" href="">gone <b>b</b></a> <a href="#main">kept</a>'
        '<svg><a rel="y" href=""><circle/></a></svg>'
    )
    found = finished(text)
    assert "<a" not in found.replace('<a href="#main">', "")
    assert "gone <b>b</b> " in found
    assert "<svg><circle/></svg>" in found
    assert f'content="{POLICY}"' in found


def test_a_page_without_a_place_for_the_policy_is_refused() -> None:
    with pytest.raises(FoedusError, match="character set"):
        finished("<p>no head</p>")
