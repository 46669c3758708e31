"""``foedus``: finds the command, runs it, and turns errors into one line and an exit status.

Exit status: 0 done, 1 the work failed, 2 the call or an input file was wrong, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import cyclopts

from foedus.cli.encoding import write_anything
from foedus.core.errors import Cancelled, FoedusError, ScenarioError, ScenarioErrors, UsageError
from foedus.core.provenance import foedus_version

__all__ = ["DONE", "FAILED", "INTERRUPTED", "WRONG_CALL", "main"]

DONE, FAILED, WRONG_CALL, INTERRUPTED = 0, 1, 2, 130


COMMANDS = {
    "run": ("foedus.cli.crisis.run:run", "Solve a crisis, with and without its alliances."),
    "scenario": ("foedus.cli.crisis.scenario:app", "Write, check, list and show crises."),
    "data": ("foedus.cli.evidence.data:app", "List, fetch, verify and cite data sets."),
    "panel": ("foedus.cli.evidence.panel:panel", "Make a panel of states or pairs."),
    "obligations": (
        "foedus.cli.evidence.obligations:obligations",
        "On a day: who owed whom what, under which treaty.",
    ),
    "network": (
        "foedus.cli.network.command:network",
        "Alliances of a year: blocs, who is vulnerable, who can be drawn in.",
    ),
    "ledger": (
        "foedus.cli.ledger.command:app",
        "Every dispute on record, with and without its alliances.",
    ),
    "score": ("foedus.cli.score.command:score", "Score a model against what happened."),
    "estimate": ("foedus.cli.estimate.command:app", "Fit theta; the regressions behind it."),
    "serve": ("foedus.web.command:serve", "The explorer, in the browser."),
    "export": ("foedus.web.export.command:export", "The explorer as a folder of files."),
    "brief": (
        "foedus.cli.crisis.brief:brief",
        "A crisis as one file to send: HTML, PDF, Markdown.",
    ),
}
"""Where each command is, and what it does; it is imported when it is called."""
EXTRAS = {"rustworkx": "network", "scipy": "estimate", "sklearn": "estimate"}
"""Libraries that commands import where they need them, and the extra that brings each."""


def _build() -> cyclopts.App:
    app = cyclopts.App(
        name="foedus",
        help="What alliances do to a crisis: how likely war is, who is drawn in, by which treaty.",
        help_format="plaintext",
        version=foedus_version,
        result_action="return_value",
        suppress_keyboard_interrupt=False,
    )
    for name, (place, said) in COMMANDS.items():
        app.command(place, name=name, help=said)
    return app


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    argv
        Words after ``foedus``; default: those of the process.

    Returns
    -------
    int
        Exit status.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    write_anything(words)
    try:
        result = _build()(words, exit_on_error=False, print_error=False)
        sys.stdout.flush()
    except cyclopts.CycloptsError as error:
        return _fail(f"foedus: {_one_line(error)}", WRONG_CALL)
    except ScenarioErrors as error:
        return _fail("\n".join(str(one) for one in error.errors), WRONG_CALL)
    except (ScenarioError, UsageError) as error:
        return _fail(str(error), WRONG_CALL)
    except (Cancelled, KeyboardInterrupt) as error:
        return _fail(str(error) or "foedus: interrupted", INTERRUPTED)
    except FoedusError as error:
        return _fail(str(error), FAILED)
    except ModuleNotFoundError as error:
        name = (error.name or "").partition(".")[0]
        if name not in EXTRAS:
            raise
        fix = f"pip install 'foedus[{EXTRAS[name]}]'"
        return _fail(f"foedus: {name} is not installed; {fix}", FAILED)
    except BrokenPipeError:
        return _pipe_closed()
    return result if isinstance(result, int) and not isinstance(result, bool) else DONE


def _fail(text: str, status: int) -> int:
    print(text, file=sys.stderr)
    return status


def _one_line(error: cyclopts.CycloptsError) -> str:
    return " ".join(str(error).split())


def _pipe_closed() -> int:
    """The reader left (``foedus ... | head``): nothing to say, and nothing to flush at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE


if __name__ == "__main__":
    sys.exit(main())
