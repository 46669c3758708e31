"""``foedus estimate``: fit theta; the regressions behind it."""

from __future__ import annotations

from cyclopts import App

app = App(name="estimate", help="Fit theta; the regressions behind it.", help_format="plaintext")
app.command("foedus.cli.estimate.fit:fit", name="fit", help="Fit the game to the record.")
app.command(
    "foedus.cli.estimate.report:report",
    name="report",
    help="What a fit found, and what the record cannot tell.",
)
app.command(
    "foedus.cli.estimate.checks:recover",
    name="recover",
    help="Fit records drawn from the fitted game, and see whether theta comes back.",
)
app.command(
    "foedus.cli.estimate.checks:profile",
    name="profile",
    help="Hold one parameter after the other, and fit the others.",
)
app.command(
    "foedus.cli.estimate.resolve:resolve",
    name="resolve",
    help="Whether the record can tell anything of private resolve.",
)
app.command(
    "foedus.cli.estimate.signalling:signalling",
    name="signalling",
    help="Fit the signalling game of two states to the record.",
)
app.command(
    "foedus.cli.estimate.origins:origins",
    name="origins",
    help="Fit the game to what was known before each of a number of years.",
)
app.command(
    "foedus.cli.estimate.curve:curve",
    name="curve",
    help="Onset and escalation under every choice that can be defended.",
)
