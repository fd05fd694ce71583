"""Python: the modules of the SDK, and the project file."""
