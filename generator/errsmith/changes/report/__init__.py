"""Print changes as `text`, `markdown`, `json`, annotations for `github`, or an upgrade guide.

Each module has `render(report)`, which returns the whole output as one string.
"""
