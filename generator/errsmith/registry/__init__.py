"""A registry's TOML files: reading them into the model, and saying what is wrong with them."""
