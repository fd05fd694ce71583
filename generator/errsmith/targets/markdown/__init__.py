"""Markdown: the README, the guides, and the reference."""
