"""From a publisher's file to its declared table: form, header, types, values, corrections."""
