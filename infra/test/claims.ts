import { api } from './claims/api.ts';
import type { Claim } from './claims/claim.ts';
import { edge } from './claims/edge.ts';
import { files } from './claims/files.ts';
import { identity } from './claims/identity.ts';
import { operation } from './claims/operation.ts';
import { roles } from './claims/roles.ts';
import { rows } from './claims/rows.ts';

/** What must hold of every template. */
export const claims: readonly Claim[] = [
  ...rows,
  ...roles,
  ...files,
  ...identity,
  ...api,
  ...edge,
  ...operation,
];
