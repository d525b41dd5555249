/** What happens when: the server runs from the first template on, and anew when what it was started with changes. */
import * as vscode from 'vscode';

import { SECTION, mayBeTemplate } from './editor';
import { Server } from './server';

let server: Server | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const ours = (server = new Server(context));
  const opened = (document: vscode.TextDocument): void => {
    if (mayBeTemplate(document)) {
      ours.start();
    }
  };
  context.subscriptions.push(
    ours,
    vscode.commands.registerCommand(`${SECTION}.restart`, () => {
      ours.restart();
    }),
    vscode.commands.registerCommand(`${SECTION}.showOutput`, () => {
      ours.log.show();
    }),
    vscode.workspace.onDidOpenTextDocument(opened),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      // A template that is written from nothing; of a long text only the lines that changed are looked at.
      const last = document.lineCount - 1;
      const lines = contentChanges.map(({ range, text }) => text + document.lineAt(Math.min(range.start.line, last)).text);
      if (mayBeTemplate(document, lines.join('\n'))) {
        ours.start();
      }
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      ours.restartIfWanted();
    }),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(SECTION)) {
        ours.settingsChanged();
      }
    }),
  );
  vscode.workspace.textDocuments.forEach(opened);
}

export function deactivate(): Promise<void> | undefined {
  return server?.stop();
}
