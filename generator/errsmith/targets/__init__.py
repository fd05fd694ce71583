"""Output languages: one package each, with its views, filters, templates and check."""
