import { RemovalPolicy } from 'aws-cdk-lib';

import type { Stage } from './stage.ts';

/** Returns true if AWS refuses to delete what the stage keeps. */
export function isProtected({ keep, protect }: Pick<Stage, 'keep' | 'protect'>): boolean {
  return keep && protect;
}

/**
 * Returns what becomes of a resource with data when it leaves the template. A stage that keeps its data keeps it then,
 * but not when its own creation is rolled back: what is left over would stop the next attempt.
 */
export function removalPolicyOf({ keep }: Pick<Stage, 'keep'>): RemovalPolicy {
  return keep ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
}
