"""Other ways from the bytes of a response to a typed error.

Each module has `PARSERS`: by the provider's module, a function of the body that gives an error.
Nobody's time is wasted: each way does only what it must, and its errors are the plainest there are.
"""
