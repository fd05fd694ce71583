"""What holds for every test."""

import pytest
from hypothesis import settings

# What it checks is shown as a test's own.
pytest.register_assert_rewrite("tests.fuzzing.invariants")

# A shared machine pauses at times; how long an example takes is no behaviour.
settings.register_profile("errsmith", deadline=None)
settings.load_profile("errsmith")
