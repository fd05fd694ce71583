"""What holds for every test."""

from hypothesis import settings

# A shared machine pauses at times; how long an example takes is no behaviour.
settings.register_profile("errsmith", deadline=None)
settings.load_profile("errsmith")
