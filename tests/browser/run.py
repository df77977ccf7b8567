"""What `make test-browser` does: see that Chromium starts, then run the tests in it.

    python tests/browser/run.py [words for pytest]

Without a Chromium that starts it says so: with 0 in CI, where it may not be had, else with 2.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest
from lab import NoBrowser, chromium


def main(arguments: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that JupyterLab and its kernels end with this
    try:
        with chromium() as browser:
            print(f"Chromium {browser.version}", flush=True)
    except NoBrowser as error:
        print(f"The browser tests were not run. {error}")
        return 0 if os.environ.get("CI") else 2
    tests = [str(Path(__file__).with_name(name)) for name in ("browser.py", "lessons.py")]
    return int(pytest.main([*tests, *arguments]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
