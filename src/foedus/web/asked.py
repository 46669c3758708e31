"""What a request's explorer has: its settings, and where its studies are solved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .crises import Crises
from .service import Service
from .settings import Settings

if TYPE_CHECKING:
    from fastapi import Request

__all__ = ["crises_of", "service_of", "settings_of"]


def settings_of(request: Request) -> Settings:
    """What the explorer that a request came to may do."""
    found = request.app.state.settings
    assert isinstance(found, Settings)
    return found


def crises_of(request: Request) -> Crises:
    """The crises that the explorer a request came to can speak of."""
    found = request.app.state.crises
    assert isinstance(found, Crises)
    return found


def service_of(request: Request) -> Service:
    """Where the explorer that a request came to has its studies solved."""
    found = request.app.state.service
    assert isinstance(found, Service)
    return found
