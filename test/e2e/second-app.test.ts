import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { CLIENT_ID } from '../../src/local/data-directory/index.ts';
import { ask, type Answer } from './ask.ts';
import { copyRepository } from './copy-repository.ts';
import { run, type Outcome } from './run.ts';
import { signIn } from './sign-in.ts';
import { spawnServerIn, type ServerProcess } from './spawn-server.ts';
import { temporaryFolder } from './start-server.ts';
import { openSocketClient } from '../realtime/listener.ts';
import { PDF, sha256 } from '../shared/sample-files.ts';

jest.setTimeout(180_000);

/** A copy of the repository in which a clinic has replaced the app. */
let root: string;
beforeAll(() => {
  root = temporaryFolder();
  copyRepository(root, 'test/second-app');
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

const inCopy = (script: string, ...args: string[]): Promise<Outcome> => run(script, args, { root });
const codegen = (): Promise<Outcome> => inCopy('codegen/codegen.ts');
const QUIET: Outcome = { code: 0, stdout: '', stderr: '' };

/** The times at which the files of the copy were last written, without those of folders that are left out. */
function written(folder = '.'): Record<string, number> {
  const left = ['node_modules', 'dist', 'generated', '.data'];
  return Object.assign(
    {},
    ...readdirSync(join(root, folder), { withFileTypes: true })
      .filter(({ name }) => !left.includes(name))
      .map((entry) => {
        const path = join(folder, entry.name);
        return entry.isDirectory() ? written(path) : { [path]: statSync(join(root, path)).mtimeMs };
      }),
  ) as Record<string, number>;
}

describe('an app that replaces the sample', () => {
  it('is not deployed before codegen has run', async () => {
    const { code, stdout, stderr } = await inCopy('infra/bin/synth.ts');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toBe(
      'src/generated/model.json, src/generated/plans.json, src/generated/mails.json, src/generated/schedules.json, ' +
        'src/generated/schedules.ts, src/generated/models.ts, src/generated/custom.ts are stale: ' +
        'run "npm run codegen".\n',
    );
  });

  it('gets its generated files by codegen, which writes no other file', async () => {
    const before = written();
    expect(await codegen()).toEqual(QUIET);
    expect(written()).toEqual(before);
    expect(readdirSync(join(root, 'src/generated')).sort()).toEqual([
      'api.graphql',
      'client.ts',
      'custom.ts',
      'mails.json',
      'model.json',
      'models.ts',
      'plans.json',
      'resolvers.ts',
      'schedules.json',
      'schedules.ts',
    ]);
    const schedules = readFileSync(join(root, 'src/generated/schedules.json'), 'utf8');
    expect(JSON.parse(schedules)).toMatchObject([
      { name: 'cancelMissed', timeZone: 'Europe/Zurich', retries: 2 },
    ]);
  });

  it('passes the type check of the app', async () => {
    const cache = ['--tsBuildInfoFile', join(root, 'app.tsbuildinfo')];
    const tsc = await inCopy('node_modules/typescript/bin/tsc', '-p', 'tsconfig.app.json', ...cache);
    expect(tsc).toEqual(QUIET);
  });

  it('fails codegen with every Problem and its place, and keeps the generated files', async () => {
    const schema = join(root, 'schema/app/invoices.graphql');
    const plans = join(root, 'schema/plans.json');
    const [sound, soundPlans] = [schema, plans].map((file) => readFileSync(file, 'utf8'));
    const generated = join(root, 'src/generated/model.json');
    const before = statSync(generated).mtimeMs;
    writeFileSync(schema, String(sound).replace('amount: Float!', 'amount: Flot!'));
    writeFileSync(plans, String(soundPlans).replace('"limits"', '"limts"'));
    const { code, stdout, stderr } = await codegen();
    writeFileSync(schema, String(sound));
    writeFileSync(plans, String(soundPlans));
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^error: .*Flot.*\nschema\/app\/invoices\.graphql:6:\d+$/m);
    expect(stderr).toContain('Did you mean "Float"?');
    expect(stderr).toMatch(/^error: solo\.limts: .*\nDid you mean "limits"\?$/m);
    expect(statSync(generated).mtimeMs).toBe(before);
  });

  it('is named as stale by synth and by npm start after a change, and served as the schema says', async () => {
    const schema = join(root, 'schema/app/patients.graphql');
    const sound = readFileSync(schema, 'utf8');
    writeFileSync(schema, sound.replace('  bornOn:', '  allergies: [String!]\n  bornOn:'));
    const stale = 'src/generated/model.json, src/generated/models.ts are stale: run "npm run codegen".\n';
    expect(await inCopy('infra/bin/deploy.ts', '--stage', 'live')).toEqual({
      code: 1,
      stdout: '',
      stderr: stale,
    });
    const server = spawnServerIn(root, ['--port', '0', '--data', join(root, '.data/stale')]);
    await server.prints(/Ready in/);
    const { answer } = await asUser(server, 'nora');
    expect((await answer('{ listPatients { items { allergies } } }')).data).toEqual({
      listPatients: { items: [{ allergies: null }] },
    });
    await server.stop();
    writeFileSync(schema, sound);
    expect(server.errors()).toBe(stale);
  });
});

describe('the server of an app that replaced the sample', () => {
  let server: ServerProcess;
  let nora: User;
  let ned: User;
  let hal: User;

  beforeAll(async () => {
    if (!existsSync(join(root, 'src/generated/model.json'))) await codegen();
    server = spawnServerIn(root, ['--port', '0', '--data', join(root, '.data/fresh')]);
    await server.prints(/Ready in/);
    [nora, ned, hal] = await Promise.all(
      ['nora', 'ned', 'hal'].map((name) => asUser(server, name)) as [
        Promise<User>,
        Promise<User>,
        Promise<User>,
      ],
    );
  });
  afterAll(async () => {
    expect((await server.stop()).code).toBe(0);
  });

  it('greets with the users of the app and checks a query of each tenant', () => {
    expect(server.errors()).toBe('');
    expect(server.output()).toMatch(/^ {4}nora +Nora-2026! +northside \(DOCTOR\)$/m);
    expect(server.output()).toMatch(/^ {2}northside: nora sees \d+ rows? by list\w+$/m);
    expect(server.output()).toMatch(/^ {2}harbour: hal sees \d+ rows? by list\w+$/m);
  });

  it('creates rows, lists them by relations, and answers a custom field', async () => {
    expect((await ned.answer(BOOK, { startsAt: NINE })).data).toEqual({
      createAppointment: { state: 'BOOKED' },
    });
    const { data } = await ned.answer(
      '{ listPatients { items { name age(on: "2026-06-14") appointments { items { startsAt minutes } } } } }',
    );
    const appointments = { items: [{ startsAt: NINE, minutes: 20 }] };
    expect(data).toEqual({ listPatients: { items: [{ name: 'Ada Moor', age: 35, appointments }] } });
  });

  it('takes an appointment through its states, and refuses every other step', async () => {
    expect(await codesOf(ned.answer(MOVE, { startsAt: NINE, to: 'DONE' }))).toEqual(['BAD_USER_INPUT']);
    for (const to of ['ARRIVED', 'DONE'])
      expect((await ned.answer(MOVE, { startsAt: NINE, to })).data).toEqual({
        moveAppointment: { state: to },
      });
    expect(await codesOf(ned.answer(MOVE, { startsAt: NINE, to: 'CANCELLED' }))).toEqual(['BAD_USER_INPUT']);
  });

  it('numbers invoices without a gap, and none for what is not done', async () => {
    await ned.answer(BOOK, { startsAt: TEN });
    const bill = async (startsAt: string): Promise<unknown> =>
      (await ned.answer(BILL, { startsAt })).data?.['invoice'];
    expect([await bill(NINE), await bill(TEN), await bill(NINE)]).toEqual([
      { number: 'R-1' },
      null,
      { number: 'R-2' },
    ]);
    expect((await nora.answer('{ turnover { invoices amount largest { amount } } }')).data).toEqual({
      turnover: { invoices: 2, amount: 81, largest: { amount: 40.5 } },
    });
  });

  it('has types with names of TypeScript and of the platform, which gives way by its prefix', async () => {
    const make =
      'mutation { createRecord(input: { n: 1, state: constructor }) { state } createTenant(input: { n: 2 }) { n } }';
    expect((await nora.answer(make)).data).toEqual({
      createRecord: { state: 'constructor' },
      createTenant: { n: 2 },
    });
    const read =
      '{ latest { n state } pick { ... on Maybe { n } } exclude { n } me(record: OPEN) hqMe { username } }';
    expect((await nora.answer(read)).data).toEqual({
      latest: { n: 1, state: 'constructor' },
      pick: { n: 1 },
      exclude: { n: 2 },
      me: 'OPEN',
      hqMe: { username: 'nora' },
    });
  });

  it('takes a file by the names of its prefix, and shows it to those who may read the field', async () => {
    const input = {
      ...{ type: 'Patient', field: 'scan', name: 'scan.pdf', contentType: 'application/pdf' },
      ...{ size: PDF.byteLength, sha256: sha256(PDF) },
    };
    const begin = `mutation ($input: HqUploadInput!) {
      hqCreateUpload(input: $input) { id url headers { name value } }
    }`;
    expect(await codesOf(ned.answer(begin, { input }))).toEqual(['FORBIDDEN']);
    const { id, url, headers } = (await nora.answer(begin, { input })).data?.['hqCreateUpload'] as {
      readonly id: string;
      readonly url: string;
      readonly headers: readonly { readonly name: string; readonly value: string }[];
    };
    const sent = await fetch(url, {
      method: 'PUT',
      headers: headers.map(({ name, value }): [string, string] => [name, value]),
      body: PDF,
    });
    expect([sent.status, await sent.text()]).toEqual([200, '']);
    const use = `mutation ($id: ID!) {
      hqCompleteUpload(id: $id) { status }
      updatePatient(input: { id: "p1", scan: $id }) { scan { id contentType } }
    }`;
    expect((await nora.answer(use, { id })).data).toEqual({
      hqCompleteUpload: { status: 'READY' },
      updatePatient: { scan: { id, contentType: 'application/pdf' } },
    });
    expect(await codesOf(ned.answer('{ getPatient(id: "p1") { scan { url } } }'))).toEqual(['FORBIDDEN']);
  });

  it('keeps what the rules and the plan withhold', async () => {
    const diagnosis = '{ getPatient(id: "p1") { diagnosis } }';
    expect((await nora.answer(diagnosis)).data).toEqual({ getPatient: { diagnosis: 'migraine' } });
    expect(await codesOf(ned.answer(diagnosis))).toEqual(['FORBIDDEN']);
    expect(await codesOf(hal.answer('{ turnover { invoices } }'))).toEqual(['FEATURE_DISABLED']);
  });

  it('shows one tenant nothing of the other, and lets both hold the same unique value', async () => {
    expect(
      (await hal.answer('{ getPatient(id: "p1") { id } listPatients { items { id insuranceNumber } } }'))
        .data,
    ).toEqual({
      getPatient: null,
      listPatients: { items: [{ id: 'h1', insuranceNumber: 'A-100' }] },
    });
    expect(
      (await hal.answer('{ listAppointments { items { startsAt } } listInvoices { items { number } } }'))
        .data,
    ).toEqual({
      listAppointments: { items: [] },
      listInvoices: { items: [] },
    });
    expect((await hal.answer(MOVE, { startsAt: TEN, to: 'ARRIVED' })).data).toEqual({
      moveAppointment: null,
    });
    const twin =
      'mutation { createPatient(input: { name: "Twin", insuranceNumber: "A-100", bornOn: "2000-01-01" }) { id } }';
    expect(await codesOf(hal.answer(twin))).toEqual(['NOT_UNIQUE']);
  });

  it('sends what moves to those who listen to its practitioner, and to no other tenant', async () => {
    const listen = async ({ socketUrl, token }: User, args: string) => {
      const socket = openSocketClient(socketUrl, () => token);
      const listener = socket.listen(
        `subscription { appointmentMoved(${args}) { practitioner state patient { name } } }`,
      );
      expect(await Promise.race([listener.armed, listener.ended])).toBeNull();
      return { socket, listener };
    };
    const heard = [
      await listen(ned, 'practitioner: "nora"'),
      await listen(ned, 'practitioner: "nora", state: CANCELLED'),
      await listen(hal, 'practitioner: "nora"'),
    ];
    const book = (patientId: string): string => `mutation {
      createAppointment(input: { practitioner: "nora", startsAt: "${NOON}", patientId: "${patientId}" }) { state }
    }`;
    for (const [user, patient] of [
      [ned, 'p1'],
      [hal, 'h1'],
    ] as const) {
      await user.answer(book(patient));
      for (const to of user === ned ? ['ARRIVED', 'CANCELLED'] : ['CANCELLED'])
        expect((await user.answer(MOVE, { startsAt: NOON, to })).data).toEqual({
          moveAppointment: { state: to },
        });
    }
    const events = await Promise.all(heard.map(({ listener }, at) => listener.reaches(at === 0 ? 2 : 1)));
    const event = (name: string, state: string) => ({
      appointmentMoved: { practitioner: 'nora', state, patient: { name } },
    });
    expect(events.map((all) => all.map(({ data }) => data))).toEqual([
      [event('Ada Moor', 'ARRIVED'), event('Ada Moor', 'CANCELLED')],
      [event('Ada Moor', 'CANCELLED')],
      [event('Ben Quay', 'CANCELLED')],
    ]);
    for (const { socket } of heard) await socket.client.dispose();
  });
});

const NINE = '2026-12-01T09:00:00.000Z';
const NOON = '2026-12-01T12:00:00.000Z';
const TEN = '2026-12-01T10:00:00.000Z';
const BOOK = `mutation ($startsAt: AWSDateTime!) {
  createAppointment(input: { practitioner: "nora", startsAt: $startsAt, patientId: "p1" }) { state }
}`;
const MOVE = `mutation ($startsAt: AWSDateTime!, $to: AppointmentState!) {
  moveAppointment(practitioner: "nora", startsAt: $startsAt, to: $to) { state }
}`;
const BILL = `mutation ($startsAt: AWSDateTime!) {
  invoice(practitioner: "nora", startsAt: $startsAt, amount: 40.5) { number }
}`;

interface User {
  readonly socketUrl: string;
  readonly token: string;
  /** Sends an operation with the token that the user's password got. */
  readonly answer: (query: string, variables?: object) => Promise<Answer>;
}

async function asUser(server: ServerProcess, username: string): Promise<User> {
  const [, url = ''] = /GraphiQL +(\S+)/.exec(server.output()) ?? [];
  const [, password = ''] = new RegExp(`^ +${username} +(\\S+)`, 'm').exec(server.output()) ?? [];
  const { AccessToken } = await signIn({ url, clientId: CLIENT_ID }, username, password);
  return {
    socketUrl: `${url.replace(/^http/, 'ws')}/realtime`,
    token: AccessToken,
    answer: (query, variables) => ask({ endpoint: `${url}/api/graphql` }, AccessToken, query, variables),
  };
}

async function codesOf(answer: Promise<Answer>): Promise<unknown[]> {
  return ((await answer).errors ?? []).map(({ extensions }) => extensions['code']);
}
