import { openControl } from '../../../src/store/index.ts';
import { addMail, MAIL_KINDS, OWNERS, type MailKind, type MailParams } from '../../../src/platform/index.ts';
import { openMeter } from '../../../src/lambda/functions/open-meter.ts';
import { dataOf } from '../../engine/answers.ts';
import { PDF } from '../../shared/sample-files.ts';
import { begin } from '../files/upload.ts';
import { limitsOf } from '../plans-for-tests.ts';
import { openMailRig, type MailRig } from './mail-rig.ts';

const START = Date.parse('2026-06-01T12:00:00Z');
const MONTH = '2026-06';
const LIMITS = { requestsPerMonth: 1000, costPerMonth: 10_000, storageBytes: 10_000 };

let rig: MailRig;
let now = START;
beforeEach(async () => {
  now = START;
  const plan = { name: 'enterprise', limits: limitsOf(LIMITS), features: [] };
  rig = await openMailRig({ now: () => now, plans: { enterprise: plan } });
});
afterEach(() => rig.close());

const operate = async (mutation: string) =>
  dataOf(await rig.api.askOperator('opal', `mutation { ${mutation} }`));
const settle = async () => {
  await rig.behind.settle();
  await rig.behind.work();
  await rig.behind.settle();
};
const taken = () => rig.taken.map(({ to, subject }) => [to, subject]);

describe('a suspension', () => {
  it('informs the owners with its reason, and its end too', async () => {
    await operate('suspendTenant(id: "acme", mode: READ_ONLY, reason: "Unpaid <bills>") { id }');
    await settle();
    expect(taken()).toEqual([['olga@acme.test', 'Acme is suspended']]);
    expect(rig.taken[0]?.text).toContain('members can read and change nothing');
    expect(rig.taken[0]?.text).toContain('Unpaid <bills>');
    expect(rig.taken[0]?.html).toContain('Unpaid &lt;bills&gt;');
    await operate('resumeTenant(id: "acme") { id }');
    await settle();
    expect(taken().slice(1)).toEqual([['olga@acme.test', 'Acme is active again']]);
  });

  it('that has ended before its mail was sent informs of the end alone', async () => {
    await operate('suspendTenant(id: "acme", mode: BLOCKED, reason: "Mistake") { id }');
    await operate('resumeTenant(id: "acme") { id }');
    await settle();
    expect(taken()).toEqual([['olga@acme.test', 'Acme is active again']]);
  });

  it('that is repeated sends one mail', async () => {
    for (let call = 0; call < 3; call++)
      await operate('suspendTenant(id: "acme", mode: BLOCKED, reason: "Unpaid") { id }');
    await settle();
    expect(rig.taken).toHaveLength(1);
  });
});

describe('an export', () => {
  const finish = async () => {
    for (let turn = 0; turn < 5; turn++) {
      await settle();
      now += 60_000;
    }
  };

  it('informs the member who requested it', async () => {
    const { requestExport } = dataOf(await rig.api.ask('alice', 'mutation { requestExport { id } }'));
    await finish();
    expect(taken()).toEqual([['alice@acme.test', 'The export of Acme is ready']]);
    expect(rig.taken[0]?.text).toContain((requestExport as { readonly id: string }).id);
  });

  it('that an operator requested informs no member', async () => {
    await operate('exportTenant(id: "acme") { id }');
    await finish();
    expect(rig.taken).toEqual([]);
  });
});

