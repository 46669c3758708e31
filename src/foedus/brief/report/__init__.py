"""A brief: sentences that carry their grounds, pictures, tables, references; as HTML, PDF, text."""
