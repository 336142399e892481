import { readFileSync } from 'node:fs';

import type { Model } from '../../src/model/index.ts';
import { readPlans } from '../../src/platform/index.ts';
import { readSeed, type Seed } from '../../src/app/seed/read-seed.ts';
import type { Places } from '../../codegen/places.ts';

interface SeedParts {
  readonly app: Places;
  /** True if a test gives its own schema, whose types are not those of the seeded rows. */
  readonly hasOwnSchema: boolean;
  /** Parts that replace those of the app's seed.json. */
  readonly seed: Partial<Seed> | undefined;
  /** Tenants whose rows are in a silo. */
  readonly silos: readonly string[] | undefined;
}

/** Returns the seed of an API that a test opens. */
export function seedOf({ app, hasOwnSchema, seed, silos = [] }: SeedParts, model: Model): Seed {
  const { plans } = readPlans(readFileSync(app.plans, 'utf8'));
  const { seed: own } = readSeed(readFileSync(`${app.schema}/seed.json`, 'utf8'), model, plans);
  const given = { ...own, ...(hasOwnSchema ? { rows: {} } : {}), ...seed };
  const tenants = given.tenants.map((tenant) =>
    silos.includes(tenant.id) ? { ...tenant, isolation: 'SILO' as const } : tenant,
  );
  return { ...given, tenants };
}
