#!/bin/sh
# Runs the independent reader: its unit tests, every frozen vector, then folders that the SDK exported.
# The environment is kept in a cache folder, one per interpreter and requirements file.
set -eu

cd "$(dirname "$0")/../../test/vectors"
python=${PYTHON:-python3}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "the reader needs Python 3.11 or newer: set PYTHON to one" >&2
  exit 1
}

key=$({ "$python" -VV; cat reader/requirements.txt; } | cksum | tr -d ' ')
cache=${XDG_CACHE_HOME:-$HOME/.cache}/space/reader
environment=$cache/$key
if [ ! -x "$environment/bin/python" ]; then
  mkdir -p "$cache"
  # Built aside and renamed, so that a broken or concurrent run never leaves a half environment.
  partial=$(mktemp -d "$cache/partial.XXXXXX")
  trap 'rm -rf "$partial"' EXIT
  "$python" -m venv "$partial/env"
  "$partial/env/bin/python" -m pip install --quiet --disable-pip-version-check -r reader/requirements.txt
  [ -x "$environment/bin/python" ] || mv "$partial/env" "$environment"
fi

export PYTHONDONTWRITEBYTECODE=1
"$environment/bin/python" -m unittest discover -s reader/tests -t .
"$environment/bin/python" -m reader vectors ./*.json

cd ../..
SPACE_READER_PYTHON=$environment/bin/python node --test --test-timeout=300000 test/integration/export.test.ts
