"""Real kills: of the driver, of a worker, and articles that raise, hang, eat the memory or crash. `make test-faults`.

Each run is a process of its own, on workers of its own. A run that was killed and started again must leave the same
files, to the byte, as one that was not.
"""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from analysis.corpus import load_corpus
from analysis.corpus_folder import TABLES
from analysis.corpus_journal import ENDED

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
ARTICLES = 40
#: with one that raises among them, four a part
PARTS = 11
#: no run takes longer than this, with a margin for a machine that does other things too
PATIENCE = 240

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")


def start(out: Path, workers: int, *faults: str, articles: int = ARTICLES) -> subprocess.Popen:
    """Start a run."""
    path = os.pathsep.join([str(ROOT), str(HERE), *filter(None, [os.environ.get("PYTHONPATH")])])
    command = [sys.executable, str(HERE / "drive.py"), str(out), str(workers), str(articles), *faults]
    return subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": path}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def finish(run: subprocess.Popen) -> str:
    """Wait for the end of a run that must go well; what it printed."""
    try:
        out, errors = run.communicate(timeout=PATIENCE)
    finally:
        run.kill()
    assert run.returncode == 0, errors
    assert errors == "", "nobody's notebook is flooded"
    return out


def digest(out: Path) -> dict[str, str]:
    """Every file of a folder, hidden ones too, by its content."""
    return {
        str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


def wait_until(run: subprocess.Popen, true, what: str) -> None:
    """Wait for something to happen in a run."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert run.poll() is None, f"the run ended before {what}: {run.communicate()[1]}"
        assert time.monotonic() < end, f"no {what}"
        time.sleep(0.005)


def done(out: Path) -> int:
    """How many parts are done."""
    return len(list((out / ".work" / "done").glob("*.json")))


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory) -> dict[str, str]:
    """What a run leaves that nobody disturbed, on one worker."""
    out = tmp_path_factory.mktemp("unbroken") / "out"
    finish(start(out, 1, "raises"))
    found = digest(out)
    assert len(found) == 1 + len(TABLES) * PARTS and not (out / ".work").exists()
    corpus = load_corpus(out)
    assert (len(corpus.articles), len(corpus.errors)) == (ARTICLES, 1)
    assert len(corpus.statements) > ARTICLES and corpus.stances["stance"].abs().sum() > 0
    return found


@pytest.mark.parametrize("workers", [1, 2])
def test_a_run_whose_driver_is_killed_again_and_again_goes_on(unbroken, tmp_path, workers):
    out, draw, seen = tmp_path / "out", random.Random(), []
    for _ in range(2):
        before = done(out)
        run = start(out, workers, "raises")
        more = draw.randint(0, 2)
        wait_until(run, lambda: list((out / ".work" / "begun").glob("*")), "first article")
        wait_until(run, lambda: done(out) >= before + more, "done part")  # noqa: B023
        time.sleep(draw.uniform(0, 0.5))
        os.kill(run.pid, signal.SIGKILL)
        run.communicate()
        seen.append(done(out))
        assert not (out / ".work").exists() or seen[-1] < PARTS
    print("parts done when it was killed:", seen)
    finish(start(out, workers, "raises"))
    assert digest(out) == unbroken


def test_killed_before_the_first_article_and_after_the_last(unbroken, tmp_path):
    out = tmp_path / "out"
    run = start(out, 2, "raises")
    wait_until(run, (out / "manifest.json").exists, "manifest")
    os.kill(run.pid, signal.SIGKILL)
    run.communicate()
    run = start(out, 2, "raises")
    wait_until(run, lambda: done(out) >= PARTS - 1, "all but one part")
    os.kill(run.pid, signal.SIGKILL)
    run.communicate()
    finish(start(out, 2, "raises"))
    assert digest(out) == unbroken
    finish(start(out, 2, "raises"))  # all is done: this one only reads
    assert digest(out) == unbroken


def test_a_worker_that_is_killed_loses_nothing(unbroken, tmp_path):
    out = tmp_path / "out"
    run = start(out, 2, "raises")
    for least in (1, 4):
        wait_until(run, lambda: done(out) >= least, "done part")  # noqa: B023
        busy = [child for child in psutil.Process(run.pid).children(recursive=True) if child.memory_info().rss > 3e8]
        assert busy
        busy[0].kill()
    finish(run)
    assert digest(out) == unbroken


def test_an_article_costs_itself_only(tmp_path):
    limit, memory = "It took longer than its limit of 6 seconds.", ENDED
    expected = {
        "raises": ("load", "RuntimeError: the text bites"),
        "raises-late": ("actors", "RuntimeError: the text bites"),
        "exits": ("load", "SystemExit: 3"),
        "hangs-in-python-late": ("actors", limit),
        "hangs-in-c": ("load", limit),
        "allocates-late": ("actors", memory),
        "dies": ("load", memory),
    }
    out = tmp_path / "out"
    run = start(out, 2, *expected)
    wait_until(run, lambda: list((out / ".work" / "begun").glob("*")), "first article")
    time.sleep(12)  # somewhere among the faults: what was noted of them does not count in the next session
    os.kill(run.pid, signal.SIGKILL)
    run.communicate()
    finish(start(out, 2, *expected))
    corpus = load_corpus(out)
    errors = corpus.errors.set_index("article")
    assert {name: (errors.loc[name, "step"], errors.loc[name, "error"]) for name in expected} == expected
    assert len(errors) == len(expected) and len(corpus.articles) == ARTICLES
    assert set(corpus.articles["article"]).isdisjoint(expected)
