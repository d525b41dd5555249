import { basename, dirname, join } from 'node:path';

import { Stack, type IPolicyValidationContext } from 'aws-cdk-lib';

/**
 * Return the templates of an app, each with the path of its stack.
 *
 * The CDK names those of stacks; a nested stack's lies beside that of the stack that it is in.
 */
export function templatesOf(context: IPolicyValidationContext): Map<string, string | undefined> {
  const found = new Map<string, string | undefined>(context.templatePaths.map((path) => [path, undefined]));
  const byName = new Map(context.templatePaths.map((path) => [basename(path), path]));
  for (const construct of context.appConstruct.node.findAll()) {
    const outer = Stack.isStack(construct) ? byName.get(outermost(construct).templateFile) : undefined;
    if (Stack.isStack(construct) && outer !== undefined) {
      found.set(join(dirname(outer), construct.templateFile), construct.node.path);
    }
  }
  return found;
}

function outermost(stack: Stack): Stack {
  return stack.nestedStackParent ? outermost(stack.nestedStackParent) : stack;
}
