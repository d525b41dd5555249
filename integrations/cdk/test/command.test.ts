import assert from 'node:assert/strict';
import { test } from 'node:test';

import { lint } from '../src/command';
import { Fake, match, reporting } from './fake';

test('the files stand behind --, and our rules run alone', () => {
  const fake = reporting();
  assert.deepEqual(lint(fake.path, ['a b.json', '-c']), []);
  assert.deepEqual(fake.arguments, ['--plugin-only', '--format', 'json', '--', 'a b.json', '-c']);
});

test('a finding is taken from the JSON', () => {
  const [finding] = lint(reporting(match()).path, ['a.template.json']);
  assert.deepEqual(finding, {
    file: 'a.template.json',
    rule: 'E9630',
    about: 'No secret',
    source: 'https://docs.aws.amazon.com/x',
    level: 'Error',
    message: `'Shop/Web' allows it without a secret. Set GenerateSecret: true. AWS: "no $& secret".`,
    advice: 'Set GenerateSecret: true',
    path: ['Resources', 'Web', 'Properties', 'AllowedOAuthFlows', 0],
  });
});

test('of what cfn-lint itself finds there is no advice, and perhaps no place', () => {
  const plain = match({ Advice: undefined, Location: { Path: null }, Rule: { Id: 'E0000', ShortDescription: '' } });
  const [finding] = lint(reporting(plain).path, ['a.template.json']);
  assert.deepEqual([finding?.advice, finding?.path, finding?.source], ['', [], '']);
});

test('a report may be longer than what Node takes by default', () => {
  const fake = new Fake(
    `const one = ${JSON.stringify(match())}; console.log(JSON.stringify(Array.from({ length: 9000 }, () => one)));`,
  );
  assert.equal(lint(fake.path, ['a.json']).length, 9000);
});

test('without templates nothing is run', () => {
  assert.deepEqual(lint('/no/such/command', []), []);
});

test('nothing printed, and exit code 0, is nothing found', () => {
  assert.deepEqual(lint(new Fake('').path, ['a.json']), []);
});

const FAILURES: Record<string, [string, RegExp]> = {
  'it prints no JSON': ["console.log('hello')", /^\S+fake ended with exit code 0 and printed no findings in JSON: hello$/],
  'it prints other JSON': ["console.log('{}')", /printed no findings in JSON: \{\}$/],
  'it prints a list of something else': ["console.log('[null, {}]')", /printed no findings in JSON/],
  'it ends badly': [
    "console.error('Traceback\\ncfn-upc-lint: no such option'); process.exitCode = 1",
    /^\S+fake ended with exit code 1 and printed nothing: cfn-upc-lint: no such option$/,
  ],
  'it is killed': ["process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1000)", /^\S+fake was ended by SIGKILL$/],
};

for (const [what, [body, sentence]] of Object.entries(FAILURES)) {
  test(`one sentence says that ${what}`, () => {
    assert.throws(() => lint(new Fake(body).path, ['a.json']), { message: sentence });
  });
}

test('a missing command is an error that says how to install it', () => {
  assert.throws(() => lint('no-such-command-here', ['a.json']), {
    message: /^There is no command no-such-command-here: install the Python package cfn-upc-rules .* option 'command'/,
  });
});

test('what is no program is an error, too', () => {
  assert.throws(() => lint(__filename, ['a.json']), { message: /can't be run \(EACCES\): install/ });
});
