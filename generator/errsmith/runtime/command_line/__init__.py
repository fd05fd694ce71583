"""The command line of a generated package, for people on call: `python -m <package>`."""
