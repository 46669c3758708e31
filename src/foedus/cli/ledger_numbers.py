"""How the ledger's numbers are shown, as on its pages."""

from foedus.brief.ledger_numbers import chance, ends, moved, number, signed, spanned

__all__ = ["chance", "ends", "moved", "number", "signed", "spanned"]
