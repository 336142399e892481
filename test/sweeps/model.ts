import fc from 'fast-check';

import { openTestApi, type Answer, type TestApi } from '../api.ts';
import { codesOf, dataOf } from '../engine/answers.ts';
import { openBehind, type Behind } from '../shared/background.ts';
import {
  meaningOf,
  plainModel,
  shapeOf,
  typeNames,
  type Outcome,
  type PlainModel,
  type TypeName,
  type Value,
  type Values,
} from '../beyond/plain-model.ts';
import {
  createRequest,
  deleteRequest,
  isCounted,
  linked,
  pageRequest,
  plainSdl,
  updateRequest,
  type Request,
} from '../beyond/plain-requests.ts';

/** Fixed, so that a failure comes from a change of the code; `npm run fuzz` sets other values in the environment. */
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_124);

/** The ids of two tenants of the API under test. */
interface World {
  readonly tenants: readonly [string, string];
}
type Models = readonly [PlainModel, PlainModel];
type Step = fc.AsyncCommand<Models, World>;

let api: TestApi;
let behind: Behind;
/** Few texts, so that rows collide: parts of keys, and texts that look the same but differ in bytes. */
const text = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('a', '#', '__proto__') },
  { weight: 1, arbitrary: fc.constantFrom('$', 'T#acme#Team', 'Team#name#a', '\u00e9', 'e\u0301', '\0') },
);
/** Few times in several spellings, so that rows collide. */
const time = fc.constantFrom(
  '2026-11-29T09:00Z',
  '2026-11-29T09:00:00.000Z',
  '2026-11-29T10:00:00+01:00',
  '2026-11-29T09:00:00.001Z',
  '2026-11-29T08:59:59.999Z',
);
const side = fc.constantFrom<0 | 1>(0, 0, 0, 1);
const typeName = fc.constantFrom(...typeNames, 'Team', 'Team', 'Team', 'Member', 'Member');
/** Values of some fields of a type; a link has values of both its fields. */
const valuesOf = (type: TypeName): fc.Arbitrary<Values> => {
  const fields = shapeOf(type).fields.map((field) => {
    const value: fc.Arbitrary<Value> =
      field === 'rank'
        ? fc.option(fc.integer({ min: -2, max: 2 }))
        : fc.option(field === 'seatAt' ? time : text, { freq: 2 });
    const given = type === 'TeamTag' ? fc.constant(true) : fc.boolean();
    return fc.tuple(fc.constant(field), value, given);
  });
  return fc
    .tuple(...fields)
    .map((chosen) =>
      Object.fromEntries(chosen.filter(([, , given]) => given).map(([field, value]) => [field, value])),
    );
};
const create = (at: 0 | 1, type: TypeName, input: readonly Values[]): Step =>
  step(`create ${type} in ${at}: ${JSON.stringify(input)}`, async (models, world) => {
    const plain = models[at].create(type, input);
    expectOutcome(await ask(world, at, createRequest(type, input)), plain, input.length > 1);
  });

const creates = fc.tuple(side, typeName).chain(([at, type]) =>
  fc.array(fc.tuple(text, valuesOf(type)), { minLength: 1, maxLength: 2 }).map((rows) =>
    create(
      at,
      type,
      rows.map(([id, values]) => ({ id, ...linked(type, values) })),
    ),
  ),
);

/** The first rows of both tenants, so that later steps have rows to refer to, to update and to delete. */
const planted = ([0, 1] as const).flatMap((at) => [
  create(at, 'Team', [
    { id: 'a', name: 'a' },
    { id: '#', name: '#' },
  ]),
  create(at, 'Tag', [{ id: 'a' }, { id: '#' }]),
  create(at, 'Member', [
    { id: 'a', teamId: 'a', code: 'a', rank: 0 },
    { id: '#', code: '#', rank: 0 },
  ]),
  create(at, 'TeamTag', [{ id: 'a', teamId: 'a', tagId: 'a' }]),
  create(at, 'Lock', [{ id: 'a', teamId: '#' }]),
]);

