#!/usr/bin/env bash
# What action.yml runs: installs the plugin as this checkout has it, and lints the repository in the current directory.
set -euo pipefail
source_folder=$(cd "$(dirname "$0")/.." && pwd)
# Anything else, such as `True` in quotes, would be taken for false without a word.
for input in plugin-only:"$UPC_PLUGIN_ONLY" changed-only:"$UPC_CHANGED_ONLY"; do
  case ${input#*:} in
    true | false | "") ;;
    *) echo "::error title=cfn-upc-rules::The input ${input%%:*} takes true or false" && exit 1 ;;
  esac
done
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

# In a container the checkout may belong to another user; who runs the action means it.
number=${GIT_CONFIG_COUNT:-0}
export "GIT_CONFIG_KEY_$number=safe.directory" "GIT_CONFIG_VALUE_$number=$(pwd -P)" GIT_CONFIG_COUNT=$((number + 1))

arguments=(--tracked --pull-request --format "$UPC_FORMAT")
if [ "$UPC_CHANGED_ONLY" = true ]; then arguments+=(--changed); fi
if [ "$UPC_PLUGIN_ONLY" = true ]; then arguments+=(--plugin-only); fi
if [ -n "$UPC_OUTPUT_FILE" ]; then arguments+=(--output-file "$UPC_OUTPUT_FILE"); fi
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then arguments+=(--summary "$GITHUB_STEP_SUMMARY"); fi
set -f # pathspecs are git's to expand
# Lines count as blanks do: inputs written with `|` have several.
read -r -d '' -a pathspecs <<<"$UPC_FILES" || true
read -r -d '' -a further <<<"$UPC_ARGUMENTS" || true
exec "$environment/bin/cfn-upc-lint" "${arguments[@]}" ${further[@]+"${further[@]}"} -- ${pathspecs[@]+"${pathspecs[@]}"}
