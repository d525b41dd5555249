#!/usr/bin/env bash
# What action.yml runs: installs the plugin as this checkout has it, and lints the repository in the current directory.
set -euo pipefail
source_folder=$(cd "$(dirname "$0")/.." && pwd)
place=${RUNNER_TEMP:-$(mktemp -d)}
# Another step of the job may ask for other versions.
asked=$(printf '%s\n' "$source_folder" "$UPC_PYTHON" "$UPC_CFN_LINT" | cksum | tr ' ' -)
environment="$place/cfn-upc-rules-$asked"

if [ ! -x "$environment/bin/cfn-upc-lint" ]; then
  # -I: no module of the checkout, in the current directory, is taken for one of Python's.
  "$UPC_PYTHON" -I -m venv "$environment"
  "$environment/bin/python" -I -m pip install -qq --disable-pip-version-check \
    "$source_folder" "cfn-lint[sarif,junit]$UPC_CFN_LINT"
fi

set -f # pathspecs are git's to expand
# Lines count as blanks do: inputs written with `|` have several.
read -r -d '' -a pathspecs <<<"$UPC_FILES" || true
read -r -d '' -a arguments <<<"$UPC_ARGUMENTS" || true
arguments+=(--tracked --format "$UPC_FORMAT")
if [ "$UPC_PLUGIN_ONLY" = true ]; then arguments+=(--plugin-only); fi
if [ -n "$UPC_OUTPUT_FILE" ]; then arguments+=(--output-file "$UPC_OUTPUT_FILE"); fi
exec "$environment/bin/cfn-upc-lint" "${arguments[@]}" -- "${pathspecs[@]}"
