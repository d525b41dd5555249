#!/usr/bin/env bash
# Synthesises tests/cdk/app.mjs into tests/cdk/templates, with the aws-cdk-lib that integrations/cdk has installed.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ln -s "$PWD/integrations/cdk/node_modules" "$work/node_modules"
cp tests/cdk/app.mjs "$work"
(cd "$work" && node_modules/.bin/cdk synth --quiet --app 'node app.mjs' >log 2>&1) || { cat "$work/log"; exit 1; }
rm -rf tests/cdk/templates
mkdir tests/cdk/templates
cp "$work"/cdk.out/*.template.json tests/cdk/templates/
