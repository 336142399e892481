import { api } from './claims/api.ts';
import type { Claim } from './claims/claim.ts';
import { files } from './claims/files.ts';
import { identity } from './claims/identity.ts';
import { operation } from './claims/operation.ts';
import { roles } from './claims/roles.ts';
import { rows } from './claims/rows.ts';
import { silos } from './claims/silos.ts';

/** What must hold of every template. */
export const claims: readonly Claim[] = [
  ...rows,
  ...silos,
  ...roles,
  ...files,
  ...identity,
  ...api,
  ...operation,
];
