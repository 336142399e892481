import type { FileObjectsOf } from '../store/index.ts';

import { TENANT_FUNCTIONS, type FunctionName, type TenantFunction } from './function-names.ts';

/** The files of a function that acts for no tenant. */
export const NO_FILES: FileObjectsOf = () => {
  throw new Error('This function reaches no files.');
};

/** Returns whether a function acts for tenants. */
export function isTenantFunction(name: FunctionName): name is TenantFunction {
  return (TENANT_FUNCTIONS as readonly string[]).includes(name);
}
