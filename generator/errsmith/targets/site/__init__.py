"""The site target: the published reference as static HTML."""
