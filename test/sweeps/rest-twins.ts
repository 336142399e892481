import { readModel, type Model } from '../../src/model/index.ts';
import { restRoutes, type Route } from '../../src/rest/index.ts';
import { tenantSchema } from '../../src/lambda/tenant-schema.ts';
import { loadResolvers } from '../../src/app/load-resolvers.ts';
import { readSources } from '../../src/app/schema-sources.ts';
import { FIXTURE } from '../../codegen/places.ts';
import { startEmulator, type Emulator } from '../emulator.ts';
import { stateOf } from '../faults/raw-state.ts';
import { sampleRows } from '../isolation/sample-rows.ts';
import type { Sample } from '../isolation/world.ts';
import { dump } from '../platform/dump.ts';
import { randomFrom } from '../random-from.ts';
import { openRestRig, type RestRig } from '../rest/rest-rig.ts';
import { schemas } from '../rest/schemas.ts';
import { compareTwin } from '../rest/twins/compare.ts';
import { parsed } from '../rest/twins/seen.ts';
import { makeTwin, type TwinParts } from '../rest/twins/make-twin.ts';
import { pick } from '../rest/twins/values.ts';
import { SWEEP_SEED, type Depth } from './sample.ts';

const STEPS = { quick: 60, deep: 600 } as const;
const fixture: Sample = { title: 'the fixture' };

/**
 * Tests that each REST call has a twin: an operation of GraphQL with the same answer, cost, limits and effects. Two equal
 * worlds get the same steps, one by each door. Afterwards their tables hold the same, and so do their audits.
 */
export function sweepRestTwins(depth: Depth, samples: readonly Sample[] = [fixture, ...schemas]): void {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await startEmulator();
    // One emulator for all: each API has tables of its own in it.
    process.env.DYNAMODB_ENDPOINT = emulator.endpoint;
  });
  afterAll(() => emulator.stop());

  test.each(samples)(
    `each REST call answers, costs and changes what its twin does, with $title (SWEEP_SEED=${SWEEP_SEED})`,
    async (sample) => {
      const worlds = await openWorlds(sample);
      try {
        expect(await problemsOf(sample, worlds, STEPS[depth])).toEqual([]);
        expect(await heldBy(worlds.rest)).toEqual(await heldBy(worlds.graphql));
      } finally {
        await Promise.all([worlds.rest.api.close(), worlds.graphql.api.close()]);
      }
    },
  );
}

/** Tenants with limits, so that answers have figures of them. */
const TENANTS = (['acme', 'globex'] as const).map((id) => ({
  ...{ id, name: id, plan: 'team', settings: {} },
  isolation: 'POOL' as const,
}));

/** Returns what the tables of a world hold: rows, effects and audit events. The members of an event have no order. */
async function heldBy({ api }: RestRig): Promise<readonly string[]> {
  const items = await dump(api);
  return stateOf(
    items.map((one) => {
      const { event, ...rest } = one.item;
      return event?.S === undefined ? one : { ...one, item: { ...rest, event: parsed(event.S) as never } };
    }),
  );
}

type Worlds = Readonly<Record<'rest' | 'graphql', RestRig>>;

async function openWorlds({ sdl, resolvers }: Sample): Promise<Worlds> {
  const { model } = modelOf(sdl);
  const clock = Date.now();
  const rows = { acme: rowsOf(model) };
  const open = (): Promise<RestRig> =>
    openRestRig({
      ...(sdl === undefined ? {} : { sdl }),
      ...(resolvers ? { resolvers } : {}),
      seed: { rows, tenants: TENANTS },
      limits: true,
      now: () => clock,
    });
  return { rest: await open(), graphql: await open() };
}

const rowsOf = (model: Model): TwinParts['rows'] =>
  sampleRows(model, { tenant: 'acme', username: 'alice', group: 'ADMIN' }, 5);

const modelOf = (sdl: string | undefined) =>
  readModel(sdl === undefined ? readSources(FIXTURE.schema) : [{ file: 'test', text: sdl }]);

/** Sends random steps to both worlds. Returns how their answers differ. */
async function problemsOf({ sdl, resolvers }: Sample, worlds: Worlds, steps: number): Promise<string[]> {
  const { model, platform } = worlds.rest.api;
  const own = resolvers ?? (sdl === undefined ? await loadResolvers(FIXTURE.resolvers) : {});
  const schema = tenantSchema(platform, own, false);
  const random = randomFrom(SWEEP_SEED);
  const shared = { model, schema, random, rows: rowsOf(model) };
  const routes = restRoutes(model, schema).filter(({ type }) => type !== null);
  const problems: string[] = [];
  const queue: Route[] = [...routes];
  for (let step = 0; step < Math.max(steps, routes.length); step += 1) {
    const route = queue.shift() ?? pick(random, routes);
    const user = random() < 0.7 ? 'alice' : 'bob';
    const groups = user === 'alice' ? ['ADMIN'] : ['MEMBER'];
    for (let twin = makeTwin({ ...shared, groups }, route); twin;) {
      const { problems: found, next } = await compareTwin(user, worlds, twin);
      problems.push(...found);
      twin = next;
    }
  }
  return problems.slice(0, 5);
}
