/** The server and its client: found, started, stopped, and what the user is told of it. */
import { spawn } from 'node:child_process';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { DidChangeConfigurationNotification, LanguageClient, State } from 'vscode-languageclient/node';

import { SECTION, SELECTOR, onPythonSelected, selectedPythons, serverPath, serverSettings, workspace } from './editor';
import { install, installCommand, ownEnvironment } from './install';
import { SERVER, allowed, besideInterpreter, fromSetting, inEnvironment, onPath, pathEntries } from './lookup';
import type { Candidate, Workspace } from './lookup';
import { output, thisMachine } from './machine';

const INSTALL = 'Install';
const COPY = 'Copy Command';
const SETTINGS = 'Open Settings';
const OUTPUT = 'Show Output';

/** One server for the whole workspace. It is started, stopped and restarted one after the other, never at once. */
export class Server implements vscode.Disposable {
  readonly log = vscode.window.createOutputChannel(SECTION, { log: true });
  private readonly status = vscode.languages.createLanguageStatusItem(SECTION, SELECTOR);
  private client: LanguageClient | undefined;
  private queue: Promise<void> = Promise.resolve();
  private pythons: vscode.Disposable | undefined;
  private wanted = false;
  private setting = '';

  constructor(private readonly context: vscode.ExtensionContext) {
    this.status.name = 'Cognito User Pool Clients';
    this.show('cfn-upc-rules', 'no template was opened yet');
  }

  dispose(): void {
    this.pythons?.dispose();
    this.status.dispose();
    this.log.dispose();
  }

  /** Starts the server where that has not been tried yet. */
  start(): void {
    if (!this.wanted) {
      this.restart();
    }
  }

  /** Starts the server, or starts it again. */
  restart(): void {
    this.wanted = true;
    this.enqueue(async () => {
      await this.end();
      await this.begin();
    });
  }

  /** Starts the server again if it was started, or if one was looked for. */
  restartIfWanted(): void {
    if (this.wanted) {
      this.restart();
    }
  }

  stop(): Promise<void> {
    this.enqueue(() => this.end());
    return this.queue;
  }

  /** Has the settings count: another server is started, the one that runs asks for its own. */
  settingsChanged(): void {
    this.enqueue(async () => {
      if (this.wanted && serverPath() !== this.setting) {
        await this.end();
        await this.begin();
      } else {
        await this.client?.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
      }
    });
  }

  private enqueue(work: () => Promise<void>): void {
    this.queue = this.queue.then(work).catch((error: unknown) => {
      this.log.error(error instanceof Error ? error : String(error));
      this.show('failed', String(error), vscode.LanguageStatusSeverity.Error);
    });
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    if (client?.needsStop()) {
      await client.stop();
    }
  }

  private async begin(): Promise<void> {
    const space = workspace();
    this.status.busy = true;
    try {
      const found = await this.find(space);
      if (found !== undefined) {
        this.client = this.makeClient(found, space);
        await this.client.start();
        this.log.info(`${found.program} (${describe(found, space)})`);
      }
    } finally {
      this.status.busy = false;
    }
  }

