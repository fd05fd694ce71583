"""The values of a response as one of the documented errors."""
