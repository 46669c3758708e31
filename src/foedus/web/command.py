"""``foedus serve``: the explorer, live on this machine."""

from __future__ import annotations

import sys
import threading

from foedus.brief import needs
from foedus.core.errors import UsageError

from .settings import Settings, is_local

__all__ = ["quick", "require", "serve"]

_NEEDED = (
    "fastapi", "uvicorn", "python_multipart", "altair", "citeproc", "fontTools", "jinja2", "typst",
    "vl_convert",
)  # fmt: skip


def serve(
    *,
    host: str = "127.0.0.1",
    port: int = 8731,
    open: bool = False,  # noqa: A002 - the option's name
    to_network: bool = False,
    check: bool = False,
) -> int:
    """The explorer: crises, ledger, networks, record and sources in the browser.

    Parameters
    ----------
    host
        Address to listen on.
    port
        Port to listen on; 0 for any that is free.
    open
        Open it in the browser.
    to_network
        Let other machines in, where --host is not this one's own address.
    check
        Start, answer every page, say how each went, and stop; status 1 if one fails.
    """
    require()
    if not is_local(host) and not to_network:
        raise UsageError(
            f"--host {host} would let other machines in, and the explorer asks nobody for a "
            "password: whoever reaches it can have crises solved here",
            value=host,
            fix="leave --host out, or add --to-network",
        )
    if not 0 <= port <= 65535:
        raise UsageError("--port is no port", value=port, fix="a number from 0 to 65535")
    from .app import create_app  # the libraries take a second to load
    from .checked import check as check_all
    from .live import running, wait
    from .pictures import warm

    quick()
    app = create_app(Settings(host=host, port=0 if check else port))
    if check:
        return check_all(app, sys.stdout)
    threading.Thread(target=warm, daemon=True).start()
    with running(app, host, port) as address:
        sys.stdout.write(f"foedus explorer: {address} (Ctrl-C to stop)\n")
        sys.stdout.flush()
        if open:
            import webbrowser

            webbrowser.open(address)
        wait()
    return 0


def quick() -> None:
    """Leave out Altair's check of every drawing against its schema: readers wait, tests check."""
    from altair.utils import schemapi

    schemapi.disable_debug_mode()


def require() -> None:
    """Refuse early where a library is missing.

    Raises
    ------
    BundleError
        If one is.
    """
    needs.require("the explorer", _NEEDED, "web")
