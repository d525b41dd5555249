#!/usr/bin/env bash
# Builds the VS Code extension into dist/: `make vscode`, which builds the wheel that it carries first. Needs Node 18 or
# newer, and npm.
#
# usage: build_vscode.sh
set -euo pipefail
cd "$(dirname "$0")/../editors/vscode"
command -v npm >/dev/null || { echo "npm is missing: install Node 18 or newer"; exit 1; }
version=$(node --print 'require("./package.json").version')

npm ci --loglevel=error
npm run --silent check
npm test --silent
npm run --silent bundle

rm -rf server LICENSE THIRD_PARTY
mkdir server
cp "../../dist/cfn_upc_rules-$version-py3-none-any.whl" server/
cp ../../LICENSE .
# What the bundle holds of others.
npm ls --omit=dev --all --parseable | tail -n +2 | while read -r package; do
  echo "== ${package##*node_modules/}"
  cat "$package"/[Ll][Ii][Cc][Ee][Nn][Ss][Ee]*
  echo
done >THIRD_PARTY
npm run --silent package
