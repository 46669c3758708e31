"""References: complete, each once, in order, and BibTeX that a reader takes."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.core.errors import FoedusError, UsageError
from foedus.sources.citing import bibtex, cite, works
from foedus.sources.citing.works import Name, Reference
from foedus.sources.getting import registry

ENTRY = re.compile(r"@(?P<kind>[a-z]+)\{(?P<key>[^,\s{}]+),\n(?P<fields>.*)\n\}", re.DOTALL)
FIELD = re.compile(r"  (?P<name>[a-z]+) = \{(?P<value>.*)\},")
REQUIRED = {
    "article": {"author", "title", "journal", "year"},
    "book": {"author", "title", "publisher", "year"},
    "incollection": {"author", "title", "booktitle", "publisher", "year"},
    "inproceedings": {"author", "title", "booktitle", "year"},
    "techreport": {"author", "title", "institution", "year"},
    "misc": {"author", "title"},
}
LETTERS = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"))
EVERY = [one.id for one in registry.datasets()]


def balanced(text: str) -> bool:
    """Whether braces match, as BibTeX counts them: a backslash before one changes nothing."""
    depth = 0
    for one in text:
        depth += {"{": 1, "}": -1}.get(one, 0)
        if depth < 0:
            return False
    return depth == 0


def unescape(text: str) -> str:
    """What TeX prints."""
    names = {
        "backslash": "\\",
        "braceleft": "{",
        "braceright": "}",
        "asciitilde": "~",
        "asciicircum": "^",
    }
    return re.sub(
        r"\\text([a-z]+)\{\}|\\([#$%&_])",
        lambda match: names[match[1]] if match[1] else match[2],
        text,
    )


def made(**given: object) -> Reference:
    """A reference with every field empty but those given."""
    blank: dict[str, object] = dict.fromkeys(Reference.__dataclass_fields__, "")
    blank |= {
        "id": "a-1",
        "kind": "book",
        "authors": (Name("A", "B"),),
        "editors": (),
        "year": 2000,
        "title": "T",
    }
    return Reference(**(blank | given))  # type: ignore[arg-type] # fields by name


def small(**given: object) -> str:
    """A file with one reference."""
    one = {"id": "a-1", "type": "book", "author": [{"family": "A", "given": "B"}], "title": "T"}
    return json.dumps([{key: v for key, v in (one | given).items() if v is not None}])


class TestReferences:
    def test_every_data_set_has_one(self) -> None:
        for name in EVERY:
            assert cite.references([name]), name

    def test_every_work_is_used(self) -> None:
        used = {key for one in registry.datasets() for key in one.references}
        used |= {key for one in registry.files() for key in one.references}
        assert used == set(works.works())

    def test_each_once_and_in_order(self) -> None:
        found = cite.references(["mid", "cow-mid", "atop", "MID"])
        assert [one.id for one in found] == [
            "atop-5.1",
            "cow-mid-5.0",
            "leeds-2002",
            "miller-2022",
            "palmer-2022",
        ]
        assert found == cite.references(["atop", "mid"])

    def test_marks_do_not_change_the_order(self) -> None:
        names = [one.authors[0].family for one in cite.references(EVERY)]
        assert names.index("D'Orazio") > names.index("Diehl")
        assert names.index("Hernangómez") < names.index("Hewitt")

    def test_of_nothing(self) -> None:
        assert cite.references([]) == ()
        assert cite.as_text([]) == ""
        assert cite.as_bibtex([]) == ""

    def test_an_unknown_data_set(self) -> None:
        with pytest.raises(UsageError, match="did you mean 'mid'"):
            cite.references(["midd"])

    def test_works_the_publishers_ask_for(self) -> None:
        asked = {
            "atop": "10.1080/03050620213653",
            "mid": "10.1177/0738894221995743",
            "gml": "10.1093/isq/sqw045",
            "nmc": "10.1080/03050628808434695",
            "contiguity": "10.1177/073889420201900203",
            "territory": "10.1177/073889429801600105",
            "trade": "10.1177/0738894209343887",
            "igo": "10.1177/0022343319881175",
            "icbe": "10.1017/psrm.2024.17",
            "un-votes": "10.1177/0022002715595700",
            "leaders": "10.1177/0022343308100719",
        }
        for name, doi in asked.items():
            assert doi in {one.doi for one in cite.references([name])}, name

    def test_what_came_through_a_package_cites_it(self) -> None:
        packages = {
            "arel-bundock-2018",
            "flynn-troopdata",
            "hernangomez-igor",
            "icbe-1.1",
            "miller-2022",
        }
        for file in registry.files():
            found = {one.id for one in cite.references([file.path])}
            if file.layout == "export":
                assert packages & found, file.path
        assert "miller-2022" not in {one.id for one in cite.references(["cow/MIDA 5.0.csv"])}

    def test_only_the_version_in_use(self) -> None:
        def ids(name: str) -> set[str]:
            return {one.id for one in cite.references([name])}

        assert "nmc-6.0" not in ids("nmc/7")
        assert "nmc-7.0" not in ids("nmc/6")
        assert {"nmc-6.0", "nmc-7.0"} <= ids("nmc")
        assert "miller-2022" not in ids("cow/NMC-70-abridged.csv")
        assert "miller-2022" in ids("derived/cow_nmc_7.0.csv.gz")
        assert "davies-2025" not in ids("ucdp/conflicts")

    def test_only_the_files_in_use(self) -> None:
        def ids(*names: str, files: tuple[str, ...]) -> list[str]:
            return [one.id for one in cite.references(names, files=files)]

        assert ids("nmc", files=("cow/NMC-60-abridged.csv",)) == [
            "nmc-6.0",
            "singer-1972",
            "singer-1987",
        ]
        assert ids("mid", files=()) == ["cow-mid-5.0", "palmer-2022"]
        assert ids(files=("cow/MIDA 5.0.csv",)) == ["cow-mid-5.0", "palmer-2022"]
        with pytest.raises(UsageError, match="no registered file"):
            ids("mid", files=("cow/MIDX.csv",))
        text = cite.as_text(["nmc"], files=["derived/cow_nmc_7.0.csv.gz"])
        assert "peacesciencer" in text
        assert "version 6.0" not in text
        assert "@misc{nmc-7.0," in cite.as_bibtex(["nmc"], files=["cow/NMC-70-abridged.csv"])

    def test_an_unknown_table(self) -> None:
        with pytest.raises(UsageError, match="did you mean 'mid/disputes'"):
            cite.references(["mid/disputs"])


class TestReading:
    def test_a_small_file(self) -> None:
        (one,) = works.parse(small(issued={"date-parts": [[1999]]}, DOI="10.1000/x"))
        assert one.year == 1999
        assert one.link == "https://doi.org/10.1000/x"
        assert one.authors == (Name("A", "B"),)

    @pytest.mark.parametrize(
        ("given", "says"),
        [
            ({"title": None}, "a-1.title: is missing"),
            ({"title": "T\n T"}, "a-1.title: has stray white space"),
            ({"titel": "T"}, "a-1.titel: unknown key"),
            ({"type": "song"}, "a-1.type: is none of"),
            ({"id": "A 1"}, "id: is not words"),
            ({"author": None}, "a-1.author: is missing"),
            ({"author": [{"family": "A"}]}, "given: is missing"),
            ({"author": [{"family": "A", "given": "B", "age": 1}]}, "age: unknown key"),
            ({"author": [{"family": "A and B", "given": "C"}]}, "is more than a name"),
            ({"author": [{"family": "A, Jr", "given": "C"}]}, "is more than a name"),
            ({"issued": {"date-parts": [["1999"]]}}, "a-1.issued: is not"),
            ({"issued": {"year": 1999}}, "a-1.issued: is not"),
            ({"issued": 1999}, "a-1.issued: must be a table"),
            ({"DOI": "https://doi.org/10.1000/x"}, "a-1.DOI: is no DOI"),
            ({"URL": "example.org"}, "a-1.URL: is no web address"),
            ({"volume": 3}, "a-1.volume: must be a text"),
        ],
    )
    def test_what_is_refused(self, given: dict[str, object], says: str) -> None:
        with pytest.raises(FoedusError, match=re.escape(says)) as caught:
            works.parse(small(**given))
        assert caught.value.file == "references.json"

    def test_no_json(self) -> None:
        with pytest.raises(FoedusError, match="is not JSON"):
            works.parse("[")
        with pytest.raises(FoedusError, match="must be a list"):
            works.parse("{}")

    def test_two_of_one_id(self) -> None:
        with pytest.raises(FoedusError, match="two references have one id"):
            works.parse(json.dumps(json.loads(small()) * 2))


class TestText:
    def test_one_line_each(self) -> None:
        lines = cite.as_text(EVERY).splitlines()
        assert len(lines) == len(cite.references(EVERY))
        for line in lines:
            assert re.search(r" (\d{4}|n\.d)\. ", line), line
            assert ".." not in line.replace("://", ""), line
            assert "  " not in line
            assert not line.endswith((" ", ",", ":"))

    def test_kinds(self) -> None:
        text = cite.as_text(["nmc", "vdem", "igo", "wars"])
        assert (
            "In Peace, War, and Numbers, edited by Bruce Russett, 19–48. Beverly Hills: Sage."
            in text
        )
        assert "V-Dem Working Paper 21, 11th edition." in text
        assert "National Material Capabilities, version 7.0. https://" in text
        assert "Resort to War: 1816–2007. Washington, DC: CQ Press." in text
        assert "igoR: Intergovernmental Organizations Database. R package. https://doi" in text


class TestBibtex:
    def test_every_entry(self) -> None:
        text = cite.as_bibtex(EVERY)
        entries = text.split("\n\n")
        keys: list[str] = []
        for one in entries:
            match = ENTRY.fullmatch(one)
            assert match is not None, one
            fields: dict[str, str] = {}
            for line in match["fields"].splitlines():
                field = FIELD.fullmatch(line)
                assert field is not None, line
                assert field["name"] not in fields, line
                assert balanced(field["value"]), line
                fields[field["name"]] = field["value"]
            assert REQUIRED[match["kind"]] <= set(fields), one
            assert not {"#", "%", "&", "_", "$"} & set(re.sub(r"\\.", "", fields["title"]))
            keys.append(match["key"])
        assert keys == [one.id for one in cite.references(EVERY)]
        assert len(set(map(str.casefold, keys))) == len(keys)

    def test_institutions_and_particles(self) -> None:
        text = cite.as_bibtex(["cow-states", "vdem"])
        assert "author = {{Correlates of War Project}}," in text
        assert " and von Römer, Johannes and " in text
        assert "title = {{State System Membership List}}," in text

    @given(
        st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="–—"))
    )
    def test_escaping_is_balanced_and_loses_nothing(self, text: str) -> None:
        escaped = bibtex.escape(text)
        assert balanced(escaped)
        assert unescape(escaped) == text
        assert not re.search(r"(?<!\\)[#$%&_~^]", re.sub(r"\\text[a-z]+\{\}", "", escaped))

    @given(st.text(LETTERS, min_size=1))
    def test_an_entry_survives_any_title(self, title: str) -> None:
        one = bibtex.entry(made(title=title, publisher=title, authors=(Name(title),)))
        match = ENTRY.fullmatch(one)
        assert match is not None
        assert balanced(one)
        assert all(FIELD.fullmatch(line) for line in match["fields"].split("\n"))
