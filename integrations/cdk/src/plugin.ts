import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import type {
  IPolicyValidationContext,
  IPolicyValidationPlugin,
  PolicyViolation,
  PolicyValidationPluginReport,
} from 'aws-cdk-lib';

import { lint, type Finding } from './command';
import { templatesOf } from './templates';

/** How bad a finding is: the rule's ID begins with E, W or I. */
export type Severity = 'error' | 'warning' | 'info';

export interface UserPoolClientRulesProps {
  /**
   * The command to run: a name that is looked up on PATH, or a path.
   *
   * @default 'cfn-upc-lint'
   */
  readonly command?: string;

  /**
   * From which severity on a finding fails the synthesis; the others are reported only.
   *
   * @default 'error'
   */
  readonly failOn?: Severity;
}

// From bad to worse.
const SEVERITIES: readonly Severity[] = ['info', 'warning', 'error'];
const OF_LEVEL: Readonly<Record<string, Severity>> = { Error: 'error', Warning: 'warning' };

/** Runs `cfn-upc-lint` on the templates of the app, those of nested stacks among them. */
export class UserPoolClientRules implements IPolicyValidationPlugin {
  /** Acknowledgements begin with it: `cfn-upc-rules::E9630`. */
  readonly name = 'cfn-upc-rules';
  readonly version = ownVersion();
  private readonly command: string;
  private readonly failing: ReadonlySet<Severity>;

  /**
   * @throws Error where `failOn` is no severity: who writes JavaScript has no compiler that says so
   */
  constructor(props: UserPoolClientRulesProps = {}) {
    const from = props.failOn ?? 'error';
    if (!SEVERITIES.includes(from)) {
      throw new Error(`failOn takes 'error', 'warning' or 'info', not '${from}'`);
    }
    this.command = props.command ?? 'cfn-upc-lint';
    this.failing = new Set(SEVERITIES.slice(SEVERITIES.indexOf(from)));
  }

  /** Return what the command finds; the CDK calls this once for all templates. */
  validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    try {
      const templates = templatesOf(context);
      const findings = lint(this.command, [...templates.keys()]);
      return {
        success: !findings.some((finding) => this.failing.has(severityOf(finding))),
        violations: findings.map((finding) => violationOf(finding, templates.get(finding.file))),
      };
    } catch (error) {
      return { success: false, violations: [failure(error instanceof Error ? error.message : String(error))] };
    }
  }
}

/**
 * Return what is reported where the command could not do its work.
 *
 * What a plugin throws is dropped by the CDK's command line, and the synthesis would succeed. A violation that names no
 * construct is shown whichever stacks are synthesised, and a fatal one can't be acknowledged.
 */
function failure(message: string): PolicyViolation {
  return { ruleName: 'not-run', severity: 'fatal', description: message, violatingResources: [{ locations: [] }] };
}

function violationOf(finding: Finding, stack: string | undefined): PolicyViolation {
  const [section, name, ...below] = finding.path;
  const isOfResource = section === 'Resources' && name !== undefined;
  // The CDK finds the construct of a resource; what is elsewhere in a template belongs to the stack.
  const where = isOfResource
    ? { resourceLogicalId: String(name), locations: [below.join('.')].filter(Boolean) }
    : { constructPath: stack ?? basename(finding.file), locations: [finding.path.join('.')].filter(Boolean) };
  return {
    ruleName: finding.rule,
    severity: severityOf(finding),
    description: withoutAdvice(finding),
    ...(finding.advice && { fix: finding.advice }),
    ruleMetadata: { about: finding.about, ...(finding.source && { source: finding.source }) },
    violatingResources: [{ ...where, templatePath: finding.file }],
  };
}

/** Return the message without the sentence that the CDK shows as the fix. */
function withoutAdvice({ message, advice }: Finding): string {
  return advice ? message.replace(` ${advice}.`, () => '') : message;
}

function severityOf(finding: Finding): Severity {
  return OF_LEVEL[finding.level] ?? 'info';
}

function ownVersion(): string {
  const own = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8')) as { version: string };
  return own.version;
}
