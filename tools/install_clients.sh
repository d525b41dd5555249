#!/usr/bin/env bash
# Installs what the tests marked `client` drive: `make clients`. Debian or Ubuntu; needs root, or sudo.
#
# usage: install_clients.sh [PYTHON]
#
# PYTHON is that of the environment the tests run in (default: .venv/bin/python).
set -euo pipefail
cd "$(dirname "$0")/.."
python=${1:-.venv/bin/python}
packages=(vim vim-ale efm-langserver emacs-nox elpa-flycheck elpa-yaml-mode elpa-eglot neovim tmux git)

missing=()
for package in "${packages[@]}"; do
  [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  as_root=()
  [ "$(id --user)" -eq 0 ] || as_root=(sudo)
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null
fi
"$python" -m pip install -qq --disable-pip-version-check -e '.[clients]'
