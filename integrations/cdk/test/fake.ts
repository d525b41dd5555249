import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A program in place of the command: it notes its arguments, and runs `body`. */
export class Fake {
  readonly path: string;
  private readonly log: string;

  /** @param body JavaScript; `files` are the templates that the command is given */
  constructor(body: string) {
    const folder = mkdtempSync(join(tmpdir(), 'cfn-upc-rules-cdk-'));
    this.path = join(folder, 'fake');
    this.log = join(folder, 'arguments.json');
    const lines = [
      `#!${process.execPath}`,
      `require('node:fs').writeFileSync(${JSON.stringify(this.log)}, JSON.stringify(process.argv.slice(2)));`,
      `const files = process.argv.slice(process.argv.indexOf('--') + 1);`,
      body,
    ];
    writeFileSync(this.path, lines.join('\n'));
    chmodSync(this.path, 0o755);
  }

  /** What it was called with. */
  get arguments(): string[] {
    return JSON.parse(readFileSync(this.log, 'utf8')) as string[];
  }
}

/** What cfn-lint reports of a finding, with what a test changes in it. */
export function match(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    Advice: 'Set GenerateSecret: true',
    Filename: 'a.template.json',
    Level: 'Error',
    Location: { Path: ['Resources', 'Web', 'Properties', 'AllowedOAuthFlows', 0] },
    Message: `'Shop/Web' allows it without a secret. Set GenerateSecret: true. AWS: "no $& secret".`,
    Rule: { Id: 'E9630', ShortDescription: 'No secret', Source: 'https://docs.aws.amazon.com/x' },
    ...changes,
  };
}

/** A program that reports these. */
export function reporting(...matches: Record<string, unknown>[]): Fake {
  return new Fake(`console.log(${JSON.stringify(JSON.stringify(matches))}); process.exitCode = 2;`);
}
