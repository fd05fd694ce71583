"""Print diagnostics for people (`text`), GitHub (`github`) or programs (`json`).

Each module has `render(diagnostics, texts)`, which returns the whole output as one string. `texts`
maps the paths of diagnostics to the contents of the files.
"""
