#!/usr/bin/env bash
# What action.yml runs: installs the plugin as this checkout has it, and lints the repository in the current directory.
set -euo pipefail
source_folder=$(cd "$(dirname "$0")/.." && pwd)
environment="${RUNNER_TEMP:-$(mktemp -d)}/cfn-upc-rules"

if [ ! -x "$environment/bin/cfn-upc-lint" ]; then
  "$UPC_PYTHON" -m venv "$environment"
  "$environment/bin/python" -m pip install -qq --disable-pip-version-check \
    "$source_folder" "cfn-lint[sarif,junit]$UPC_CFN_LINT"
fi

set -f # pathspecs are git's to expand
read -r -a pathspecs <<<"$UPC_FILES"
read -r -a arguments <<<"$UPC_ARGUMENTS"
arguments+=(--format "$UPC_FORMAT")
if [ "$UPC_PLUGIN_ONLY" = true ]; then arguments+=(--plugin-only); fi
if [ -n "$UPC_OUTPUT_FILE" ]; then arguments+=(--output-file "$UPC_OUTPUT_FILE"); fi

files=()
while IFS= read -r -d '' file; do
  if [ -f "$file" ]; then files+=("$file"); fi
done < <(git ls-files -z -- "${pathspecs[@]}")
if [ ${#files[@]} -eq 0 ]; then
  echo "cfn-upc-rules: git knows no file that fits: $UPC_FILES" >&2
  exit 0
fi
"$environment/bin/cfn-upc-lint" "${arguments[@]}" -- "${files[@]}"
