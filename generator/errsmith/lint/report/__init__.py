"""Diagnostics as output: for people (`text`), for GitHub (`github`), for programs (`json`).

Each module has `render(diagnostics, texts)`, where `texts` maps the paths of diagnostics to the
contents of the files, and returns the whole output as one text.
"""
