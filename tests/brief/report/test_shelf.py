"""Sources of scenarios as citations."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from foedus.brief.report.citing import Reference, archival, library, listed
from foedus.brief.report.crisis.shelf import Shelf
from foedus.crisis.scenario import bundled, dump, load

KEYS = {
    "nmc": "Correlates of War Project, National Material Capabilities, version 6.0 (Singer 1987)",
    "albertini": "Luigi Albertini, The Origins of the War of 1914, 3 vols., Oxford 1952-57",
}
LIST = ["Lavoy, P. (ed.) (2009). Asymmetric Warfare in South Asia. Cambridge."]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("nmc: 1913, CINC 0.0447", [("nmc-6.0", "1913, CINC 0.0447"), ("singer-1987", "")]),
        ("nmc", [("nmc-6.0", ""), ("singer-1987", "")]),
        ("Albertini, vol. I", [(archival(KEYS["albertini"]).id, "vol. I")]),
        ("albertini: vol. II; plan R", [(archival(KEYS["albertini"]).id, "vol. II; plan R")]),
        ("ICB v15, crisis 185", [("icb-15", "crisis 185")]),
        ("The Times, 22 July 1911", [("text-the-times-22-july-1911", "")]),
        ("Simla Agreement, 2 July 1972, paras 1 and 4",
         [("text-simla-agreement-2-july-1972", "paras 1 and 4")]),
        ("UN Security Council Resolution 338, 22 October 1973", [("unsc-338", "22 October 1973")]),
        ("FRUS 1961-1963, vol. XI, doc. 84", [("frus-1961-11", "doc. 84")]),
        ("nmcx: 1913", [("text-nmcx-1913", "")]),
    ],
)  # fmt: skip
def test_a_source_is_found(text: str, found: list[tuple[str, str]]) -> None:
    assert [(one.id, one.place) for one in Shelf(KEYS).cites(text)] == found


def test_a_remark_is_no_source() -> None:
    shelf = Shelf(KEYS)
    assert shelf.cites("neighbour of Serbia") == ()
    assert shelf.remark("Invented for this scenario")
    assert not shelf.remark("nmc: 1913")
    assert not shelf.remark(None)
    (one,) = [c for c in shelf.cites("nmc: 1913; Serbia 1911, the last year") if c.place]
    assert one.place == "1913; Serbia 1911, the last year"


@pytest.mark.parametrize("known", [LIST, {"1": LIST[0]}])
def test_a_name_and_year_lead_to_the_list(known: object) -> None:
    shelf = Shelf(known)
    cites = shelf.cites("Lavoy (ed.), Asymmetric Warfare in South Asia (2009), ch. 3")
    assert [(one.id, one.place) for one in cites] == [(archival(LIST[0]).id, "ch. 3")]
    assert shelf.references[cites[0].id].text == LIST[0]
    assert shelf.rest() == Shelf(LIST).rest() != ()


@given(st.text(max_size=60))
def test_any_text_becomes_citations_of_known_references(text: str) -> None:
    shelf = Shelf(KEYS)
    for one in shelf.cites(text):
        assert one.id in shelf.references


@pytest.mark.parametrize("name", bundled())
def test_no_source_of_a_bundled_scenario_is_lost(name: str) -> None:
    """Every source of every entry gives a citation, and data sets are recognised as such."""
    content = yaml.safe_load(dump(load(name)))
    shelf = Shelf(content.get("sources"))
    found: set[str] = set()
    for actor in content["actors"].values():
        source = actor.get("source") or {}
        for text in source.values() if isinstance(source, dict) else [source]:
            cites = shelf.cites(text)
            assert cites or shelf.remark(text), text
            found |= {one.id for one in cites}
    assert found & {"nmc-6.0", "nmc-7.0"}
    assert "vdem-16" in found


def test_references_are_set_by_the_style_in_the_given_order() -> None:
    known = library()
    two = (known["palmer-2022"], archival("The Times, 22 July 1911"), known["sarkees-2010"])
    first, second, third = ("".join(w.text for w in one) for one in listed(two))
    assert first.startswith("G. Palmer et al., “The MID5 Dataset")
    assert "doi" not in first
    assert second == "The Times, 22 July 1911."
    assert "Resort to War" in third
    assert listed(()) == ()
    italic = [w.text for w in listed(two)[0] if w.italic]
    assert "Conflict Management and Peace Science" in italic


def test_every_work_of_the_package_can_be_set() -> None:
    works = tuple(library().values())
    for one, words in zip(works, listed(works), strict=True):
        text = "".join(w.text for w in words)
        assert text.endswith((".", "!", "?", "”", '"')), text
        assert "<" not in text
        assert isinstance(one, Reference)
