# Sourced by the scripts beside it: `python_tool PACKAGE==VERSION…` sets `environment` to a virtual environment that
# holds exactly these packages, kept in a cache folder per interpreter and list.
python_tool() {
  python=${PYTHON:-python3}
  "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Python 3.11 or newer is needed: set PYTHON to one" >&2
    exit 1
  }
  key=$({ "$python" -VV; echo "$@"; } | cksum | tr -d ' ')
  cache=${XDG_CACHE_HOME:-$HOME/.cache}/space/python
  environment=$cache/$key
  [ -x "$environment/bin/python" ] && return
  mkdir -p "$cache"
  # Built aside and renamed, so that a broken or concurrent run never leaves a half environment.
  partial=$(mktemp -d "$cache/partial.XXXXXX")
  "$python" -m venv "$partial/env"
  "$partial/env/bin/python" -m pip install --quiet --disable-pip-version-check "$@"
  [ -x "$environment/bin/python" ] || mv "$partial/env" "$environment"
  rm -rf "$partial"
}
