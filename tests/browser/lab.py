"""JupyterLab in a headless Chromium: what the tests of the widgets and the pictures of the README both stand on.

Nothing of the user's is read or changed: the settings, the kernels' files and the notebooks lie in a folder of their
own, which goes when it is over. Chromium is the system's; Playwright only drives it.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import nbformat

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent.parent
#: the names under which Chromium is looked for on PATH; CHROMIUM=/path/to/one comes first.
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: the longest that any one step may take, in seconds: a margin for a machine that does other things too.
PATIENCE = 60


class NoBrowser(Exception):
    """No Chromium is there, or it does not start; the message says which, in a sentence."""


def find_chromium() -> str:
    """Find the system's Chromium.

    Raises:
        NoBrowser: there is none.
    """
    named = os.environ.get("CHROMIUM")
    for name in [named] if named else NAMES:
        if found := shutil.which(name):
            return found
    looked = f"there is no program {named}" if named else f"none of {', '.join(NAMES)} is on the PATH"
    raise NoBrowser(f"No Chromium was found: {looked}. Name one with CHROMIUM=/path/to/chromium.")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium without a window.

    Raises:
        NoBrowser: there is none, it does not start, or Playwright is not installed.
    """
    program = find_chromium()
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        raise NoBrowser("Playwright is not installed: make test-browser installs it.") from None
    # root has no sandbox for Chromium, as in many containers
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=program, chromium_sandbox=not as_root)
        except Error as error:
            first = str(error).strip().splitlines()[0]
            raise NoBrowser(f"{program} does not start: {first}") from None
        try:
            yield browser
        finally:
            browser.close()


class Lab:
    """A JupyterLab that runs.

    Attributes:
        folder: its notebooks.
        url: where it answers.
        token: the word that lets one in.
    """

    def __init__(self, folder: Path, url: str, token: str) -> None:
        self.folder, self.url, self.token = folder, url, token

    def write(self, name: str, *cells: str) -> str:
        """Write a notebook with these code cells; gives its name."""
        book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        book["metadata"]["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(book, self.folder / name)
        return name

    def end_kernel(self, name: str) -> None:
        """End the kernel of a notebook."""
        for session in json.loads(self._ask("GET", "api/sessions")):
            if session["path"] == name:
                self._ask("DELETE", f"api/sessions/{session['id']}")

    def _ask(self, method: str, path: str) -> bytes:
        head = {"Authorization": f"token {self.token}"}
        with urllib.request.urlopen(urllib.request.Request(self.url + path, None, head, method=method)) as answer:
            return answer.read()

    def address(self, name: str, alone: bool = False) -> str:
        """The address of a notebook, in a workspace of its own: another would open again what was open in it before.

        Args:
            name: the notebook's name.
            alone: in Lab's mode that shows one document and no side bar.
        """
        mode = "doc" if alone else "lab"
        return f"{self.url}{mode}/workspaces/{quote(Path(name).stem)}/tree/{quote(name)}?token={self.token}"


@contextmanager
def jupyterlab() -> Iterator[Lab]:
    """Start JupyterLab on a free port of this machine, with settings and notebooks of its own."""
    with tempfile.TemporaryDirectory(prefix="standpoints-lab-") as name:
        top = Path(name)
        folders = {key: top / key.lower() for key in ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")}
        books = top / "notebooks"
        for folder in (books, *folders.values()):
            folder.mkdir()
        no_news = (
            folders["CONFIG_DIR"] / "lab/user-settings/@jupyterlab/apputils-extension/notification.jupyterlab-settings"
        )
        no_news.parent.mkdir(parents=True)
        no_news.write_text(json.dumps({"fetchNews": "false", "checkForUpdates": False}))
        token = secrets.token_hex(16)
        environment = {
            **os.environ,
            **{f"JUPYTER_{key}": str(folder) for key, folder in folders.items()},
            "IPYTHONDIR": str(top / "ipython"),
            "JUPYTER_TOKEN": token,
            "JUPYTER_PREFER_ENV_PATH": "1",
            "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])),
            "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        }
        environment.pop("JUPYTER_PATH", None)
        environment.pop("STANDPOINTS_STATIC", None)
        command = [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root", f"--port={_free_port()}"]
        command += ["--ServerApp.ip=127.0.0.1", f"--ServerApp.root_dir={books}"]
        with (top / "lab.log").open("wb") as log:
            server = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT, cwd=books)
        try:
            yield Lab(books, _wait_for(server, folders["RUNTIME_DIR"], top / "lab.log"), token)
        finally:
            server.terminate()  # it ends its kernels too
            try:
                server.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def _wait_for(server: subprocess.Popen, runtime: Path, log: Path) -> str:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        for file in runtime.glob("jpserver-*.json"):
            try:
                url = json.loads(file.read_text())["url"]
                urllib.request.urlopen(f"{url}api", timeout=5).close()
                return url
            except (OSError, ValueError):
                pass
        time.sleep(0.1)
    raise RuntimeError(f"JupyterLab does not start:\n{log.read_text(errors='replace')[-2000:]}")


def new_page(browser: Browser, width: int = 1400, height: int = 1000, scale: float = 1) -> Page:
    """Open an empty page that counts as the one in front, so that the focus is shown as a user sees it.

    What the browser's console calls an error, and what a script fails with, is gathered in ``page.complaints``.
    """
    context = browser.new_context(viewport={"width": width, "height": height}, device_scale_factor=scale)
    context.set_default_timeout(1000 * PATIENCE)
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda said: said.type == "error" and page.complaints.append(f"{said.text} ({said.location})"))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    context.new_cdp_session(page).send("Emulation.setFocusEmulationEnabled", {"enabled": True})
    return page


def run_all(page: Page) -> None:
    """Run all cells of the notebook in front, through the menu."""
    page.get_by_role("menubar").get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
