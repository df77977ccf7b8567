"""The set-up files against each other: pyproject.toml, requirements.txt, environment.yml, Makefile, and the imports."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
needs_make = pytest.mark.skipif(not (shutil.which("make") and shutil.which("sh")), reason="needs make and sh")


def bounds(requirements: list[str]) -> dict[str, SpecifierSet]:
    """Name -> bounds, the names in one spelling."""
    parsed = [Requirement(line) for line in requirements]
    found = {canonicalize_name(one.name): one.specifier for one in parsed}
    assert len(found) == len(parsed), "a package is named twice"
    return found


def locked(lock: str = "requirements.txt") -> dict[str, list[tuple[Requirement, int]]]:
    """Name -> its locked versions (one for each set of platforms), each with its number of hashes."""
    found: dict[str, list[tuple[Requirement, int]]] = {}
    for entry in re.split(r"\n(?=\S)", (ROOT / lock).read_text(encoding="utf-8")):
        lines = [line.rstrip("\\").strip() for line in entry.splitlines() if line.strip()]
        one = Requirement(lines[0])
        hashes = [line for line in lines[1:] if re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", line)]
        assert len(hashes) == len(lines) - 1, f"{lines[0]} has a line that is no hash"
        found.setdefault(canonicalize_name(one.name), []).append((one, len(hashes)))
    return found


def test_environment_names_the_same_packages_and_bounds_as_pyproject():
    lines = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    conda = [line for line in lines if isinstance(line, str) and line != "pip"]
    by_pip = [line for part in lines if isinstance(part, dict) for line in part["pip"]]
    assert by_pip.pop() == "-e .", "the package itself, after all that it needs"
    named = bounds(conda + by_pip)
    (python,) = named.pop("python")
    # Binder builds on a Python of one minor version; without one it takes its own default, which may be too old.
    assert python.operator == "==" and re.fullmatch(r"3\.\d+\.\*", python.version)
    assert SpecifierSet(PROJECT["requires-python"]).contains(python.version.replace("*", "0"))
    assert named == bounds(PROJECT["dependencies"])


def test_every_dependency_has_a_lower_and_an_upper_bound():
    for name, specifier in bounds(PROJECT["dependencies"]).items():
        assert {one.operator for one in specifier} == {">=", "<"}, name


def test_lock_holds_what_pyproject_asks_for():
    lock = locked()
    for name, specifier in bounds(PROJECT["dependencies"] + PROJECT["optional-dependencies"]["test"]).items():
        assert name in lock, f"{name} is not locked: make lock"
        for one, _ in lock[name]:
            (pin,) = one.specifier
            assert pin.operator == "==" and pin.version in specifier, f"{one} is outside {specifier}: make lock"


def test_every_locked_package_has_hashes():
    lock = locked()
    assert len(lock) > 50
    assert [name for name, entries in lock.items() if not all(hashes for _, hashes in entries)] == []


@pytest.mark.parametrize("extra", ["site", "browser"])
def test_lock_of_an_extra_adds_to_the_lock_and_changes_nothing_in_it(extra):
    """What only `make site` or `make test-browser` installs comes beside requirements.txt, and never in its place."""
    lock = locked(f"requirements-{extra}.txt")
    assert lock and not set(lock) & set(locked())
    assert [name for name, entries in lock.items() if not all(hashes for _, hashes in entries)] == []
    for name, specifier in bounds(PROJECT["optional-dependencies"][extra]).items():
        for one, _ in lock[name]:
            (pin,) = one.specifier
            assert pin.operator == "==" and pin.version in specifier, f"{one} is outside {specifier}: make lock"


def test_what_the_extras_have_in_common_has_one_version():
    site, browser = locked("requirements-site.txt"), locked("requirements-browser.txt")
    for name in set(site) & set(browser):
        assert [str(one) for one, _ in site[name]] == [str(one) for one, _ in browser[name]]


@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
@pytest.mark.parametrize("version", ["3.11.0", "3.11.9", "3.12.0", "3.13.0"])
def test_lock_gives_one_version_for_each_system(system, version):
    environment = {
        "sys_platform": system,
        "os_name": "nt" if system == "win32" else "posix",
        "platform_system": {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}[system],
        "python_full_version": version,
        "python_version": version.rpartition(".")[0],
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    for machine in ("x86_64", "arm64"):
        here = {**environment, "platform_machine": machine}
        chosen = {
            name: [one for one, _ in entries if one.marker is None or one.marker.evaluate(here)]
            for name, entries in locked().items()
        }
        assert [name for name, entries in chosen.items() if len(entries) > 1] == []
        missing = {name for name in bounds(PROJECT["dependencies"]) if not chosen[name]}
        assert missing == set()


@pytest.mark.parametrize(
    "name",
    [
        "requirements.txt",
        "requirements-site.txt",
        "requirements-browser.txt",
        "environment.yml",
        "Makefile",
        "pyproject.toml",
        "scripts/setup.sh",
        ".ci/run",
        "postBuild",
    ],
)
def test_set_up_files_name_no_index_and_no_place_of_one_machine(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"https?://|--(extra-)?index|--find-links|--trusted-host|/root/|/home/|file:", text)


def imported(path: Path) -> set[str]:
    """The top names of all that a module imports, inside functions too, but for those only named to a type checker."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add(node.module.split(".")[0])
    return names


