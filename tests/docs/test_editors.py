"""Real editors, without a window, show what cfn-lint prints: set up by the text of docs/editors.md."""

from __future__ import annotations

import asyncio
import importlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from clients import ACTIVATED, EXAMPLE, Shown, known, put, require, require_vim
from support import ROOT

pytestmark = [pytest.mark.client, pytest.mark.second_tier]
LIMIT = 120


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a folder with a template that has mistakes."""
    shutil.copy(EXAMPLE, tmp_path / "template.yaml")
    return tmp_path


def start(project: Path, *command: str) -> str:
    """Run an editor to its end in the project's folder; return what it prints."""
    home = project / "home"
    home.mkdir()
    done = subprocess.run(
        command,
        cwd=project,
        env={**ACTIVATED, "HOME": str(home)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


VIM = """
let g:done = 0
autocmd User ALELintPost let g:done = 1
ALELint
let s:tries = 0
while !g:done && s:tries < 600
  sleep 100m
  let s:tries += 1
endwhile
call writefile([json_encode(ale#engine#GetLoclist(bufnr('')))], 'shown.json')
qall!
"""


def test_vim_with_ale(project: Path) -> None:
    vim = require_vim()
    put(project, "editors.md", ".vimrc", ".cfnlintrc")
    (project / "drive.vim").write_text(VIM, encoding="utf-8")
    start(project, vim, "-Nnesu", ".vimrc", "-i", "NONE", "--not-a-term", "template.yaml", "-S", "drive.vim")
    found = json.loads((project / "shown.json").read_text(encoding="utf-8"))
    severities = {"E": "error", "W": "warning"}
    assert sorted(Shown(f["lnum"], f["col"], f["code"], severities[f["type"]]) for f in found) == known()


def test_vim_can_be_drawn() -> None:
    require_vim()
    require("tmux")
    sys.path.insert(0, str(ROOT / "tools"))
    screen = importlib.import_module("picture").editor("vim")
    assert "template.yaml|46 col 7-17 error| E9610" in re.sub(r"\x1b\[[0-9;]*m", "", screen)


EMACS = """
(find-file "template.yaml")
(defvar checked nil)
(add-hook 'flycheck-after-syntax-check-hook (lambda () (setq checked t)))
(unless flycheck-mode (error "The hook did not switch Flycheck on"))
(unless (eq (flycheck-get-checker-for-buffer) 'cfn-upc-lint) (error "Another checker was chosen"))
(flycheck-buffer)
(let ((tries 0))
  (while (and (not checked) (< tries 600))
    (accept-process-output nil 0.1)
    (setq tries (1+ tries))))
(dolist (found flycheck-current-errors)
  (princ (format "%s %s %s %s\\n" (flycheck-error-line found) (flycheck-error-column found)
                 (flycheck-error-id found) (flycheck-error-level found))))
"""


def test_emacs_with_flycheck(project: Path) -> None:
    emacs = require("emacs")
    if not list(Path("/usr/share/emacs/site-lisp/elpa").glob("flycheck-*")):
        pytest.skip("Flycheck is not installed: make clients")
    put(project, "editors.md", "init.el")
    (project / "drive.el").write_text(EMACS, encoding="utf-8")
    lines = start(project, emacs, "-q", "--batch", "-l", "init.el", "-l", "drive.el").splitlines()
    found = [line.split() for line in lines]
    assert sorted(Shown(int(line), int(column), rule, level) for line, column, rule, level in found) == known()


NEOVIM = """
local function ask(what, wanted)
  if not vim.wait(60000, wanted, 50) then error(what .. " did not come") end
end
local function shown()
  return vim.diagnostic.get(0)
end
ask("findings", function() return #shown() > 0 end)
local found = {}
for _, one in ipairs(shown()) do
  table.insert(found, { one.lnum + 1, one.col + 1, one.code, one.severity })
end
local before = #shown()
vim.api.nvim_buf_set_lines(0, -1, -1, false, {
  "  Portal:", "    Type: AWS::Cognito::UserPoolClient", "    Properties:",
  "      UserPoolId: !GetAtt CustomerPool.Arn",
})
ask("a finding while typing", function() return #shown() > before end)
vim.fn.writefile({ vim.fn.json_encode(found) }, "shown.json")
vim.ui.select = function(offered, _, take) take(offered[1]) end -- as the user's Enter
vim.api.nvim_win_set_cursor(0, { 46, 8 })
vim.api.nvim_feedkeys("\\\\a", "mx", false)
ask("the fix", function() return vim.api.nvim_buf_get_lines(0, 45, 46, false)[1]:find("!Ref CustomerPool", 1, true) end)
vim.cmd("qall!")
"""


def test_neovim_with_the_server(project: Path) -> None:
    neovim = require("nvim")
    put(project, "editors.md", "init.lua")
    (project / "drive.lua").write_text(NEOVIM, encoding="utf-8")
    start(project, neovim, "--headless", "-n", "-u", "init.lua", "template.yaml", "-c", "luafile drive.lua")
    found = json.loads((project / "shown.json").read_text(encoding="utf-8"))
    severities = {1: "error", 2: "warning", 3: "informational"}
    assert sorted(Shown(line, column, code, severities[level]) for line, column, code, level in found) == known()


EGLOT = """
(defun ask (what wanted)
  (let ((tries 0))
    (while (and (not (funcall wanted)) (< tries 600))
      (accept-process-output nil 0.1)
      (setq tries (1+ tries)))
    (unless (funcall wanted) (error "%s did not come" what))))
(find-file "template.yaml")
(run-hooks 'post-command-hook) ; without a window nobody gives a command
(ask "the server" #'eglot-current-server)
(flymake-start)
(ask "findings" #'flymake-diagnostics)
(dolist (one (flymake-diagnostics))
  (princ (format "%s %s %s %s\n" (line-number-at-pos (flymake-diagnostic-beg one))
                 (save-excursion (goto-char (flymake-diagnostic-beg one)) (1+ (current-column)))
                 (flymake-diagnostic-type one) (flymake-diagnostic-text one))))
(setq before (length (flymake-diagnostics)))
(goto-char (point-max))
(insert "  Portal:\n    Type: AWS::Cognito::UserPoolClient\n    Properties:\n")
(insert "      UserPoolId: !GetAtt CustomerPool.Arn\n")
(eglot--signal-textDocument/didChange) ; which waits for idleness, and in batch there is none
(ask "a finding while typing" (lambda () (> (length (flymake-diagnostics)) before)))
(goto-char (point-min))
(search-forward "!GetAtt CustomerPool.Arn")
(cl-letf (((symbol-function 'completing-read) (lambda (_ offered &rest _) (car (all-completions "Set" offered))))
          (last-nonmenu-event ?a)) ; a key, not the mouse
  (call-interactively (key-binding (kbd "C-c a"))))
(forward-line 0)
(unless (search-forward "!Ref CustomerPool" (line-end-position) t) (error "The fix did not come"))
"""


def test_emacs_with_eglot(project: Path) -> None:
    emacs = require("emacs")
    if not list(Path("/usr/share/emacs/site-lisp/elpa").glob("eglot-*")):
        pytest.skip("Eglot is not installed: make clients")
    put(project, "editors.md", "eglot.el")
    (project / "drive.el").write_text(EGLOT, encoding="utf-8")
    lines = start(project, emacs, "-q", "--batch", "-l", "eglot.el", "-l", "drive.el").splitlines()
    severities = {"eglot-error": "error", "eglot-warning": "warning", "eglot-note": "informational"}
    found = [re.fullmatch(r"(\d+) (\d+) (\S+) cfn-upc-rules \[(\w+)\]: .*", line) for line in lines]
    shown = [Shown(int(one[1]), int(one[2]), one[4], severities[one[3]]) for one in found if one is not None]
    assert sorted(shown) == known()


def test_efm_langserver_with_an_lsp_client(project: Path) -> None:
    require("efm-langserver")
    put(project, "editors.md", "efm.yaml")
    with activated(project):
        found = asyncio.run(diagnostics(project / "template.yaml", "efm-langserver", "-c", "efm.yaml"))
    letters = {1: "E", 2: "W", 3: "I"}
    severities = {1: "error", 2: "warning", 3: "informational"}
    assert (
        sorted(
            Shown(
                item.range.start.line + 1,
                item.range.start.character + 1,
                f"{letters[item.severity]}{item.code}",
                severities[item.severity],
            )
            for item in found
        )
        == known()
    )


@contextmanager
def activated(folder: Path) -> Iterator[None]:
    """Be in the folder, with the clients' environment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for name, value in ACTIVATED.items():
            patch.setenv(name, value)
        yield


async def diagnostics(template: Path, *server: str) -> list[Any]:
    """Open the template in a language server and return the first diagnostics it publishes."""
    from lsprotocol import types
    from pygls.lsp.client import LanguageClient

    client = LanguageClient("tests of cfn-upc-rules", "1")
    published: asyncio.Future[list[Any]] = asyncio.get_running_loop().create_future()

    def on_diagnostics(params: types.PublishDiagnosticsParams) -> None:
        if params.diagnostics and not published.done():
            published.set_result(list(params.diagnostics))

    client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(on_diagnostics)
    await client.start_io(*server)
    try:
        root = template.parent.as_uri()
        capabilities = types.ClientCapabilities()
        await client.initialize_async(types.InitializeParams(capabilities=capabilities, root_uri=root))
        client.initialized(types.InitializedParams())
        text = template.read_text(encoding="utf-8")  # noqa: ASYNC240 - nothing else runs
        document = types.TextDocumentItem(template.as_uri(), "yaml", 1, text)
        client.text_document_did_open(types.DidOpenTextDocumentParams(document))
        return await asyncio.wait_for(published, LIMIT)
    finally:
        with suppress(RuntimeError):  # efm-langserver ends at once, without an answer
            await asyncio.wait_for(client.shutdown_async(None), LIMIT)
        await asyncio.wait_for(client.stop(), LIMIT)  # type: ignore[no-untyped-call]
