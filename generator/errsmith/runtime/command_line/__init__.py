"""What `python -m` of an emitted package does, for the person on call."""
