import { parseArgs } from 'node:util';

import { requireTenantId } from '../lib/check-stage.ts';

/** What to do with the silos of a stage. */
export type SiloArguments =
  | { readonly verb: 'list'; readonly stage: string }
  | {
      readonly verb: 'create' | 'remove';
      readonly stage: string;
      readonly tenant: string;
      readonly yes: boolean;
    };

const USAGE = [
  'Use: npm run silo -- create --stage NAME --tenant ID [--yes]',
  '     npm run silo -- list --stage NAME',
  '     npm run silo -- remove --stage NAME --tenant ID [--yes]',
].join('\n');

/**
 * Reads `create | list | remove` with its options.
 * @throws {Error} that says how to use the command, or that the tenant's id is none
 */
export function siloArguments(args = process.argv.slice(2)): SiloArguments {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    args,
    options: { stage: text, tenant: text, yes: { type: 'boolean' } },
    allowPositionals: true,
    strict: false,
  });
  const { stage, tenant, yes } = values;
  const [verb, ...more] = positionals;
  if (typeof stage !== 'string' || more.length > 0) throw new Error(USAGE);
  if (verb === 'list') return { verb, stage };
  if ((verb !== 'create' && verb !== 'remove') || typeof tenant !== 'string') throw new Error(USAGE);
  requireTenantId(tenant);
  return { verb, stage, tenant, yes: yes === true };
}
