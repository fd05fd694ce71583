"""Read the errors that an OpenAPI 3 document describes."""
