"""The crisis game fitted to the record of disputes: likelihood, fit, uncertainty."""
