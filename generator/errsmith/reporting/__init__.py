"""What the reports of several commands have in common: tables, Markdown, annotations, color."""
