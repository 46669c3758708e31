"""What the codes of International Crisis Behavior stand for, where several columns share them."""

from __future__ import annotations

__all__ = ["CENTRAL", "FORM", "GRAVITY", "MANAGEMENT", "RECURRED", "TRIGGER", "VIOLENCE"]

VIOLENCE = "1 none, 2 minor clashes, 3 serious clashes, 4 full-scale war."
CENTRAL = "1 none, 2 minor, 3 important beside other techniques, 4 pre-eminent."
TRIGGER = (
    "1 verbal act, 2 political act, 3 economic act, 4 external change, 5 other non-violent act, "
    "6 internal challenge to regime or elite, 7 non-violent military act, 8 indirect violent act, "
    "9 violent act."
)
GRAVITY = (
    "0 economic, 1 limited military damage, 2 political (regime, institutions, elite), "
    "3 territorial, 4 influence in the system or region, 5 grave damage, 6 existence, 7 other. "
    "Not an ordered scale throughout."
)
MANAGEMENT = (
    "1 negotiation, 2 adjudication or arbitration, 3 mediation, 4 several without violence, "
    "5 non-military pressure, 6 non-violent military, 7 several with violence, 8 violence."
)
RECURRED = (
    "Whether a crisis recurred among the principal adversaries within five years: 1 it did, 2 it "
    "did not, 3 too recent to say. Says nothing about escalation inside the crisis."
)
FORM = (
    "1 formal agreement, 2 semi-formal agreement, 3 tacit understanding, 4 unilateral act, "
    "5 imposed, 6 other, 7 faded."
)
