"""The Ledger room: every dispute on record, with and without its alliances."""

from .views import router

__all__ = ["router"]
