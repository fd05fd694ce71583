"""Diagnostics as output: for people (`text`), for GitHub (`github`), for programs (`json`).

Each module has `render(diagnostics, sources)`, where `sources` maps the paths of diagnostics to the
files' texts, and returns the whole output as one text.
"""