def test_package_imports_only_what_is_declared():
    files = list((ROOT / "analysis").rglob("*.py"))
    foreign = set().union(*map(imported, files)) - set(sys.stdlib_module_names) - {"analysis"}
    declared = set(bounds(PROJECT["dependencies"]))
    known = packages_distributions()
    undeclared = {
        name for name in foreign if not {canonicalize_name(one) for one in known.get(name, [name])} & declared
    }
    assert undeclared == set(), "add them to pyproject.toml, environment.yml, and run make lock"


def test_versions_agree():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert Version(str(citation["version"])) == Version(PROJECT["version"])
    assert citation["license"] == PROJECT["license"] == "MIT"
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("MIT License")


def run(*command: str, folder: Path = ROOT, **environment: str) -> subprocess.CompletedProcess:
    # Inside `make test`, make hands its own settings down: a make started here must not take them for its own.
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(command, cwd=folder, env={**inherited, **environment}, capture_output=True, text=True)


@needs_make
def test_make_alone_lists_the_targets():
    done = run("make")
    assert done.returncode == 0
    for target in ("notebooks", "lab", "handouts", "site", "slides", "test", "lint", "lock", "clean"):
        assert re.search(rf"^  make {target} ", done.stdout, re.MULTILINE), target


@needs_make
def test_second_run_installs_nothing(tmp_path):
    """With a stamp newer than the lock, make has nothing to do for .venv; with an older one, it would set up."""
    for name in ("Makefile", "requirements.txt"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "setup.sh", tmp_path / "scripts")
    stamp = tmp_path / ".venv" / ".installed"
    stamp.parent.mkdir()
    stamp.write_text("")
    lock = (tmp_path / "requirements.txt").stat().st_mtime
    newest = max(lock, (tmp_path / "scripts" / "setup.sh").stat().st_mtime)
    os.utime(stamp, (newest + 10, newest + 10))
    assert "setup.sh" not in run("make", "-n", "notebooks", folder=tmp_path).stdout
    os.utime(stamp, (lock - 1000, lock - 1000))
    assert "setup.sh" in run("make", "-n", "notebooks", folder=tmp_path).stdout


@needs_make
def test_python_that_is_too_old_is_told_in_a_sentence(tmp_path):
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "setup.sh", tmp_path / "scripts")
    old = tmp_path / "old-python"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    done = run("sh", "scripts/setup.sh", folder=tmp_path, PYTHON=str(old))
    assert done.returncode != 0
    assert "needs Python 3.11 or newer" in done.stderr and str(old) in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_readme_names_what_there_is():
    """Every file that the README links to is there, and the notebooks' table lists the notebooks that there are."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#:\s]+)\)", readme)
    assert [link for link in links if not (ROOT / link).exists()] == []
    listed = {link.removeprefix("notebooks/") for link in links if link.endswith(".ipynb")}
    assert listed == {path.name for path in (ROOT / "notebooks").glob("*.ipynb")}
