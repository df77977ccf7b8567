#!/bin/sh
# Make .venv and install what requirements.txt locks. Needs Python 3.11 or newer, with pip; nothing else.
# Run by `make`, once; PYTHON=/path/to/python takes that Python.
set -eu
cd "$(dirname "$0")/.."

bin=.venv/bin
case "$(uname -s)" in MINGW* | MSYS* | CYGWIN*) bin=.venv/Scripts ;; esac
log=.venv/setup.log

usable() { "$1" -c "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, $2))" >/dev/null 2>&1; }

find_python() {
    # First a version that the lock was checked for; then any newer one.
    for newest in 14 99; do
        for python in ${PYTHON:-python3 python3.13 python3.12 python3.11 python3.14 python}; do
            if usable "$python" "$newest"; then
                echo "$python"
                return
            fi
        done
    done
    echo "Standpoints needs Python 3.11 or newer, and found none (looked for: ${PYTHON:-python3, python3.11 to python3.14, python})." >&2
    echo "Install one, or name it: make PYTHON=/path/to/python3.12 notebooks" >&2
    return 1
}

# A .venv that was moved, or whose Python is gone, is made anew; a good one is kept.
if ! usable "$bin/python" 99; then
    python=$(find_python)
    echo "Making .venv with $("$python" --version) ..."
    if ! "$python" -m venv --clear .venv; then
        echo "$python could not make .venv. On Debian and Ubuntu, python3-venv may be missing: apt install python3-venv" >&2
        exit 1
    fi
fi

total=$(grep -c '^[a-z].*==' requirements.txt)
echo "Installing about $total packages from requirements.txt into .venv (once; a minute or two) ..."
PYTHONUNBUFFERED=1 "$bin/python" -m pip install --disable-pip-version-check --no-input --no-deps --no-compile --only-binary :all: \
    --require-hashes -r requirements.txt >"$log" 2>&1 &
pip=$!
trap 'kill $pip 2>/dev/null || true' INT TERM
shown=0
while kill -0 $pip 2>/dev/null; do
    sleep 1
    fetched=$(grep -c '^Collecting' "$log" || true)
    if [ $((fetched - shown)) -ge 30 ]; then
        shown=$fetched
        echo "  $fetched fetched"
    fi
done
if ! wait $pip; then
    echo "Installing failed. The last words of pip (all of them are in $log):" >&2
    grep -v '^Collecting\|^  ' "$log" | tail -5 >&2
    exit 1
fi
# The folder itself: notebooks anywhere can say `import analysis`, and see every change at once.
"$bin/python" -m pip install --disable-pip-version-check --no-input --quiet --no-deps --no-build-isolation -e .
date >.venv/.installed
