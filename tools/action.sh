#!/usr/bin/env bash
# What action.yml runs: installs the plugin as this checkout has it, and lints the repository in the current directory.
set -euo pipefail
source_folder=$(cd "$(dirname "$0")/.." && pwd)
place=${RUNNER_TEMP:-$(mktemp -d)}
# Another step of the job may ask for other versions.
asked=$(printf '%s\n' "$source_folder" "$UPC_PYTHON" "$UPC_CFN_LINT" | git hash-object --stdin)
environment="$place/cfn-upc-rules-$asked"

if [ ! -x "$environment/bin/cfn-upc-lint" ]; then
  "$UPC_PYTHON" -m venv "$environment"
  "$environment/bin/python" -m pip install -qq --disable-pip-version-check \
    "$source_folder" "cfn-lint[sarif,junit]$UPC_CFN_LINT"
fi

set -f # pathspecs are git's to expand
# Lines count as blanks do: inputs written with `|` have several.
read -r -d '' -a pathspecs <<<"$UPC_FILES" || true
read -r -d '' -a arguments <<<"$UPC_ARGUMENTS" || true
arguments+=(--format "$UPC_FORMAT")
if [ "$UPC_PLUGIN_ONLY" = true ]; then arguments+=(--plugin-only); fi
if [ -n "$UPC_OUTPUT_FILE" ]; then arguments+=(--output-file "$UPC_OUTPUT_FILE"); fi

# In a container the checkout may belong to another user, which git refuses.
listed=$(mktemp)
trap 'rm -f "$listed"' EXIT
git -c safe.directory="$PWD" ls-files -z -- "${pathspecs[@]}" >"$listed"
files=()
while IFS= read -r -d '' file; do
  if [ -f "$file" ]; then files+=("$file"); fi
done <"$listed"
if [ ${#files[@]} -eq 0 ]; then
  echo "cfn-upc-rules: git knows no file that fits: $UPC_FILES" >&2
  arguments+=(--plugin-only)
  files=("$listed") # empty, and no template: a later step may wait for the report
fi
"$environment/bin/cfn-upc-lint" "${arguments[@]}" -- "${files[@]}"
