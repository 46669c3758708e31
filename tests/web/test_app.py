"""The skeleton: every page answers, keeps to itself, and says what is wrong in words."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient

from foedus.web.app import create_app
from foedus.web.checked import pages
from foedus.web.guard import POLICY
from foedus.web.settings import Settings

SMALL = [page for page in pages() if not page.startswith(("/ledger", "/network"))]


class Markup(HTMLParser):
    """What the security policy would forbid, and every address on a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.addresses: list[str] = []
        self.ids: list[str] = []
        self._script = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.inline += [f"{tag} {name}" for name in found if name == "style" or name[:2] == "on"]
        if tag == "style" or (tag == "script" and "src" not in found):
            self.inline.append(tag)
        self.addresses += [found[n] or "" for n in ("src", "href", "action") if n in found]
        if found.get("id"):
            self.ids.append(found["id"] or "")


@pytest.mark.parametrize("page", SMALL)
def test_every_page_answers_with_its_headers(
    explorer: TestClient, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    monkeypatch.setattr("foedus.web.service.Service._begin", lambda _: None)  # nothing is solved
    monkeypatch.setattr("foedus.web.rooms.crisis.views.SOON", 0.0)
    answer = explorer.get(page)
    assert answer.status_code == 200, answer.text[-2000:]
    headers = answer.headers
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in headers
    if not headers["content-type"].startswith("text/html"):
        return
    if "attachment" in headers.get("content-disposition", ""):
        return  # a file to take along brings its style with it
    found = Markup(answer.text)
    assert found.inline == []
    assert [a for a in found.addresses if not a.startswith(("/", "#", "data:text/csv"))] == []
    assert sorted(found.ids) == sorted(set(found.ids))


def test_the_policy_lets_nothing_in() -> None:
    assert "default-src 'none'" in POLICY
    assert "frame-ancestors 'none'" in POLICY
    assert not re.search(r"unsafe|\*|https?:|data:", POLICY)


def test_another_name_for_this_machine_is_not_answered(explorer: TestClient) -> None:
    """A page elsewhere whose name is made to point here would call it by that name."""
    assert explorer.get("/", headers={"host": "elsewhere.example"}).status_code == 400
    assert explorer.get("/", headers={"host": "127.0.0.1:8731"}).status_code == 200
    assert Settings(host="0.0.0.0").hosts == ("*",)


@pytest.mark.parametrize("host", ["127.0.0.2", "::1", "[::1]", "localhost", "0:0:0:0:0:0:0:1"])
def test_the_host_listened_on_is_answered(host: str) -> None:
    bare = host.strip("[]")
    name = f"[{bare}]" if ":" in bare else bare
    with TestClient(create_app(Settings(host=host)), base_url="http://localhost") as client:
        assert client.get("/sources", headers={"host": f"{name}:8731"}).status_code == 200
        assert client.get("/sources", headers={"host": "elsewhere.example"}).status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/style.css%00.txt",
        "/crisis/..%2f..%2fetc%2fpasswd",
        "/crisis?name=../../etc/passwd",
        "/crisis?name=/etc/passwd",
        "/crisis?name=july-1914.yaml",
        "/crisis/scenario.yaml?name=..%2Fsecret",
        "/crisis/bundle.zip?name=%2Fetc%2Fpasswd",
    ],
)
def test_no_path_of_a_request_reaches_the_disk(explorer: TestClient, path: str) -> None:
    answer = explorer.get(path)
    assert answer.status_code in {404, 422, 303}, answer.text
    if answer.status_code == 303:
        assert explorer.get(answer.headers["location"]).status_code in {404, 422}
    assert "root:" not in answer.text
    assert "def create_app" not in answer.text


def test_files_are_asked_for_once(explorer: TestClient) -> None:
    first = explorer.get("/static/style.css")
    again = explorer.get("/static/style.css", headers={"if-none-match": first.headers["etag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert explorer.post("/static/style.css").status_code == 405


@pytest.mark.parametrize("path", ["/sources", "/nothing-here", "/api/crises", "/static/style.css"])
def test_head_is_answered_as_get_is(explorer: TestClient, path: str) -> None:
    asked, got = explorer.head(path), explorer.get(path)
    assert asked.status_code == got.status_code
    assert asked.headers["content-type"] == got.headers["content-type"]


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/crisis?name=xyzzy", 404, "one of bosnia-1908"),
        ("/nothing-here", 404, "There is no such page"),
        ("/crisis?name=july-1915", 404, "july-1914"),
        ("/crisis?nom=july-1914", 422, "name"),
        ("/crisis?name=kargil-1999&without=simla", 422, "unknown treaty"),
        ("/crisis?name=kargil-1999&with=hotlin:IND-PAK", 422, "hotline"),
        ("/crisis?name=kargil-1999&with=<script>alert(1)</script>", 422, "no change"),
        ("/crisis?name=kargil-1999&name=cuba-1962", 422, "twice"),
        ("/crisis?without=all", 422, "changes need a crisis"),
        ("/crisis?name=own-0123", 404, "send it once more"),
    ],
)
def test_errors_are_pages(explorer: TestClient, path: str, status: int, words: str) -> None:
    answer = explorer.get(path)
    assert answer.status_code == status
    assert words.lower() in answer.text.lower()
    assert '<html lang="en">' in answer.text
    assert "<script>" not in answer.text
    assert answer.headers["content-security-policy"] == POLICY


def test_errors_are_json_for_programs_and_a_part_for_a_script(explorer: TestClient) -> None:
    wrong = {"name": "kargil-1999", "without": "simla"}
    told = explorer.get("/api/crisis", params=wrong)
    assert told.status_code == 422
    assert told.json()["problems"][0]["fix"]
    assert explorer.get("/api/nothing").json()["status"] == 404
    part = explorer.get("/crisis/answer", params=wrong, headers={"hx-request": "true"})
    assert part.status_code == 422
    assert 'role="alert"' in part.text
    assert "<html" not in part.text


def test_a_failure_of_ours_is_a_page_without_our_secrets(
    explorer: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> str:
        raise RuntimeError("the secret of the house")

    monkeypatch.setattr("foedus.web.front.page", broken)
    answer = explorer.get("/")
    assert answer.status_code == 500
    assert "Something went wrong here" in answer.text
    assert "secret" not in answer.text


def test_forms_are_taken_from_the_explorers_own_pages_only(explorer: TestClient) -> None:
    for site, status in (("cross-site", 403), ("same-site", 403), ("same-origin", 422)):
        answer = explorer.post(
            "/crisis/own", files={"text": (None, "no")}, headers={"sec-fetch-site": site}
        )
        assert answer.status_code == status


def test_what_the_description_does_not_allow_is_told(explorer: TestClient) -> None:
    for address in ("/api/crisis", "/api/crisis?name="):
        answer = explorer.get(address)
        assert answer.status_code in {404, 422}
        assert answer.json()["problems"][0]["message"]
    assert explorer.post("/api/crises").status_code == 405
    odd = explorer.post("/crisis/own", headers={"content-length": "many"})
    assert odd.status_code == 400
    assert "This request cannot be read" in odd.text
