/** Where the server may be. Nothing here knows VS Code, so that Windows can be tested on Linux. */
import * as path from 'node:path';

export const SERVER = 'cfn-upc-language-server';

/** What the lookup asks of the machine. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  /** The value of PATH. */
  readonly path: string;
  /** Whether there is a file that can be run. */
  isProgram(name: string): boolean;
  /** Where a name leads, links resolved; the name where it leads nowhere. */
  real(name: string): string;
}

/** What the lookup asks of the editor. */
export interface Workspace {
  readonly folders: readonly string[];
  readonly trusted: boolean;
}

export interface Candidate {
  readonly program: string;
  /** How it was found, as the status item says it. */
  readonly origin: string;
}

/** The rules of file names of a platform. */
function names(machine: Machine): path.PlatformPath {
  return machine.platform === 'win32' ? path.win32 : path.posix;
}

/** A program of an environment of Python. */
export function inEnvironment(machine: Machine, environment: string, program: string): string {
  const folder = machine.platform === 'win32' ? 'Scripts' : 'bin';
  return names(machine).join(environment, folder, fileName(machine, program));
}

/** A program that was installed with an interpreter of Python. */
export function besideInterpreter(machine: Machine, interpreter: string, program: string): string {
  const folder = names(machine).dirname(interpreter);
  // Windows keeps the interpreter of an installation, unlike that of an environment, above its Scripts.
  const isAbove = machine.platform === 'win32' && names(machine).basename(folder).toLowerCase() !== 'scripts';
  return names(machine).join(folder, isAbove ? 'Scripts' : '', fileName(machine, program));
}

function fileName(machine: Machine, program: string): string {
  return machine.platform === 'win32' ? `${program}.exe` : program;
}

/**
 * The entries of PATH that count.
 *
 * Those that are relative name a folder that nobody chose; those in a workspace that is not trusted are not to be run.
 */
export function pathEntries(machine: Machine, workspace: Workspace): string[] {
  const entries = machine.path.split(names(machine).delimiter);
  return entries.filter((entry) => names(machine).isAbsolute(entry) && !isForbidden(machine, workspace, entry));
}

/** Where a program may be on PATH. */
export function onPath(machine: Machine, workspace: Workspace, program: string): string[] {
  return pathEntries(machine, workspace).map((entry) => names(machine).join(entry, fileName(machine, program)));
}

/** The full path that the setting says; undefined where it is none. */
export function fromSetting(machine: Machine, workspace: Workspace, setting: string): string | undefined {
  const named = setting
    .replace(/^~(?=[\\/])/, () => machine.home)
    .replace(/^\$\{workspaceFolder\}/, (itself) => workspace.folders[0] ?? itself);
  return names(machine).isAbsolute(named) ? names(machine).normalize(named) : undefined;
}

/** Those of some candidates that are there and may be run, each program once. */
export function allowed(machine: Machine, workspace: Workspace, candidates: readonly Candidate[]): Candidate[] {
  const found = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const program = machine.isProgram(candidate.program) && !isForbidden(machine, workspace, candidate.program);
    const real = machine.real(candidate.program);
    if (program && !found.has(real)) {
      found.set(real, candidate);
    }
  }
  return [...found.values()];
}

/** Whether something lies in a workspace that is not trusted, by its name or by where links lead. */
function isForbidden(machine: Machine, workspace: Workspace, name: string): boolean {
  const folders = workspace.folders.flatMap((folder) => [folder, machine.real(folder)]);
  const itself = [name, machine.real(name)];
  return !workspace.trusted && folders.some((folder) => itself.some((one) => isWithin(machine, folder, one)));
}

function isWithin(machine: Machine, folder: string, name: string): boolean {
  const { sep } = names(machine);
  const way = names(machine).relative(folder, name);
  return way !== '..' && !way.startsWith(`..${sep}`) && !names(machine).isAbsolute(way);
}
