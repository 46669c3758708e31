"""The Sources room: every data set, its version, terms, coverage, and how to cite it."""

from .views import router

__all__ = ["router"]
