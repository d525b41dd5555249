import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { test } from 'node:test';

import {
  App,
  CfnResource,
  NestedStack,
  Stack,
  Stage,
  Validations,
  type IPolicyValidationContext,
  type PolicyValidationPluginReport,
} from 'aws-cdk-lib';

import { UserPoolClientRules, type UserPoolClientRulesProps } from '../src';
import { Fake, match, reporting } from './fake';

/** The plugin, and what it was given and returned. */
class Watched extends UserPoolClientRules {
  context?: IPolicyValidationContext;
  report?: PolicyValidationPluginReport;

  override validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    this.context = context;
    const report = super.validate(context);
    this.report = structuredClone(report); // the CDK changes what it gets
    return report;
  }
}

/** An app with two stacks, one in a stage; in each is a nested stack with another in it. */
function app(): App {
  const root = new App({ outdir: mkdtempSync(join(tmpdir(), 'cfn-upc-rules-cdk-')) });
  for (const scope of [root, new Stage(root, 'Prod')]) {
    const stack = new Stack(scope, 'Shop');
    const inner = new NestedStack(new NestedStack(stack, 'Outer'), 'Inner');
    for (const parent of [stack, inner]) {
      new CfnResource(parent, 'Web', { type: 'AWS::Cognito::UserPoolClient', properties: { UserPoolId: 'eu_1' } });
    }
  }
  return root;
}

/** Synthesise the app with the plugin; the CDK throws where it fails. */
function synthesised(props: UserPoolClientRulesProps): { plugin: Watched; error: string; written: string } {
  const plugin = new Watched(props);
  const root = app();
  Validations.of(root).addPlugins(plugin);
  let error = '';
  try {
    root.synth();
  } catch (thrown) {
    error = String(thrown);
  }
  return { plugin, error, written: readFileSync(join(root.outdir, 'validation-report.json'), 'utf8') };
}

const EVERY_CLIENT = `
  const found = files.flatMap((file) => Object.keys(JSON.parse(require('node:fs').readFileSync(file)).Resources)
    .filter((id) => id.startsWith('Web'))
    .map((id) => ({ ...${JSON.stringify(match())}, Filename: file, Location: { Path: ['Resources', id, 'Properties'] } })));
  console.log(JSON.stringify(found));
  process.exitCode = 2;`;

test('the templates of stacks, stages and nested stacks are linted', () => {
  const fake = new Fake(EVERY_CLIENT);
  const { plugin } = synthesised({ command: fake.path });
  const files = fake.arguments.slice(fake.arguments.indexOf('--') + 1);
  const root = plugin.context?.appConstruct;
  assert.ok(root instanceof App);
  assert.deepEqual(files.map((file) => relative(root.outdir, file).replace(/[0-9A-F]{8}/g, '#')).sort(), [
    'Shop.template.json',
    'ShopOuter#.nested.template.json',
    'ShopOuterInner#.nested.template.json',
    'assembly-Prod/ProdShop#.template.json',
    'assembly-Prod/ProdShopOuter#.nested.template.json',
    'assembly-Prod/ProdShopOuterInner#.nested.template.json',
  ]);
});

test('findings come back with the paths of their constructs', () => {
  const { error, written } = synthesised({ command: new Fake(EVERY_CLIENT).path });
  assert.match(error, /Validation failed/);
  assert.deepEqual([...written.matchAll(/"constructPath": "(.*)"/g)].map((found) => found[1]).sort(), [
    'Prod/Shop/Outer/Inner/Web',
    'Prod/Shop/Web',
    'Shop/Outer/Inner/Web',
    'Shop/Web',
  ]);
});

test('the report says what is wrong, how bad it is, and what to do', () => {
  const { plugin } = synthesised({ command: reporting(match()).path });
  assert.deepEqual(plugin.report?.violations, [
    {
      ruleName: 'E9630',
      severity: 'error',
      description: `'Shop/Web' allows it without a secret. AWS: "no $& secret".`,
      fix: 'Set GenerateSecret: true',
      ruleMetadata: { about: 'No secret', source: 'https://docs.aws.amazon.com/x' },
      violatingResources: [
        {
          resourceLogicalId: 'Web',
          locations: ['Properties.AllowedOAuthFlows.0'],
          templatePath: 'a.template.json',
        },
      ],
    },
  ]);
});

test('what is of no resource belongs to the stack', () => {
  const body = `
    const file = files.find((name) => name.includes('ProdShopOuterInner'));
    console.log(JSON.stringify([
      { ...${JSON.stringify(match())}, Filename: file, Location: { Path: ['Outputs', 'Id'] } },
      { ...${JSON.stringify(match())}, Filename: 'elsewhere.json', Location: { Path: [] } },
    ]));`;
  const { plugin } = synthesised({ command: new Fake(body).path });
  const [output, elsewhere] = plugin.report?.violations.map((violation) => violation.violatingResources[0]) ?? [];
  assert.deepEqual([output?.constructPath, output?.locations], ['Prod/Shop/Outer/Inner', ['Outputs.Id']]);
  assert.equal(elsewhere?.constructPath, 'elsewhere.json');
});

const LEVELS = { Error: 'error', Warning: 'warning', Informational: 'info' } as const;
// From which severity on synthesis fails, and the levels for which it then does.
const FAILING: [UserPoolClientRulesProps['failOn'], string[]][] = [
  [undefined, ['Error']],
  ['error', ['Error']],
  ['warning', ['Error', 'Warning']],
  ['info', ['Error', 'Warning', 'Informational']],
];

for (const [failOn, failing] of FAILING) {
  for (const [level, severity] of Object.entries(LEVELS)) {
    const fails = failing.includes(level);
    test(`failOn ${String(failOn)}: ${severity} ${fails ? 'fails' : 'is reported'}`, () => {
      const command = reporting(match({ Level: level })).path;
      const { plugin, error } = synthesised(failOn ? { command, failOn } : { command });
      assert.deepEqual([plugin.report?.success, plugin.report?.violations[0]?.severity], [!fails, severity]);
      assert.equal(error !== '', fails);
    });
  }
}

test('failOn takes severities only', () => {
  assert.throws(() => new UserPoolClientRules({ failOn: 'never' as 'error' }), { message: /not 'never'/ });
});

test('a command that fails, fails the synthesis, whichever stacks are asked for', () => {
  const { plugin, error, written } = synthesised({ command: 'no-such-command-here' });
  assert.equal(plugin.report?.success, false);
  assert.match(error, /Validation failed/);
  const [report] = (JSON.parse(written) as { pluginReports: { violations: Record<string, unknown>[] }[] }).pluginReports;
  assert.deepEqual([report?.violations[0]?.['severity'], report?.violations.length], ['fatal', 1]);
  assert.match(String(report?.violations[0]?.['description']), /^There is no command no-such-command-here: install/);
  assert.deepEqual(report?.violations[0]?.['violatingConstructs'], [{ constructPath: '' }]);
});

test('what the CDK names the plugin, and the version that it has', () => {
  const own = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8')) as { version: string };
  const plugin = new UserPoolClientRules();
  assert.deepEqual([plugin.name, plugin.version], ['cfn-upc-rules', own.version]);
});