const updates = fc.tuple(side, typeName).chain(([at, type]) =>
  fc.tuple(text, valuesOf(type), fc.option(fc.integer({ min: 1, max: 3 }))).map(([id, values, version]) => {
    const set = linked(type, values);
    const expected = shapeOf(type).version === null ? null : version;
    return step(
      `update ${type} in ${at}: ${JSON.stringify({ id, ...set, expected })}`,
      async (models, world) => {
        const plain = models[at].update(type, id, set, expected);
        const answer = await ask(world, at, updateRequest(type, id, set, expected));
        expectOutcome(answer, plain, false);
      },
    );
  }),
);

const deletes = fc.tuple(side, typeName, text).map(([at, type, id]) =>
  step(`delete ${type} in ${at}: ${JSON.stringify(id)}`, async (models, world) => {
    const plain = models[at].remove(type, id);
    const answer = await ask(world, at, deleteRequest(type, id));
    expectOutcome(answer, plain, false);
  }),
);

const looks = fc
  .tuple(side, typeName, fc.integer({ min: 1, max: 3 }))
  .map(([at, type, limit]) =>
    step(`look at all ${type} in ${at}, ${limit} a page`, (models, world) =>
      expectHeld(world, at, type, models[at], limit),
    ),
  );

const relations = fc.tuple(side, text).map(([at, id]) =>
  step(`follow the relations of Team ${JSON.stringify(id)} in ${at}`, async (models, world) => {
    const model = models[at];
    const lists = ['members', 'guests', 'locks', 'tags'].map((name) => `${name} { items { id } totalCount }`);
    const tags = lists
      .join(' ')
      .replace('tags { items { id } totalCount }', 'tags { items { id tag { id } } }');
    const query = `query ($id: ID!) { found: getTeam(id: $id) { ${tags} } }`;
    const answer = await ask(world, at, { query, variables: { id } });
    const { found } = dataOf(answer) as {
      found: Record<string, { items: { id: string; tag?: { id: string } }[] }> | null;
    };
    if (!model.get('Team', id)) {
      expect(found).toBeNull();
      return;
    }
    const of = (type: TypeName): Values[] => model.rows(type).filter(({ teamId }) => teamId === id);
    for (const [name, type] of [
      ['members', 'Member'],
      ['guests', 'Guest'],
      ['locks', 'Lock'],
    ] as const) {
      const ids = of(type)
        .map((row) => String(row['id']))
        .sort();
      expect(found?.[name]?.items.map((row) => row.id).sort()).toEqual(ids);
      expect(found?.[name]).toMatchObject({ totalCount: ids.length });
    }
    expect(found?.['tags']?.items.map(({ tag }) => tag?.id).sort()).toEqual(
      of('TeamTag')
        .map(({ tagId }) => tagId)
        .sort(),
    );
  }),
);

const times = fc.tuple(side, time).map(([at, bound]) =>
  step(`filter Guest in ${at} by ${bound}`, async (models, world) => {
    const answer = await ask(world, at, {
      query: `query ($bound: String) {
      same: listGuests(filter: { seatAt: { eq: $bound } }) { items { id } }
      later: listGuests(filter: { seatAt: { gt: $bound } }) { items { id } }
    }`,
      variables: { bound },
    });
    const seated = models[at].rows('Guest').filter(({ seatAt }) => (seatAt ?? null) !== null);
    const idsOf = (fits: (milliseconds: number) => boolean): unknown[] =>
      seated.filter((row) => fits(Number(meaningOf('seatAt', row)))).map(({ id }) => id);
    const { same, later } = dataOf(answer) as Record<'same' | 'later', { items: { id: string }[] }>;
    const wanted = Date.parse(bound);
    expect(same.items.map(({ id }) => id).sort()).toEqual(idsOf((seat) => seat === wanted).sort());
    expect(later.items.map(({ id }) => id).sort()).toEqual(idsOf((seat) => seat > wanted).sort());
  }),
);

const filters = fc.tuple(side, text, text).map(([at, code, teamId]) =>
  step(`filter Member in ${at} by ${JSON.stringify([code, teamId])}`, async (models, world) => {
    const answer = await ask(world, at, {
      query: `query ($code: String, $teamId: ID) {
      byTeam: listMembers(filter: { teamId: { eq: $teamId } }) { items { id } totalCount }
      count: countMembers(filter: { code: { eq: $code }, rank: { ge: 0 } })
    }`,
      variables: { code, teamId },
    });
    const members = models[at].rows('Member');
    const ofTeam = members.filter((row) => row['teamId'] === teamId);
    const { byTeam, count } = dataOf(answer) as { byTeam: { items: { id: string }[] }; count: number };
    expect(byTeam).toMatchObject({ totalCount: ofTeam.length });
    expect(byTeam.items.map(({ id }) => id).sort()).toEqual(ofTeam.map(({ id }) => id).sort());
    expect(count).toBe(
      members.filter((row) => row['code'] === code && row['rank'] !== null && Number(row['rank']) >= 0)
        .length,
    );
  }),
);

