"""Print the outcomes of a run as `text`, `markdown`, `json` or annotations for `github`.

Each module has `render(report)`, which returns the whole output as one string. Only codes, headings
and values are printed from the text of a page.
"""
