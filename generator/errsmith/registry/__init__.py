"""Read a registry's TOML files into the model, and report their problems."""
