"""An explorer that listens: in a thread beside the one that waits."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import uvicorn

from foedus.core.errors import UsageError

if TYPE_CHECKING:
    from fastapi import FastAPI

__all__ = ["running", "wait"]

STARTING = 30.0
"""Seconds that a start may take."""


@contextlib.contextmanager
def running(app: FastAPI, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """While inside, the explorer answers at the address given.

    Raises
    ------
    UsageError
        The address is taken, or not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host.strip("[]"), port))
    except OSError as error:
        listener.close()
        told = (error.strerror or str(error)).lower()
        raise UsageError(
            f"cannot listen on {host}:{port} ({told})", fix="choose another --port"
        ) from error
    server = uvicorn.Server(
        uvicorn.Config(app, log_level="warning", server_header=False, timeout_graceful_shutdown=2)
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        until = time.monotonic() + STARTING
        while not server.started and thread.is_alive() and time.monotonic() < until:
            time.sleep(0.02)
        name = f"[{host}]" if ":" in host else host
        yield f"http://{name}:{listener.getsockname()[1]}/"
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


def wait() -> None:
    """Until Ctrl-C."""
    with contextlib.suppress(KeyboardInterrupt):
        threading.Event().wait()
