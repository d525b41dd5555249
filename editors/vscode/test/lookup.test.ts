import assert from 'node:assert/strict';
import { test } from 'node:test';

import { SERVER, allowed, besideInterpreter, fromSetting, inEnvironment, onPath } from '../src/lookup';
import type { Machine, Workspace } from '../src/lookup';

/** A machine on which some programs are, and some links. */
function machine(
  platform: NodeJS.Platform,
  { path = '', programs = [], links = {} }: { path?: string; programs?: string[]; links?: Record<string, string> } = {},
): Machine {
  const real = (name: string): string => {
    const [link, target] = Object.entries(links).find(([one]) => name.startsWith(one)) ?? ['', ''];
    return target + name.slice(link.length);
  };
  return { platform, home: platform === 'win32' ? 'C:\\Users\\ann' : '/home/ann', path, isProgram: (name) => programs.includes(name), real };
}

const TRUSTED: Workspace = { folders: ['/work/shop'], trusted: true };
const UNTRUSTED: Workspace = { ...TRUSTED, trusted: false };
const LINUX = machine('linux');
const WINDOWS = machine('win32');

function programs(here: Machine, workspace: Workspace, ...named: string[]): string[] {
  return allowed(here, workspace, named.map((program) => ({ program, origin: '' }))).map(({ program }) => program);
}

test('an environment has its programs in bin, on Windows in Scripts', () => {
  assert.equal(inEnvironment(LINUX, '/work/shop/.venv', SERVER), `/work/shop/.venv/bin/${SERVER}`);
  assert.equal(inEnvironment(machine('darwin'), '/work/shop/.venv', SERVER), `/work/shop/.venv/bin/${SERVER}`);
  assert.equal(inEnvironment(WINDOWS, 'C:\\shop\\.venv', SERVER), `C:\\shop\\.venv\\Scripts\\${SERVER}.exe`);
});

test('a selected interpreter has them beside it, an installation of Windows below it', () => {
  assert.equal(besideInterpreter(LINUX, '/opt/py/bin/python3.12', SERVER), `/opt/py/bin/${SERVER}`);
  assert.equal(besideInterpreter(WINDOWS, 'C:\\e\\Scripts\\python.exe', SERVER), `C:\\e\\Scripts\\${SERVER}.exe`);
  assert.equal(besideInterpreter(WINDOWS, 'C:\\Python312\\python.exe', SERVER), `C:\\Python312\\Scripts\\${SERVER}.exe`);
});

test('entries of PATH that are relative or empty do not count', () => {
  assert.deepEqual(onPath(machine('linux', { path: 'bin::.:/usr/bin:../x' }), TRUSTED, SERVER), [`/usr/bin/${SERVER}`]);
  assert.deepEqual(onPath(machine('win32', { path: '.;C:\\bin;;bin' }), TRUSTED, 'git'), ['C:\\bin\\git.exe']);
});

test('entries of PATH in a workspace that is not trusted do not count', () => {
  const here = machine('linux', { path: '/work/shop/bin:/work/shop-tools:/work/shop:/link/bin', links: { '/link': '/work/shop' } });
  assert.equal(onPath(here, TRUSTED, SERVER).length, 4);
  assert.deepEqual(onPath(here, UNTRUSTED, SERVER), [`/work/shop-tools/${SERVER}`]);
  const there = machine('win32', { path: 'c:\\SHOP\\bin;C:\\tools;D:\\shop' });
  assert.deepEqual(onPath(there, { folders: ['C:\\shop'], trusted: false }, 'x'), ['C:\\tools\\x.exe', 'D:\\shop\\x.exe']);
});

test('the setting is a full path, and may begin with the home directory or the folder', () => {
  assert.equal(fromSetting(LINUX, TRUSTED, '/opt/s'), '/opt/s');
  assert.equal(fromSetting(LINUX, TRUSTED, '~/bin/s'), '/home/ann/bin/s');
  assert.equal(fromSetting(LINUX, TRUSTED, '${workspaceFolder}/env/bin/s'), '/work/shop/env/bin/s');
  assert.equal(fromSetting(WINDOWS, TRUSTED, '~\\s.exe'), 'C:\\Users\\ann\\s.exe');
  assert.equal(fromSetting(LINUX, TRUSTED, 'bin/s'), undefined);
  assert.equal(fromSetting(LINUX, { folders: [], trusted: true }, '${workspaceFolder}/s'), undefined);
});

test('what is not there is passed over, and what is there twice is one', () => {
  const here = machine('linux', { programs: ['/usr/bin/s', '/link/s'], links: { '/link': '/usr/bin' } });
  assert.deepEqual(programs(here, TRUSTED, '/absent/s', '/link/s', '/usr/bin/s'), ['/link/s']);
});

test('nothing that lies in a workspace that is not trusted may be run, and no link leads around that', () => {
  const within = ['/work/shop/.venv/bin/s', '/work/shop/../shop/s', '/home/ann/bin/s', '/work/shop/out/s'];
  const links = { '/home/ann/bin': '/work/shop/bin', '/work/shop/out': '/usr/bin' };
  const here = machine('linux', { programs: [...within, '/usr/local/bin/s'], links });
  assert.deepEqual(programs(here, UNTRUSTED, ...within, '/usr/local/bin/s'), ['/usr/local/bin/s']);
  assert.equal(programs(here, TRUSTED, ...within, '/usr/local/bin/s').length, 5);
});

test('a workspace that is itself behind a link is the folder that it leads to', () => {
  const here = machine('linux', { programs: ['/data/shop/s', '/usr/bin/s'], links: { '/work/shop': '/data/shop' } });
  assert.deepEqual(programs(here, UNTRUSTED, '/data/shop/s', '/usr/bin/s'), ['/usr/bin/s']);
});
