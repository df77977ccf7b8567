"""A Chromium with every host out of reach but this machine, and a folder that it is shown."""

from __future__ import annotations

import functools
import http.server
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
needs_browser = pytest.mark.skipif(not CHROMIUM, reason="needs a Chromium (CHROMIUM=…)")


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder on this machine."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()


def browse(url: str, *more: str, seconds: int = 120) -> str:
    """Open a page, and return it as the browser then holds it."""
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"]
    command += ["--disable-background-networking", "--disable-component-update", "--virtual-time-budget=60000"]
    command += ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", *more, "--dump-dom", url]
    return subprocess.run(command, capture_output=True, text=True, timeout=seconds, errors="replace").stdout


def asked_by_a_file(page: Path, folder: Path) -> set[str]:
    """What a page opened as a file asks other hosts for.

    What the browser asks for on its own account, such as updates of itself, is no page's.
    """
    log = folder / "net.json"
    browse(page.as_uri(), f"--log-net-log={log}")
    text = log.read_text(encoding="utf-8", errors="replace")
    return set(re.findall(r'"network_isolation_key":"file:.*"url":"(https?://[^"]+)"', text))


def elsewhere(address: str) -> bool:
    """Whether an address names a host."""
    return bool(re.match(r"\s*(?:[a-z][a-z0-9+.-]*:)?//", address, re.IGNORECASE))


def foreign_in_css(css: str) -> list[str]:
    """What styles would ask other hosts for."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    found = re.findall(r"url\(\s*['\"]?([^'\")\s]+)", css) + re.findall(r"@import\s+['\"]([^'\"]+)", css)
    return [address for address in found if elsewhere(address)]
