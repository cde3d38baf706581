#!/usr/bin/env python3
"""Django's command line, with JailWatch's settings."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jailwatch.settings")
    from django.core.management import execute_from_command_line

    from jailwatch.env import BadSetting

    try:
        execute_from_command_line(sys.argv)
    except BadSetting as problem:
        sys.exit(f"{problem}")


if __name__ == "__main__":
    main()
