"""``python -m alatau.cli``."""

import sys

from alatau.cli.main import main

sys.exit(main())
