"""The Record room: how well all this has predicted, and where it went wrong."""

from .views import router

__all__ = ["router"]
