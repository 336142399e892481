import { CfnOutput, Fn, type Stack } from 'aws-cdk-lib';

import type { Stage } from './stage.ts';

/** What the stacks of silos use of the stack of their stage, each as an ARN. */
export type Shared = 'KeyArn' | 'AlarmTopicArn' | 'ChangesArn' | 'DeadChangesArn';

/**
 * Exports what the stacks of silos use. CloudFormation refuses to delete a stage, or to replace one of these, while a silo
 * uses it.
 */
export function shareWithSilos(stack: Stack, stage: Stage, values: Readonly<Record<Shared, string>>): void {
  for (const [name, value] of Object.entries(values))
    new CfnOutput(stack, name, { value, exportName: exportNameOf(stage, name) });
}

/** Returns the ARN that the stage exports, as a function of CloudFormation. */
export function sharedArn(stage: Stage, name: Shared): string {
  return Fn.importValue(exportNameOf(stage, name));
}

function exportNameOf({ name: stage }: Stage, name: string): string {
  return `tenantql-${stage}-${name}`;
}
