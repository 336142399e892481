import { hashSecret } from '../../../src/tenant/index.ts';
import { dataOf } from '../../engine/answers.ts';
import { openMailRig, type MailRig } from './mail-rig.ts';

let rig: MailRig;
let now = Date.parse('2026-06-01T00:00:00Z');
beforeAll(async () => {
  rig = await openMailRig({ now: () => now });
});
afterAll(() => rig.close());
beforeEach(() => {
  rig.taken.length = 0;
  rig.before = () => undefined;
});

const mailsOf = async (tenantId: string) => (await rig.api.control.list('mails', tenantId)).records;
const linkIn = (text = ''): URL => new URL(/https:\S+/.exec(text)?.[0] ?? 'https://none.test');
const fragmentOf = (text?: string) => Object.fromEntries(new URLSearchParams(linkIn(text).hash.slice(1)));

describe('an invitation', () => {
  it('sends a mail with a link that holds the token in its fragment', async () => {
    const { token } = await rig.invite('alice', 'kim@new.test');
    expect(rig.taken).toEqual([]);
    await rig.behind.settle();
    const [mail, ...more] = rig.taken;
    expect(more).toEqual([]);
    expect(mail).toMatchObject({
      from: '"Acme via Example" <hello@example.com>',
      to: 'kim@new.test',
      subject: 'Acme invites you',
    });
    expect(linkIn(mail?.text).origin).toBe('https://app.example.com');
    expect(fragmentOf(mail?.text)).toEqual({ invitation: token, tenant: 'acme', email: 'kim@new.test' });
    expect(mail?.html).toContain(`https://app.example.com/#invitation=${token}&amp;tenant=acme&amp;email=`);
    expect(await mailsOf('acme')).toEqual([]);
    expect(await rig.recorded('olga')).toEqual([['mail.sent', { kind: 'invitation', to: 'kim@new.test' }]]);
  });

  it('keeps the token sealed while its mail waits', async () => {
    const { token } = await rig.invite('alice', 'lee@new.test');
    const waiting = await mailsOf('acme');
    expect(waiting).toHaveLength(1);
    expect(JSON.stringify(waiting)).not.toContain(token);
    expect(JSON.stringify(waiting)).not.toContain(hashSecret(token));
    await rig.behind.settle();
    expect(rig.taken).toHaveLength(1);
  });

  it('sends no mail if it is revoked while the mail waits', async () => {
    const { id } = await rig.invite('alice', 'revoked@new.test');
    dataOf(await rig.api.ask('alice', `mutation { revokeInvitation(id: "${id}") { status } }`));
    await rig.behind.settle();
    expect([rig.taken, await mailsOf('acme')]).toEqual([[], []]);
  });

  it('sends only the last token if it is resent while its mail waits', async () => {
    const { id } = await rig.invite('alice', 'resent@new.test');
    const { resendInvitation } = dataOf(
      await rig.api.ask('alice', `mutation { resendInvitation(id: "${id}") { token } }`),
    );
    expect(await mailsOf('acme')).toHaveLength(2);
    await rig.behind.settle();
    const { token } = resendInvitation as { readonly token: string };
    expect(rig.taken.map(({ text }) => fragmentOf(text)['invitation'])).toEqual([token]);
  });

  it('sends another mail if it is resent later', async () => {
    const { id } = await rig.invite('alice', 'again@new.test');
    await rig.behind.settle();
    dataOf(await rig.api.ask('alice', `mutation { resendInvitation(id: "${id}") { token } }`));
    await rig.behind.settle();
    expect(rig.taken.map(({ to }) => to)).toEqual(['again@new.test', 'again@new.test']);
  });

  it('of an operator to the first owner of a new tenant sends a mail', async () => {
    const query = `mutation { createTenant(input: { name: "Nova", plan: "free", ownerEmail: "Nina@new.test" }) {
      tenant { id } invitation { token } } }`;
    const { createTenant } = dataOf(await rig.api.askOperator('opal', query));
    const { tenant, invitation } = createTenant as {
      readonly tenant: { readonly id: string };
      readonly invitation: { readonly token: string };
    };
    await rig.behind.settle();
    expect(rig.taken).toMatchObject([{ to: 'nina@new.test', subject: 'Nova invites you' }]);
    expect(fragmentOf(rig.taken[0]?.text)).toMatchObject({ invitation: invitation.token, tenant: tenant.id });
  });

  it('sends nothing if the stage sends no mail, and returns its token as ever', async () => {
    const silent = await openMailRig({ mails: false });
    try {
      expect((await silent.invite('alice', 'kim@new.test')).token).toHaveLength(43);
      await silent.behind.settle();
      expect([silent.taken, (await silent.api.control.list('mails', 'acme')).records]).toEqual([[], []]);
    } finally {
      await silent.close();
    }
  });
});

describe('a mail that the service does not take', () => {
  it('is sent again later, and once', async () => {
    let tries = 0;
    rig.before = () => {
      tries += 1;
      if (tries < 3) throw new Error('SES is down.');
    };
    await rig.invite('alice', 'later@new.test');
    await rig.behind.settle();
    expect([tries, rig.taken]).toEqual([1, []]);
    now += 15_000;
    await rig.behind.settle();
    await rig.behind.work();
    expect([tries, rig.taken]).toEqual([2, []]);
    now += 60_000;
    await rig.behind.work();
    expect(rig.taken.map(({ to }) => to)).toEqual(['later@new.test']);
    expect(await mailsOf('acme')).toEqual([]);
  });

  it('is sent by the upkeep if its message was lost', async () => {
    rig.before = () => {
      throw new Error('SES is down.');
    };
    await rig.invite('alice', 'lost@new.test');
    await rig.behind.settle();
    rig.before = () => undefined;
    // The message waits in the queue; this is another copy of the function, which knows only the upkeep.
    now += 60_000;
    await rig.api.background.work({
      Records: [{ messageId: '1', body: JSON.stringify({ tenantId: 'acme', is: 'upkeep' }) }],
    });
    expect(rig.taken.map(({ to }) => to)).toEqual(['lost@new.test']);
    await rig.behind.settle();
    expect(rig.taken).toHaveLength(1);
  });

  it('is given up after three days, which the audit records', async () => {
    rig.before = () => {
      throw new Error('SES is down.');
    };
    await rig.invite('alice', 'never@new.test');
    for (let hour = 0; hour <= 73; hour++) {
      await rig.behind.settle();
      await rig.behind.work();
      now += 3_600_000;
    }
    await rig.behind.settle();
    await rig.behind.work();
    expect([rig.taken, await mailsOf('acme')]).toEqual([[], []]);
    expect((await rig.recorded('olga')).at(-1)).toEqual([
      'mail.failed',
      { kind: 'invitation', reason: 'The service did not take it within three days.' },
    ]);
  });
});
