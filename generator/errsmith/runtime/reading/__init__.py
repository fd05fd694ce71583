"""Find the documented error that a response contains."""
