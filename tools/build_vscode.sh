#!/usr/bin/env bash
# Builds the VS Code extension into dist/: `make vscode`, which builds the wheel that it carries first. Needs Node 20 or
# newer, and npm.
#
# usage: build_vscode.sh
set -euo pipefail
cd "$(dirname "$0")/../editors/vscode"
command -v npm >/dev/null || { echo "npm is missing: install Node 20 or newer"; exit 1; }
version=$(node --print 'require("./package.json").version')

npm ci --loglevel=error
npm run --silent check
npm test --silent
npm run --silent bundle

# What goes into the extension, and nothing else.
whole=out/whole
rm -rf "$whole"
mkdir -p "$whole/out" "$whole/images" "$whole/server"
cp package.json README.md CHANGELOG.md ../../LICENSE "$whole"
cp out/extension.js "$whole/out"
cp images/*.png "$whole/images"
cp "../../dist/cfn_upc_rules-$version-py3-none-any.whl" "$whole/server"
# The licences of what the bundle holds of others.
npm ls --omit=dev --all --parseable | tail -n +2 | while read -r package; do
  echo "== ${package##*node_modules/}"
  cat "$package"/[Ll][Ii][Cc][Ee][Nn][Ss][Ee]*
  echo
done >"$whole/THIRD_PARTY"
# VS Code's page of an extension shows no picture but those of the web: it shows what they are called, until the project
# has an address there (--baseImagesUrl).
vsce=$PWD/node_modules/.bin/vsce
dist=$(cd ../../dist && pwd)
(cd "$whole" && "$vsce" package --no-dependencies --allow-missing-repository --no-rewrite-relative-links --out "$dist/")
