/** Installs the server: the wheel that the extension carries, into an environment of the extension's own. */
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';

import { allowed, inEnvironment, onPath } from './lookup';
import type { Workspace } from './lookup';
import { output, thisMachine } from './machine';

const PYTHONS = ['python3', 'python', 'py'];
const NEW_ENOUGH = 'import sys; sys.exit(None if sys.version_info >= (3, 10) else "older than 3.10")';
const MINUTES = 60_000;

/** The environment of this extension's version, whether it is there or not. */
export function ownEnvironment(context: vscode.ExtensionContext): string {
  return path.join(context.globalStorageUri.fsPath, `server-${version(context)}`);
}

function version(context: vscode.ExtensionContext): string {
  return (context.extension.packageJSON as { version: string }).version;
}

/** What installs the server into an environment of the user's own; the quotes are those of every shell. */
export function installCommand(context: vscode.ExtensionContext): string {
  return `pip install "${requirement(context)}"`;
}

function requirement(context: vscode.ExtensionContext): string {
  const wheel = `cfn_upc_rules-${version(context)}-py3-none-any.whl`;
  return `${path.join(context.extensionPath, 'server', wheel)}[lsp]`;
}

/**
 * Makes the environment, with a Python of PATH.
 *
 * Throws an error whose message is for the user.
 */
export async function install(
  context: vscode.ExtensionContext,
  workspace: Workspace,
  interpreters: readonly string[],
  log: vscode.LogOutputChannel,
): Promise<void> {
  const environment = ownEnvironment(context);
  const storage = path.dirname(environment);
  await fs.mkdir(storage, { recursive: true });
  const python = await newEnough(workspace, interpreters, storage, log);
  // -I: neither the folder it runs in nor PYTHONPATH has a say.
  const steps = [
    [python, '-I', '-m', 'venv', '--clear', environment],
    [inEnvironment(thisMachine(), environment, 'python'), '-I', '-m', 'pip', 'install', '--disable-pip-version-check', requirement(context)],
  ];
  try {
    for (const [program = '', ...args] of steps) {
      log.info(`$ ${[program, ...args].join(' ')}`);
      log.info(await output(program, args, storage, 10 * MINUTES));
    }
  } catch (error) {
    await fs.rm(environment, { recursive: true, force: true });
    throw error;
  }
}

async function newEnough(
  workspace: Workspace,
  interpreters: readonly string[],
  folder: string,
  log: vscode.LogOutputChannel,
): Promise<string> {
  const machine = thisMachine();
  const named = [...interpreters, ...PYTHONS.flatMap((name) => onPath(machine, workspace, name))];
  for (const { program } of allowed(machine, workspace, named.map((name) => ({ program: name, origin: '' })))) {
    try {
      await output(program, ['-I', '-c', NEW_ENOUGH], folder);
      return program;
    } catch (error) {
      log.info(`${program} is passed over: ${String(error)}`);
    }
  }
  throw new Error('There is no Python 3.10 or newer on PATH: install one, then try again');
}
