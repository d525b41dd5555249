import { spawnSync } from 'node:child_process';

/** What the command found. */
export interface Finding {
  /** The template, as it was named to the command. */
  readonly file: string;
  /** The rule's ID. */
  readonly rule: string;
  /** What the rule is about. */
  readonly about: string;
  /** The page that states the fact; '' for none. */
  readonly source: string;
  /** Error, Warning or Informational. */
  readonly level: string;
  readonly message: string;
  /** The sentence of the message that says what to do, without its full stop; '' for none. */
  readonly advice: string;
  /** Where in the template. */
  readonly path: readonly (string | number)[];
}

/** What cfn-lint's JSON holds, as far as it is read here. */
interface Match {
  readonly Filename: string;
  readonly Level: string;
  readonly Message: string;
  readonly Advice?: string;
  readonly Location: { readonly Path?: (string | number)[] | null };
  readonly Rule: { readonly Id: string; readonly ShortDescription: string; readonly Source?: string };
}

// Node takes 1 MiB by default, which a few hundred findings fill.
const LONGEST_REPORT = 256 * 1024 * 1024;
const LONGEST_QUOTE = 300;
const INSTALL =
  "install the Python package cfn-upc-rules (pip install, in an environment whose bin directory is on PATH), " +
  "or name the command by the option 'command' of UserPoolClientRules";

/**
 * Return what the command finds in templates.
 *
 * @throws Error in one sentence, where it can't be run, ends badly, or prints something else than findings
 */
export function lint(command: string, files: readonly string[]): Finding[] {
  if (files.length === 0) {
    return []; // without files it would read standard input
  }
  const done = spawnSync(command, ['--plugin-only', '--format', 'json', '--', ...files], {
    encoding: 'utf8',
    maxBuffer: LONGEST_REPORT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (done.error !== undefined) {
    throw new Error(whyNotRun(command, done.error));
  }
  if (done.signal !== null) {
    throw new Error(`${command} was ended by ${done.signal}${quoted(done.stderr)}`);
  }
  if (done.stdout.trim() === '') {
    if (done.status === 0) {
      return []; // nothing has to do with Cognito
    }
    throw new Error(`${command} ended with exit code ${String(done.status)} and printed nothing${quoted(done.stderr)}`);
  }
  const matches = read(done.stdout);
  if (matches === undefined) {
    throw new Error(
      `${command} ended with exit code ${String(done.status)} and printed no findings in JSON` +
        quoted(done.stderr || done.stdout),
    );
  }
  return matches.map(findingOf);
}

function whyNotRun(command: string, error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') {
    return `There is no command ${command}: ${INSTALL}`;
  }
  return `${command} can't be run (${error.code ?? error.message}): ${INSTALL}`;
}

/** Return the end of what a program printed, where its error stands, as the end of a sentence. */
function quoted(text: string): string {
  const line = text.trim().split('\n').at(-1) ?? '';
  return line && `: ${line.slice(0, LONGEST_QUOTE)}`;
}

function read(text: string): Match[] | undefined {
  try {
    const found: unknown = JSON.parse(text);
    return Array.isArray(found) && found.every(isMatch) ? found : undefined;
  } catch {
    return undefined;
  }
}

function isMatch(value: unknown): value is Match {
  const match = value as Partial<Match> | null;
  return (
    typeof match?.Filename === 'string' &&
    typeof match.Level === 'string' &&
    typeof match.Message === 'string' &&
    typeof match.Location === 'object' &&
    typeof match.Rule?.Id === 'string'
  );
}

function findingOf(match: Match): Finding {
  return {
    file: match.Filename,
    rule: match.Rule.Id,
    about: match.Rule.ShortDescription,
    source: match.Rule.Source ?? '',
    level: match.Level,
    message: match.Message,
    advice: match.Advice ?? '',
    path: match.Location.Path ?? [],
  };
}
