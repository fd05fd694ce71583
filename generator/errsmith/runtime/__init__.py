"""What every generated SDK shares: the base of its errors, reading responses, retry advice."""
