import { openApiDocument } from '../../src/rest/index.ts';
import { openOutbound } from '../../src/outbound/index.ts';
import { loadResolvers } from '../../src/app/load-resolvers.ts';
import { tenantSchema } from '../../src/lambda/tenant-schema.ts';
import { FIXTURE } from '../../codegen/places.ts';
import { dump, restore, type Dumped } from '../platform/dump.ts';
import { randomFrom } from '../random-from.ts';
import { openRestRig, type RestRig } from '../rest/rest-rig.ts';
import { operationsOf, type Document, type Operation } from '../rest/fuzz/document.ts';
import { matches } from '../rest/fuzz/judge.ts';
import { runSession, type Found } from '../rest/fuzz/session.ts';
import { valueOf } from '../rest/fuzz/values.ts';
import { SWEEP_SEED, type Depth } from './sample.ts';

const SESSIONS = { quick: { count: 3, steps: 200 }, deep: { count: 60, steps: 600 } } as const;

/** Operations after which the user who asks is no member any more, or waits for another user. */
const ENDS_SESSION = /leaveTenant|transferOwnership|removeMember|disableMember|setMemberRoles/;

/**
 * Sends random requests over REST that are made from the OpenAPI document alone. No answer may be an error of the server, and
 * none may have a status, a header or a body that the document does not describe.
 */
export function sweepRestFuzz(depth: Depth): void {
  let rig: RestRig;
  let document: Document;
  let start: readonly Dumped[];
  beforeAll(async () => {
    // A plan with limits, so that answers have their headers.
    const tenants = ['acme', 'globex'].map((id) => ({
      ...{ id, name: id, plan: 'team', settings: {} },
      isolation: 'POOL' as const,
    }));
    // Every host of an endpoint is a public one, and no resolver is asked.
    const outbound = openOutbound({ resolve: () => Promise.resolve(['192.88.98.1']) });
    rig = await openRestRig({ limits: true, seed: { tenants }, outbound });
    const schema = tenantSchema(rig.api.platform, await loadResolvers(FIXTURE.resolvers), false);
    const made = openApiDocument(rig.api.model, schema);
    document = JSON.parse(JSON.stringify(made)) as Document;
    start = await dump(rig.api);
  });
  afterAll(() => rig.api.close());

  test('the bodies that the fuzz makes fit the document', () => {
    const random = randomFrom(SWEEP_SEED);
    const wrong = operationsOf(document).flatMap(({ id, bodies }) =>
      Object.values(bodies).flatMap(({ schema = true }) => {
        const body = valueOf({ document, random, known: () => undefined }, schema);
        return matches(document, schema, body).map((problem) => `${id}: ${problem}`);
      }),
    );
    expect(wrong).toEqual([]);
  });

  test(`no answer over REST is an error of the server or outside the document (${depth}, SWEEP_SEED=${SWEEP_SEED})`, async () => {
    const { count, steps } = SESSIONS[depth];
    const reached = new Map<string, Set<number>>();
    const failures: string[] = [];
    for (let session = 0; session < count; session += 1) {
      await restore(rig.api, start);
      const found = await run(SWEEP_SEED + session, steps, session % 3 === 2 ? 'bob' : 'olga');
      failures.push(...found.failures.map((failure) => `seed ${SWEEP_SEED + session}: ${failure}`));
      for (const [id, statuses] of found.reached)
        reached.set(id, new Set([...(reached.get(id) ?? []), ...statuses]));
    }
    expect(failures.slice(0, 20)).toEqual([]);
    const succeeded = [...reached].filter(([, statuses]) => [...statuses].some((status) => status < 300));
    const operations = operationsOf(document).filter((operation) => !isLeftOut(operation));
    // A fuzz whose requests are all refused would prove little.
    expect(succeeded.length / operations.length).toBeGreaterThan(depth === 'quick' ? 0.6 : 0.8);
  });

  const run = (seed: number, steps: number, user: string): Promise<Found> =>
    runSession({
      document,
      random: randomFrom(seed),
      steps,
      send: (call) => rig.rest(user, { ...call, target: `/v1${call.target}` }),
      without: isLeftOut,
    });
}

const isLeftOut = ({ id }: Operation): boolean => ENDS_SESSION.test(id);