/** Tests the API against a model of it, in as many runs of random operations. */
export function fuzzModel(runs: number, sdl = plainSdl): void {
  beforeAll(async () => {
    api = await openTestApi({ sdl });
    behind = openBehind(api);
  });
  afterAll(() => api.close());

  test(`the rows of two tenants equal the rows of a plain model of each (FUZZ_SEED=${SEED})`, async () => {
    let run = 0;
    const commands = fc.commands(
      [creates, creates, creates, creates, updates, updates, deletes, looks, relations, filters, times],
      {
        maxCommands: 40,
        size: 'max',
      },
    );
    await fc.assert(
      fc.asyncProperty(commands, async (steps) => {
        run += 1;
        const tenants = [`r${run}-a`, `r${run}-b`] as const;
        const world: World = { tenants };
        for (const id of tenants) await join(id);
        const models: Models = [plainModel(), plainModel()];
        for (const one of planted) await one.run(models, world);
        await fc.asyncModelRun(() => ({ model: models, real: world }), steps);
        for (const at of [0, 1] as const) {
          for (const type of typeNames) await expectHeld(world, at, type, models[at], 4);
        }
      }),
      {
        seed: SEED,
        numRuns: Number(process.env.FUZZ_RUNS ?? runs),
        endOnFailure: process.env.FUZZ_SHRINK === undefined,
      },
    );
  });
}

function step(title: string, run: (models: Models, world: World) => Promise<unknown>): Step {
  return {
    check: () => true,
    run: async (models, world) => {
      await run(models, world);
    },
    toString: () => title,
  };
}

async function join(id: string): Promise<void> {
  const { sub } = JSON.parse(
    Buffer.from((await api.token('alice')).split('.')[1] ?? '', 'base64url').toString(),
  ) as { sub: string };
  await api.register.putTenant({ id, name: id, status: 'ACTIVE', createdAt: '2026-01-01T00:00:00Z' });
  await api.register.putMembership({
    tenantId: id,
    userId: sub,
    email: 'alice@acme.test',
    roles: [],
    status: 'ACTIVE',
  });
}

function ask({ tenants }: World, at: 0 | 1, { query, variables }: Request): Promise<Answer> {
  return api.ask('alice', query, variables, tenants[at]);
}

/** Expects the rows of the model if it succeeded, otherwise one of the error codes of the model. */
function expectOutcome(answer: Answer, plain: Outcome, many: boolean): void {
  if ('rows' in plain) expect(dataOf(answer)).toEqual({ found: many ? plain.rows : plain.rows[0] });
  else {
    expect(answer.errors).toHaveLength(1);
    expect(plain.codes).toContain(codesOf(answer)[0]);
  }
}

/** Expects every row of the model, page by page, and both counts after the consumer of changes has seen all. */
async function expectHeld(
  world: World,
  at: 0 | 1,
  type: TypeName,
  model: PlainModel,
  limit: number,
): Promise<void> {
  const counts = isCounted(type);
  if (counts) await behind.changes();
  const expected = model.rows(type);
  const found: Values[] = [];
  let nextToken: string | null = null;
  do {
    const answer: Answer = await ask(world, at, pageRequest(type, limit, nextToken));
    const { page, count } = dataOf(answer) as {
      page: { items: Values[]; nextToken: string | null; totalCount?: number };
      count?: number;
    };
    if (counts) expect([page.totalCount, count]).toEqual([expected.length, expected.length]);
    found.push(...page.items);
    ({ nextToken } = page);
    if (nextToken !== null) expect(page.items).toHaveLength(limit);
  } while (nextToken !== null && found.length <= expected.length);
  const byId = (rows: readonly Values[]): Values[] =>
    [...rows].sort((a, b) => (String(a['id']) < String(b['id']) ? -1 : 1));
  expect(byId(found)).toEqual(byId(expected));
}
