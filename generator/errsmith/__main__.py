"""`python -m errsmith`."""

import sys

from errsmith.cli import main

if __name__ == "__main__":
    sys.exit(main())
