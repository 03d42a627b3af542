#!/usr/bin/env python
"""Django's command line for this project; `bin/manage` runs it in the prepared environment."""

import os
import sys

from django.core.management import execute_from_command_line

from runtime.frames import roomy


@roomy
def main() -> None:
    """Run the command named on the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
