"""Draft the file of a new provider from a page, an OpenAPI document or a list of codes."""
