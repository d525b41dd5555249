/** What is asked of VS Code: the workspace, the settings, the Python that is selected, and what a template is. */
import * as vscode from 'vscode';

import type { Workspace } from './lookup';

/** The section of the settings; what the server takes has the same names there (docs/editors.md). */
export const SECTION = 'cfn-upc-rules';
const OF_THE_SERVER = ['rules', 'ignoreChecks', 'includeChecks', 'configureRules'];

/** `cloudformation` and `template` are languages of other extensions for CloudFormation. */
const LANGUAGES = ['yaml', 'json', 'jsonc', 'cloudformation', 'template'];
export const SELECTOR = [
  ...LANGUAGES.map((language) => ({ scheme: 'file', language })),
  { scheme: 'file', pattern: '**/*.template' },
];

/** Whether a document names a type of AWS: any other is no template, and no reason to start a server. */
export function mayBeTemplate(document: vscode.TextDocument, text = document.getText()): boolean {
  return text.includes('AWS::') && vscode.languages.match(SELECTOR, document) > 0;
}

export function workspace(): Workspace {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter((folder) => folder.uri.scheme === 'file');
  return { folders: folders.map((folder) => folder.uri.fsPath), trusted: vscode.workspace.isTrusted };
}

export function serverPath(): string {
  return vscode.workspace.getConfiguration(SECTION).get('server.path', '').trim();
}

/** The settings that are the server's. */
export function serverSettings(): Record<string, unknown> {
  const settings = vscode.workspace.getConfiguration(SECTION);
  return Object.fromEntries(OF_THE_SERVER.map((name) => [name, settings.get(name)]));
}

/** What is used of the API of ms-python.python; that extension need not be there. */
interface PythonApi {
  readonly environments?: {
    getActiveEnvironmentPath(folder?: vscode.Uri): unknown;
    resolveEnvironment(path: unknown): Promise<{ executable?: { uri?: vscode.Uri } } | undefined>;
    onDidChangeActiveEnvironmentPath?: vscode.Event<unknown>;
  };
}

async function pythonApi(): Promise<PythonApi['environments']> {
  try {
    const extension = vscode.extensions.getExtension<PythonApi | undefined>('ms-python.python');
    return (await extension?.activate())?.environments;
  } catch {
    return undefined; // that extension's trouble
  }
}

/** The interpreters that are selected for the workspace's folders. */
export async function selectedPythons(): Promise<string[]> {
  const api = await pythonApi();
  const folders = vscode.workspace.workspaceFolders ?? [];
  const found = (folders.length > 0 ? folders.map((folder) => folder.uri) : [undefined]).map(async (folder) => {
    try {
      return (await api?.resolveEnvironment(api.getActiveEnvironmentPath(folder)))?.executable?.uri?.fsPath;
    } catch {
      return undefined;
    }
  });
  return (await Promise.all(found)).filter((interpreter) => interpreter !== undefined);
}

/** Calls back when another Python is selected, where somebody says so. */
export async function onPythonSelected(listener: () => void): Promise<vscode.Disposable | undefined> {
  return (await pythonApi())?.onDidChangeActiveEnvironmentPath?.(listener);
}
