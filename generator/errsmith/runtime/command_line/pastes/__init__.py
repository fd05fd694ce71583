"""Find possible errors in a pasted text: responses, log records and printed errors."""
