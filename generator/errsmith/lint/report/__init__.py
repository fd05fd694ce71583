"""Print diagnostics as text (`text`), for GitHub (`github`) or for programs (`json`).

Each module has `render(diagnostics, texts)`, which returns the whole output as one string. `texts`
maps the paths of diagnostics to the contents of the files.
"""
