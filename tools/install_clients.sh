#!/usr/bin/env bash
# Installs what the tests marked `client` drive: `make clients`. Debian or Ubuntu; needs root, or sudo.
#
# usage: install_clients.sh [PYTHON]
#
# PYTHON is that of the environment the tests run in (default: .venv/bin/python).
set -euo pipefail
cd "$(dirname "$0")/.."
python=${1:-.venv/bin/python}
packages=(
  vim vim-ale neovim emacs-nox elpa-eglot elpa-flycheck elpa-yaml-mode efm-langserver tmux git graphviz chromium
)

as_root=()
[ "$(id --user)" -eq 0 ] || as_root=(sudo)
missing=()
for package in "${packages[@]}"; do
  [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null
fi
"$python" -m pip install -qq --disable-pip-version-check -e '.[clients]'
# Draws what `--graph mermaid` prints; its browser is Debian's. Without npm its test is skipped.
if command -v npm >/dev/null && ! command -v mmdc >/dev/null; then
  "${as_root[@]}" env PUPPETEER_SKIP_DOWNLOAD=1 npm install --global --silent @mermaid-js/mermaid-cli@11
fi
# What tests/docs/test_cdk_sam.py runs. SAM wants an environment of its own, with these rules as they are here.
if [ ! -x .clients/sam/bin/sam ]; then
  "$python" -m venv .clients/sam
  .clients/sam/bin/python -m pip install -qq --disable-pip-version-check aws-sam-cli -e .
fi
if command -v npm >/dev/null; then
  npm --prefix integrations/cdk ci --silent --no-audit --no-fund
fi
# VS Code, in a browser. Without npm its tests are skipped.
if command -v npm >/dev/null; then bash tools/install_vscode.sh; fi
