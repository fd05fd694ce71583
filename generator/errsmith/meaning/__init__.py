"""What a provider's file implies: names, inherited facts, how to read responses, examples."""
