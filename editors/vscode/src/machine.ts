/** This machine, as the lookup asks for it, and programs run on it. */
import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import { promisify } from 'node:util';

import type { Machine } from './lookup';

const run = promisify(execFile);
const PATIENCE = 20_000;

export function thisMachine(): Machine {
  return { platform: process.platform, home: os.homedir(), path: process.env['PATH'] ?? '', isProgram, real };
}

function isProgram(name: string): boolean {
  try {
    fs.accessSync(name, fs.constants.X_OK);
    return fs.statSync(name).isFile();
  } catch {
    return false;
  }
}

function real(name: string): string {
  try {
    return fs.realpathSync.native(name);
  } catch {
    return name;
  }
}

/** What a program prints; rejected with what it says of its failure. `folder` is where it runs. */
export async function output(name: string, args: readonly string[], folder: string, patience = PATIENCE): Promise<string> {
  try {
    return (await run(name, args, { cwd: folder, timeout: patience, windowsHide: true })).stdout.trim();
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    throw new Error(said || `${name} failed: ${String(error)}`, { cause: error });
  }
}
