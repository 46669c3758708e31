"""``foedus scenario``: write, check, list and show crises."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter

from foedus.cli.switch import Switch
from foedus.core.errors import ScenarioError, UsageError
from foedus.core.whole import whole
from foedus.crisis.fields import SLUG
from foedus.crisis.library import bundled, locate, template, upgrade
from foedus.crisis.scenario import Scenario, load
from foedus.crisis.text.checks import check as check_file
from foedus.crisis.text.writer import plain

from .listing import crisis_table, describe

app = App(name="scenario", help="Write, check, list and show crises.", help_format="plaintext")


@app.command
def new(
    name: str,
    /,
    *,
    output: Annotated[
        Path | None, Parameter(name=["--output", "-o"], allow_leading_hyphen=True)
    ] = None,
) -> None:
    """Write a commented scenario to start from.

    Parameters
    ----------
    name
        Lower-case words joined by hyphens.
    output
        File to write; default NAME.yaml here; - for the terminal.
    """
    if not re.fullmatch(SLUG, name):
        suggestion = "-".join(re.findall(r"[a-z0-9]+", name.lower())) or "my-crisis"
        raise UsageError(f"'{name}' is not a valid name", value=name, fix=f"write '{suggestion}'")
    text = template(name)
    if output == Path("-"):
        print(text, end="")
        return
    path = output or Path(f"{name}.yaml")
    try:
        with path.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError as error:
        raise UsageError("the file exists", file=path, fix="name another with -o FILE") from error
    except OSError as error:
        reason = (error.strerror or "cannot be written").lower()
        raise UsageError(reason, file=path, fix="name another with -o FILE") from error
    print(f"{path}: edit it, then `foedus scenario check {path}`")


@app.command
def check(
    *files: str,
    upgrade: Switch = False,
    as_json: Annotated[Switch, Parameter(name="--json")] = False,
) -> int:
    """Check scenario files: errors and warnings, each with its line and its fix.

    Parameters
    ----------
    files
        Files, or names of bundled crises.
    upgrade
        Bring files of an older format up to date first, in place.
    as_json
        Print a list for programs.
    """
    if not files:
        raise UsageError("no file to check", fix="write `foedus scenario check FILE`")
    reports: list[dict[str, Any]] = []
    for name in files:
        path = locate(name)
        upgraded = upgrade and _upgraded(path)
        scenario, errors, warnings = check_file(path)
        reports.append(
            {
                "file": str(path),
                "ok": scenario is not None,
                "upgraded": upgraded,
                "errors": [_plain_error(error) for error in errors],
                "warnings": warnings,
            }
        )
    if as_json:
        print(json.dumps(reports, indent=2, ensure_ascii=False))
    else:
        for report in reports:
            _print_report(report)
    return 0 if all(report["ok"] for report in reports) else 2


@app.command(name="list")
def list_(*, as_json: Annotated[Switch, Parameter(name="--json")] = False) -> None:
    """List the bundled crises, in the order of their dates.

    Parameters
    ----------
    as_json
        Print a list for programs.
    """
    crises = [load(name) for name in bundled()]
    if as_json:
        rows = [
            {
                "name": crisis.name,
                "date": crisis.date.isoformat(),
                "title": crisis.title,
                "hypothetical": crisis.hypothetical,
                "actors": list(crisis.actors),
                "treaties": list(crisis.treaties),
            }
            for crisis in crises
        ]
        print(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        print(crisis_table(crises))


@app.command
def show(
    name: str,
    /,
    *,
    yaml: Switch = False,
    as_json: Annotated[Switch, Parameter(name="--json")] = False,
) -> None:
    """Show a crisis: its actors, treaties, channels, facts and sources.

    Parameters
    ----------
    name
        A bundled crisis, or a file.
    yaml
        Print the file itself, to start from.
    as_json
        Print it for programs.
    """
    path = locate(name)
    scenario = load(path)
    if yaml:
        print(path.read_text(encoding="utf-8").rstrip("\n"))
    elif as_json:
        print(json.dumps(plain(scenario), indent=2, ensure_ascii=False))
    else:
        print(describe(scenario))


@app.command
def schema() -> None:
    """Print the JSON Schema of the scenario format, for editors."""
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Scenario.model_json_schema(by_alias=True),
        "title": "foedus scenario",
    }
    print(json.dumps(document, indent=2))


def _print_report(report: dict[str, Any]) -> None:
    for error in report["errors"]:
        print(error["text"], file=sys.stderr)
    for warning in report["warnings"]:
        print(f"warning: {warning}", file=sys.stderr)
    if not report["ok"]:
        return
    number = len(report["warnings"])
    warned = f", {number} warning{'s' if number > 1 else ''}" if number else ""
    upgraded = "upgraded, " if report["upgraded"] else ""
    print(f"{report['file']}: {upgraded}ok{warned}")


def _plain_error(error: ScenarioError) -> dict[str, Any]:
    known = error.value is None or isinstance(error.value, str | int | bool)
    return {
        "text": str(error),
        "message": error.message,
        "line": error.line,
        "field": error.field,
        "value": error.value if known else str(error.value),
        "fix": error.fix,
    }


def _upgraded(path: Path) -> bool:
    """Upgrade a file in place, written beside and then renamed; whether anything changed.

    Its permissions stay; of a link, what it leads to is written.

    Raises
    ------
    UsageError
        If it cannot be written; it is then as it was.
    """
    try:
        target = path.resolve()
        old = target.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False  # the check says why
    text = upgrade(old)
    if text == old:
        return False
    try:
        with whole(target) as made:
            made.write_text(text, encoding="utf-8")
    except OSError as error:
        reason = (error.strerror or "failed").lower()
        raise UsageError(
            f"cannot be upgraded ({reason})", file=path, fix="copy it where you may write"
        ) from error
    return True
