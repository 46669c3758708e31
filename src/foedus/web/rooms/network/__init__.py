"""The Network room: the alliances of any year, who is vulnerable, who can be drawn in."""

from .views import router

__all__ = ["router"]
