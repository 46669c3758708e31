"""What the explorer may do, fixed when it starts."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

__all__ = ["Settings", "is_local"]


@dataclass(frozen=True)
class Settings:
    """Where the explorer listens, and how much it takes on.

    Attributes
    ----------
    host, port
        Address to listen on; by default nobody but this machine reaches it.
    upload_bytes
        Longest scenario that may be sent.
    upload_actors
        Most actors of a scenario that was sent.
    upload_positions
        Most positions of a scenario that was sent: more are refused, with the time they would take.
    uploads_kept
        Scenarios that were sent and are remembered; the oldest are forgotten first.
    waiting
        Studies that may wait; further ones are refused until some are done.
    patience
        Seconds after which a study that nobody asks for any more is stopped. What is finished is
        kept.
    longest
        Seconds that a study may be estimated to take; longer ones are for the command line.
    workers
        Studies solved side by side; one more worker is kept free for what a reader waits for.
    pages_kept
        Answers kept in memory. On disk they lie in the cache that the command line uses too
        (``FOEDUS_CACHE``), so that each finds what the other has solved.
    """

    host: str = "127.0.0.1"
    port: int = 8731
    upload_bytes: int = 200_000
    upload_actors: int = 8
    upload_positions: int = 150_000
    uploads_kept: int = 200
    waiting: int = 64
    patience: float = 20.0
    longest: float = 1800.0
    workers: int = 1
    pages_kept: int = 256

    @property
    def hosts(self) -> tuple[str, ...]:
        """Names by which a browser may call the explorer; any, where it is open to others."""
        if not is_local(self.host):
            return ("*",)
        bare = self.host.strip("[]").lower()
        own = f"[{bare}]" if ":" in bare else bare
        return tuple(dict.fromkeys(("localhost", "127.0.0.1", "[::1]", own)))


def is_local(host: str) -> bool:
    """Whether an address is this machine's own.

    >>> [is_local(host) for host in ("localhost", "127.0.0.1", "::1", "0.0.0.0", "example")]
    [True, True, True, False, False]
    """
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
