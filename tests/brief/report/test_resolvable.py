"""Every source that a scenario names can be looked up."""

from __future__ import annotations

import re
from typing import Any, Final

import pytest
import yaml

from foedus.brief.bundle.sourcing import entries
from foedus.brief.report.citing import Reference, archival
from foedus.brief.report.crisis.shelf import Shelf
from foedus.crisis.scenario import bundled, dump, load

_ADDRESS: Final = re.compile(r"https?://[^\s()]+")
_ISBN: Final = re.compile(r"\bISBN ([\d-]+X?)")


def content_of(name: str) -> dict[str, Any]:
    """A bundled scenario as a brief reads it."""
    return dict(yaml.safe_load(dump(load(name))))


def named(name: str) -> dict[str, Reference]:
    """Every reference that a scenario leads to, cited or only listed."""
    content = content_of(name)
    known = content.pop("sources", None)
    shelf = Shelf(known)
    cites = list(shelf.rest())
    if isinstance(known, dict) and not all(str(key).isdecimal() for key in known):
        cites += [one for key in known for one in shelf.cites(str(key))]
    for _, entry in entries(content):
        cites += shelf.cites(entry.get("source"))
    return {one.id: shelf.references[one.id] for one in cites}


def texts_of(name: str) -> list[str]:
    """Every source text of a scenario."""
    content = content_of(name)
    found = [str(one) for one in dict(content.get("sources") or {}).values()]
    for _, entry in entries(content):
        source = entry.get("source")
        found += source.values() if isinstance(source, dict) else [source] if source else []
    return [str(one) for one in found]


def resolves(one: Reference) -> bool:
    """Whether a reference has an address, or its text an address or a book's number."""
    return bool(one.link or _ADDRESS.search(one.text) or _ISBN.search(one.text))


def checks(isbn: str) -> bool:
    """Whether the check digit of an ISBN is right."""
    signs = isbn.replace("-", "")
    digits = [10 if sign == "X" else int(sign) for sign in signs]
    if len(digits) == 10:
        return sum((10 - i) * one for i, one in enumerate(digits)) % 11 == 0
    return len(digits) == 13 and sum(one * (1, 3)[i % 2] for i, one in enumerate(digits)) % 10 == 0


@pytest.mark.parametrize("name", bundled())
def test_every_source_resolves(name: str) -> None:
    """By an address or a book's number: its own, or that of another work on the same."""
    found = named(name).values()
    assert found
    assert [one.text or one.id for one in found if not resolves(one)] == []


@pytest.mark.parametrize("name", bundled())
def test_addresses_and_book_numbers_are_well_formed(name: str) -> None:
    for text in texts_of(name):
        for address in _ADDRESS.findall(text):
            assert re.fullmatch(r"https?://[\w.-]+\.[a-z]{2,}/\S*[\w/]", address), address
        for isbn in _ISBN.findall(text):
            assert checks(isbn), isbn
    for one in named(name).values():
        if one.text and one.link:
            assert not _ADDRESS.search(one.text), one.text
            assert not one.text.endswith(("(", ",", " ")), one.text


def test_an_address_behind_a_work_becomes_its_link() -> None:
    plain = "Simla Agreement, 2 July 1972"
    shelf = Shelf()
    (cite,) = shelf.cites(f"{plain} (https://example.org/simla), paras 1 and 4")
    one = shelf.references[cite.id]
    assert (one.text, one.link, cite.place) == (plain, "https://example.org/simla", "paras 1 and 4")
    assert cite.id == archival(plain).id
    ended = archival("Chang, G. (1990). Friends and Enemies. https://example.org/chang")
    assert (ended.text, ended.link) == ("Chang, G. (1990). Friends and Enemies.",
                                        "https://example.org/chang")  # fmt: skip


def test_several_addresses_stay_behind_their_works() -> None:
    text = "Treaty, 1 May 1990 (https://example.org/a); report, 2 May 1990 (https://example.org/b)"
    one = archival(text)
    assert (one.text, one.link) == (text, "")
    assert one.id == archival("Treaty, 1 May 1990; report, 2 May 1990").id
    assert archival("https://example.org/a").text == "https://example.org/a"


@pytest.mark.parametrize(
    ("isbn", "right"),
    [
        ("0-521-79101-4", True),
        ("978-0-691-12428-5", True),
        ("0-271-01489-X", True),
        ("0-521-79101-5", False),
        ("978-0-691-12428-6", False),
        ("123", False),
    ],
)
def test_the_check_digit_is_checked(isbn: str, right: bool) -> None:
    assert checks(isbn) is right
