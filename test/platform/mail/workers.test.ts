import { sendMail } from '../../../src/platform/index.ts';
import { dataOf } from '../../engine/answers.ts';
import { openMailRig, type MailRig } from './mail-rig.ts';

let rig: MailRig;
let now = Date.parse('2026-06-01T00:00:00Z');
beforeEach(async () => {
  rig = await openMailRig({ now: () => now });
});
afterEach(() => rig.close());

const mailsOf = async (tenantId: string) => (await rig.api.control.list('mails', tenantId)).records;
const waiting = async (tenantId: string) => (await mailsOf(tenantId)).find(({ endedAt }) => endedAt === null);
const send = async () => {
  const mail = await waiting('acme');
  return mail ? sendMail(rig.api.jobParts, 'acme', mail.id) : null;
};

/** Dies like a process: whatever it did to the service is done, and nothing after that. */
class Death extends Error {}

/** Lets a worker take the mail to the service and die before it can record that. */
async function dieAfterSending(): Promise<void> {
  const { platform } = rig.api.jobParts;
  let claimed = false;
  const control = {
    ...platform.control,
    transact: (async (work) => {
      if (claimed) throw new Death();
      claimed = true;
      return platform.control.transact(work);
    }) as typeof platform.control.transact,
  };
  const mail = await waiting('acme');
  const parts = { ...rig.api.jobParts, platform: { ...platform, control } };
  await expect(sendMail(parts, 'acme', mail?.id ?? '')).rejects.toBeInstanceOf(Death);
}

describe('a worker that dies between the service and the record', () => {
  it('lets the mail be sent again when its lease has ended, and not before', async () => {
    await rig.invite('alice', 'kim@new.test');
    await dieAfterSending();
    expect(rig.taken).toHaveLength(1);
    expect(await send()).toEqual({ is: 'LATER', at: now + 60_000 });
    now += 60_000;
    expect(await send()).toEqual({ is: 'DONE' });
    expect(rig.taken).toHaveLength(2);
    expect(new Set(rig.taken.map(({ id }) => id)).size).toBe(1);
    expect(await mailsOf('acme')).toEqual([]);
  });

  it('twice lets it be sent no third time, which the audit records', async () => {
    await rig.invite('alice', 'kim@new.test');
    for (let death = 0; death < 2; death++) {
      await dieAfterSending();
      now += 60_000;
    }
    expect(await send()).toEqual({ is: 'DONE' });
    expect([rig.taken.length, await mailsOf('acme')]).toEqual([2, []]);
    expect(await rig.recorded('olga')).toEqual([
      ['mail.failed', { kind: 'invitation', reason: 'Its worker died twice: it may have been sent.' }],
    ]);
  });
});

describe('two workers', () => {
  it('at once send a mail once', async () => {
    await rig.invite('alice', 'kim@new.test');
    const mail = await waiting('acme');
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, () => sendMail(rig.api.jobParts, 'acme', mail?.id ?? '')),
    );
    expect(rig.taken).toHaveLength(1);
    expect(outcomes.filter(({ is }) => is === 'LATER').length).toBeLessThan(8);
  });

  it('send a mail once if the service is slow, and the second one waits for the lease', async () => {
    await rig.invite('alice', 'kim@new.test');
    let answer = (): void => undefined;
    rig.before = () => new Promise((resolve) => (answer = resolve));
    const reached = new Promise<void>((resolve) => {
      const before = rig.before;
      rig.before = (mail) => {
        resolve();
        return before(mail);
      };
    });
    const first = send();
    await reached;
    expect(await send()).toEqual({ is: 'LATER', at: now + 60_000 });
    answer();
    expect(await first).toEqual({ is: 'DONE' });
    expect(rig.taken).toHaveLength(1);
  });
});

describe('a mail to several owners', () => {
  it('reaches the others if the service refuses one, and reaches each once', async () => {
    const { userId = '' } =
      (await rig.api.control.list('members', 'acme')).records.find(({ username }) => username === 'alice') ??
      {};
    dataOf(
      await rig.api.ask(
        'olga',
        `mutation { setMemberRoles(userId: "${userId}", roles: ["OWNER"]) { userId } }`,
      ),
    );
    dataOf(
      await rig.api.askOperator(
        'opal',
        'mutation { suspendTenant(id: "acme", mode: READ_ONLY, reason: "Late") { id } }',
      ),
    );
    let refused = 'alice@acme.test';
    rig.before = ({ to }) => {
      if (to === refused) throw new Error('Refused.');
    };
    expect(await send()).toEqual({ is: 'LATER', at: now + 15_000 });
    expect(rig.taken.map(({ to }) => to)).toEqual(['olga@acme.test']);
    now += 15_000;
    refused = '';
    expect(await send()).toEqual({ is: 'DONE' });
    expect(rig.taken.map(({ to }) => to)).toEqual(['olga@acme.test', 'alice@acme.test']);
  });
});

describe('a purge', () => {
  const operate = async (query: string) => dataOf(await rig.api.askOperator('opal', `mutation { ${query} }`));
  const purge = async () => {
    await operate('offboardTenant(id: "acme", graceDays: 0, reason: "Bye") { id }');
    await operate('purgeTenant(id: "acme", now: true) { id }');
  };

  it('keeps the mails that wait from being sent, and deletes them', async () => {
    await rig.invite('alice', 'kim@new.test');
    await purge();
    expect(await send()).toEqual({ is: 'GONE' });
    for (let turn = 0; turn < 20; turn++) {
      await rig.behind.settle();
      await rig.behind.work();
      now += 60_000;
    }
    expect((await rig.api.control.get('tenant', { id: 'acme' }))?.status).toBe('DELETED');
    expect([rig.taken, await mailsOf('acme')]).toEqual([[], []]);
  });

  it('that begins while a mail is sent lets its worker write nothing', async () => {
    await rig.invite('alice', 'kim@new.test');
    rig.before = purge;
    expect(await send()).toEqual({ is: 'GONE' });
    expect(rig.taken).toHaveLength(1);
    const events = (await rig.api.control.list('events', 'acme', { limit: 1000 })).records;
    expect(events.filter(({ action }) => action.startsWith('mail.'))).toEqual([]);
  });
});

it('a member who has left gets no mail about the export that they requested', async () => {
  dataOf(await rig.api.ask('alice', 'mutation { requestExport { id } }'));
  const { records } = await rig.api.control.list('members', 'acme');
  const alice = records.find(({ username }) => username === 'alice');
  dataOf(await rig.api.ask('olga', `mutation { removeMember(userId: "${alice?.userId ?? ''}") { userId } }`));
  for (let turn = 0; turn < 5; turn++) {
    await rig.behind.settle();
    await rig.behind.work();
    now += 60_000;
  }
  expect(rig.taken).toEqual([]);
  expect(await rig.recorded('olga')).toEqual([
    [
      'mail.failed',
      { kind: 'export-ready', reason: 'None of its recipients is an active member with an address.' },
    ],
  ]);
});
