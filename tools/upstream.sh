#!/usr/bin/env bash
# Runs the first tier of the tests with cfn-lint's newest release, also one that pyproject.toml excludes: `make upstream`.
# The environment is made anew each time, so that it is the newest.
#
# usage: upstream.sh [PYTHON]
set -euo pipefail
cd "$(dirname "$0")/.."
environment=.matrix/upstream

"${1:-python3}" -m venv --clear "$environment"
"$environment/bin/python" -m pip install -qq --disable-pip-version-check -e '.[dev]'
"$environment/bin/python" -m pip install -qq --disable-pip-version-check --upgrade cfn-lint
"$environment/bin/cfn-lint" --version
"$environment/bin/python" -m pytest -n auto --dist worksteal -m 'not second_tier'
