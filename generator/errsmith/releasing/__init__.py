"""Release the SDK: check that it can be released, plan every file, then write them together."""