  private makeClient(found: Candidate, space: Workspace): LanguageClient {
    // It does not run in a folder that is not trusted, as PYTHONPATH may name the one that it runs in; nor does git of
    // such a folder.
    const cwd = (space.trusted ? space.folders[0] : undefined) ?? path.dirname(found.program);
    const env = { ...process.env, PATH: pathEntries(thisMachine(), space).join(path.delimiter) };
    const client = new LanguageClient(
      SECTION,
      () => Promise.resolve(spawn(found.program, [], { cwd, env, windowsHide: true })),
      {
        documentSelector: SELECTOR,
        outputChannel: this.log,
        initializationOptions: { ...serverSettings(), trustWorkspace: space.trusted },
        middleware: {
          // The server knows no settings but its own.
          workspace: { configuration: (params) => params.items.map(() => serverSettings()) },
        },
      },
    );
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Running) {
        this.show(`cfn-upc-rules ${client.initializeResult?.serverInfo?.version ?? ''}`, describe(found, space));
      } else if (newState === State.Stopped && this.client === client) {
        this.show('stopped', 'The server ended: the output says why', vscode.LanguageStatusSeverity.Error);
      }
    });
    return client;
  }

  /** Returns the first server that runs; undefined where there is none, which the user is told. */
  private async find(space: Workspace): Promise<Candidate | undefined> {
    const machine = thisMachine();
    const setting = (this.setting = serverPath());
    if (setting !== '') {
      const named = fromSetting(machine, space, setting);
      const [found] = allowed(machine, space, named === undefined ? [] : [{ program: named, origin: 'by the setting' }]);
      if (found !== undefined && (await this.runs(found))) {
        return found;
      }
      if (space.trusted) {
        this.tell(`'${SECTION}.server.path' names no server that runs: ${setting}`, [SETTINGS, OUTPUT]);
        return undefined;
      }
      this.log.info(`The setting is passed over, as the folder is not trusted: ${setting}`);
    }
    for (const look of [() => this.ofFolders(space), () => this.ofPythons(space), () => this.others(space)]) {
      for (const candidate of allowed(machine, space, await look())) {
        if (await this.runs(candidate)) {
          return candidate;
        }
      }
    }
    this.tell('No language server for Cognito User Pool Clients was found. It needs Python 3.10 or newer.', [INSTALL, COPY]);
    return undefined;
  }

  private ofFolders(space: Workspace): Candidate[] {
    const machine = thisMachine();
    return space.folders.map((folder) => ({
      program: inEnvironment(machine, path.join(folder, '.venv'), SERVER),
      origin: "in the workspace's .venv",
    }));
  }

  /** Asked late: it starts the extension for Python. */
  private async ofPythons(space: Workspace): Promise<Candidate[]> {
    if (!space.trusted) {
      return [];
    }
    const machine = thisMachine();
    this.pythons ??= await onPythonSelected(() => {
      this.restart();
    });
    return (await selectedPythons()).map((interpreter) => ({
      program: besideInterpreter(machine, interpreter, SERVER),
      origin: 'of the Python that is selected',
    }));
  }

  private others(space: Workspace): Candidate[] {
    const machine = thisMachine();
    return [
      ...onPath(machine, space, SERVER).map((program) => ({ program, origin: 'on PATH' })),
      { program: inEnvironment(machine, ownEnvironment(this.context), SERVER), origin: 'installed by this extension' },
    ];
  }

  /** Whether a server can be run: one that was installed without its extra `lsp` can't. */
  private async runs(candidate: Candidate): Promise<boolean> {
    try {
      await output(candidate.program, ['--version'], path.dirname(candidate.program));
      return true;
    } catch (error) {
      this.log.warn(`${candidate.program} (${candidate.origin}) is passed over: ${String(error)}`);
      return false;
    }
  }

  // -- what the user is told ------------------------------------------------------------------------

  private show(text: string, detail: string, severity = vscode.LanguageStatusSeverity.Information): void {
    this.status.text = text;
    this.status.detail = detail;
    this.status.severity = severity;
    this.status.command = { command: `${SECTION}.restart`, title: 'Restart' };
  }

  /** Says what is wrong. */
  private tell(what: string, buttons: readonly string[]): void {
    this.log.warn(what);
    this.show('no server', 'none runs: restart to be asked again', vscode.LanguageStatusSeverity.Error);
    // Not waited for: a notification may stay for hours.
    void vscode.window.showWarningMessage(what, ...buttons).then((chosen) => this.pressed(chosen));
  }

  private async pressed(chosen: string | undefined): Promise<void> {
    if (chosen === INSTALL) {
      await this.install();
    } else if (chosen === COPY) {
      await vscode.env.clipboard.writeText(installCommand(this.context));
    } else if (chosen === SETTINGS) {
      await vscode.commands.executeCommand('workbench.action.openSettings', `${SECTION}.server.path`);
    } else if (chosen === OUTPUT) {
      this.log.show();
    }
  }

  private async install(): Promise<void> {
    const space = workspace();
    const title = 'Installing the language server for Cognito User Pool Clients';
    try {
      await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, async () => {
        await install(this.context, space, space.trusted ? await selectedPythons() : [], this.log);
      });
      this.restart();
    } catch (error) {
      this.log.error(error instanceof Error ? error : String(error));
      const why = error instanceof Error ? error.message : String(error);
      const last = why.split('\n').at(-1) ?? why;
      const chosen = await vscode.window.showErrorMessage(`The server was not installed: ${last}`, OUTPUT, COPY);
      await this.pressed(chosen);
    }
  }
}

/** How a server was found, and what it may do. */
function describe(found: Candidate, space: Workspace): string {
  return found.origin + (space.trusted ? '' : ', restricted: the folder is not trusted');
}
