"""Example responses of documented errors, for the tests of applications."""
