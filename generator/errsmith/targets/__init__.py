"""The languages of the output: a package for each, with its views, filters, templates and check."""
