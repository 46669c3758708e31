"""The Crisis room: one crisis, with and without its alliances."""

from fastapi import APIRouter

from . import api, files, own, views

__all__ = ["json_router", "router"]

json_router = api.router
router = APIRouter()
for _part in (own, files, views):  # views last: it takes any name
    router.include_router(_part.router)
