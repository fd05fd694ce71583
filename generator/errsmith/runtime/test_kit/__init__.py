"""Responses of documented errors, for the tests of clients."""