describe('a quota', () => {
  const use = async (monthRequests: number, monthCost = 0) => {
    const { buckets } = rig.api.platform;
    const month = new Date(now).toISOString().slice(0, 7);
    const move = { now, requests: null, cost: null, month, monthRequests, monthCost };
    expect(await buckets.move('acme', move, await buckets.read('acme'))).toMatchObject({ moved: true });
  };
  /** Counts a request of both tenants, as the schedule does every hour. */
  const count = async () => {
    for (const user of ['alice', 'carol']) await rig.api.ask(user, '{ tenant { id } }');
    await rig.api.parts.deliverLines();
    await openMeter(rig.api.parts)({ unfinished: true });
    await settle();
  };

  it('of a month informs the owners at 80 and at 100 per cent, each once', async () => {
    await use(799);
    await count();
    expect(rig.taken).toEqual([]);
    await use(1);
    for (let hour = 0; hour < 3; hour++) await count();
    expect(taken()).toEqual([['olga@acme.test', 'Acme has used 80 % of its requests of the month']]);
    expect(rig.taken[0]?.text).toContain(`800 of 1,000 requests of the month (${MONTH})`);
    await use(250);
    for (let hour = 0; hour < 3; hour++) await count();
    expect(taken().slice(1)).toEqual([['olga@acme.test', 'Acme has used up its requests of the month']]);
  });

  it('that is passed at once informs of its end alone, each limit by itself', async () => {
    await use(2000, 8500);
    await count();
    expect(new Set(taken().map(([, subject]) => subject))).toEqual(
      new Set([
        'Acme has used up its requests of the month',
        'Acme has used 85 % of its points of cost of the month',
      ]),
    );
    expect(rig.taken).toHaveLength(2);
  });

  it('informs again in the next month, and its records go', async () => {
    await use(900);
    await count();
    now = Date.parse('2026-07-02T12:00:00Z');
    await count();
    expect(rig.taken).toHaveLength(1);
    const mails = async () => (await rig.api.control.list('mails', 'acme')).records.map(({ id }) => id);
    await rig.api.background.work({
      Records: [{ messageId: '1', body: JSON.stringify({ tenantId: 'acme', is: 'upkeep' }) }],
    });
    expect(await mails()).toEqual([]);
    await use(900);
    await count();
    expect(rig.taken).toHaveLength(2);
    expect(await mails()).toEqual(['requestsPerMonth-80-2026-07']);
  });

  it('of two checks at once is one record', async () => {
    await use(900);
    const message = (messageId: string) => ({
      messageId,
      body: JSON.stringify({ tenantId: 'acme', is: 'quotas' }),
    });
    const run = () => rig.api.background.work({ Records: [message('1'), message('2')] });
    await Promise.all([run(), run(), run()]);
    expect((await rig.api.control.list('mails', 'acme')).records).toHaveLength(1);
    await settle();
    expect(rig.taken).toHaveLength(1);
  });

  it('of storage informs the owners after an upload', async () => {
    await begin(rig.api, 'alice', PDF, { size: 8500 });
    await settle();
    expect(taken()).toEqual([['olga@acme.test', 'Acme has used 85 % of its bytes of storage']]);
  });
});

describe('the mails of one tenant', () => {
  const PARAMS: MailParams = {
    invitation: { invitation: '', token: '' },
    'tenant-suspended': { mode: 'BLOCKED', reason: 'Unpaid' },
    'tenant-resumed': {},
    'export-ready': { job: 'job-1' },
    'quota-near': { limit: 'storageBytes', used: 8, most: 10, month: MONTH },
    'quota-reached': { limit: 'storageBytes', used: 10, most: 10, month: MONTH },
    'webhook-disabled': {
      webhook: 'hook-1',
      url: 'https://hooks.acme.test/1',
      reason: 'No answer for three days.',
    },
  };
  // Sam is a member of both.
  const foreigners = async () =>
    (await rig.api.control.list('members', 'globex')).records.filter(({ username }) => username !== 'sam');

  it.each(MAIL_KINDS)('hold nothing of another, and reach none of its members: %s', async (kind) => {
    const others = await foreigners();
    const { id, token } = await rig.invite('alice', 'kim@new.test');
    const params = kind === 'invitation' ? { invitation: id, token } : PARAMS[kind];
    if (kind === 'tenant-suspended')
      await rig.api.control.transact(async (tx) => {
        const tenant = await tx.get('tenant', { id: 'acme' });
        if (tenant) tx.put('tenant', { ...tenant, status: 'SUSPENDED' });
      });
    await rig.api.control.transact((tx) => {
      addMail<MailKind>(tx, rig.api.platform, {
        ...{ tenantId: 'acme', kind, params },
        to: [OWNERS, ...others.map(({ userId }) => ({ member: userId }))],
      });
      return Promise.resolve();
    });
    await settle();
    const sent = rig.taken.filter(({ to }) => to !== 'kim@new.test');
    expect(sent.map(({ to }) => to)).toEqual(['olga@acme.test']);
    const written = JSON.stringify(rig.taken).toLowerCase();
    for (const word of ['globex', ...others.flatMap(({ userId, email }) => [userId, email])])
      expect(written).not.toContain(word.toLowerCase());
    // No placeholder is left.
    expect(written).not.toContain('{{');
  });

  it('cannot be opened in the partition of another', async () => {
    await rig.invite('alice', 'kim@new.test');
    const control = openControl(rig.api.parts.controlSendOf('work'));
    const [mail] = (await control.list('mails', 'acme')).records;
    if (!mail) throw new Error('No mail waits.');
    await control.transact((tx) => {
      tx.add('mail', { ...mail, tenantId: 'globex' });
      return Promise.resolve();
    });
    await settle();
    expect(taken()).toEqual([['kim@new.test', 'Acme invites you']]);
    expect(await rig.recorded('omar')).toEqual([
      [
        'mail.failed',
        { kind: 'invitation', reason: 'Its parameters cannot be opened: the secret was replaced.' },
      ],
    ]);
  });
});
