"""Everything in a pasted text that may be an error: responses, records of logs, printed errors."""
