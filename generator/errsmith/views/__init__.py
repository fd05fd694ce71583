"""Data shaped for printing: one view per template, in which every derived text is decided.

Views are printed and not compared, and say so to attrs: a class takes two thirds of the time to
make then, at the start of every run.
"""
