"""What a provider's file implies: names, inherited facts, how responses are read, examples."""
