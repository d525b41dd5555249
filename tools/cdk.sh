#!/usr/bin/env bash
# Builds the CDK plugin, tests it, and packs it into dist/: `make cdk`. Needs Node 20 and npm.
set -euo pipefail
cd "$(dirname "$0")/.."
dist=$PWD/dist
packed=(LICENSE README.md out/{command,index,plugin,templates}.{d.ts,js} package.json)

cd integrations/cdk
npm ci --silent --no-audit --no-fund
npm run --silent lint
rm -rf out
npm run --silent build
log=$(mktemp)
trap 'rm "$log"' EXIT
npm test --silent >"$log" || { cat "$log"; exit 1; }
mkdir -p "$dist"
file=$(npm pack --silent --pack-destination "$dist")
expected=$(printf 'package/%s\n' "${packed[@]}" | sort)
found=$(tar --list --file "$dist/$file" | sort)
if [ "$found" != "$expected" ]; then
  diff <(echo "$expected") <(echo "$found") || true
  echo "dist/$file does not hold what it should (<)"
  exit 1
fi
echo "dist/$file"
