"""A client of the explorer, for all rooms."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator

import pytest

with warnings.catch_warnings():
    # The test client says that it would rather have another library; it works with this one.
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient

from foedus.web.app import create_app

from .parsed import Page


@pytest.fixture(scope="session")
def client() -> Iterator[TestClient]:
    """Asks the explorer as a browser on this machine would."""
    with TestClient(create_app(), base_url="http://localhost") as found:
        yield found


@pytest.fixture(scope="session")
def get(client: TestClient) -> Callable[[str], Page]:
    """``get(address)``: a page that is well formed, named and labelled."""

    def asked(address: str) -> Page:
        answer = client.get(address)
        assert answer.status_code == 200, answer.text[-2000:]
        page = Page(answer.text)
        page.check()
        return page

    return asked


@pytest.fixture(scope="session")
def refused(client: TestClient) -> Callable[[str], str]:
    """``refused(address)``: the words of a readable page that says what is wrong, with 422."""

    def asked(address: str) -> str:
        answer = client.get(address)
        assert answer.status_code == 422, answer.text[-2000:]
        page = Page(answer.text)
        page.check()
        assert "This address says something the page does not know" in page.words
        return page.words

    return asked
