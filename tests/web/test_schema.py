"""The JSON side against its own description: schemathesis asks what nobody would."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of libraries, about each other
    import schemathesis
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

from foedus.web.app import create_app
from foedus.web.settings import Settings

CHECKS = [
    not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
]
HOST = {"host": "localhost"}
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def described(cached: Path) -> Iterator[Any]:
    """The description, with nothing solved behind it: an address is read, a study is not run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("foedus.web.service.Service._begin", lambda _: None)
        patch.setattr("foedus.web.rooms.crisis.api.SOON", 0.0)
        app = create_app(Settings(waiting=1_000_000))
        yield schemathesis.openapi.from_asgi("/api/openapi.json", app, headers=HOST)


def test_what_is_described_is_what_is_answered(described: Any) -> None:
    operations = [found.ok() for found in described.get_all_operations()]
    assert {one.path for one in operations} >= {"/api/crises", "/api/crisis"}
    for operation in operations:

        @given(case=operation.as_strategy())
        @settings(
            max_examples=25,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def holds(case: Any) -> None:
            answer = case.call(headers=HOST)
            case.validate_response(answer, checks=CHECKS)

        holds()
