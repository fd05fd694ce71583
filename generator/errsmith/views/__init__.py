"""Data shaped for printing: one view per template, in which every derived text is decided."""
