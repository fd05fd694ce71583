"""Files that a folder of custom templates adds to the output."""
