import { newTenant } from '../../src/tenant/index.ts';
import { openMessagePace } from '../../src/platform/index.ts';
import { enterprise } from './plans-for-tests.ts';

const scopeOf = (id: string) => ({ tenant: newTenant({ id, name: id, plan: 'enterprise' }) });
const [acme, globex] = [scopeOf('acme'), scopeOf('globex')];

describe('the pace of messages to subscriptions', () => {
  it('takes what the bucket of a tenant holds, and refuses more until it refills', () => {
    let now = 1_000_000;
    const pace = openMessagePace(enterprise({ eventsPerSecond: 10, burstSeconds: 2 }), () => now);
    for (let n = 0; n < 20; n += 1) expect(pace.take(acme, 1)).toBeNull();
    expect(pace.take(acme, 1)).toMatchObject({
      message: 'The plan of this tenant allows 10 messages a second: subscribe again in 1 s.',
      extensions: { code: 'THROTTLED', retryAfter: 1, retryable: true },
    });
    expect(pace.take(globex, 20)).toBeNull();
    now += 500;
    expect(pace.take(acme, 5)).toBeNull();
    expect(pace.take(acme, 1)?.code).toBe('THROTTLED');
  });

  it('takes a frame that is larger than the bucket when the bucket is full, and then waits for all of it', () => {
    let now = 0;
    const pace = openMessagePace(enterprise({ eventsPerSecond: 1 }), () => now);
    expect(pace.take(acme, 4)).toBeNull();
    now += 3_000;
    expect(pace.take(acme, 1)?.code).toBe('THROTTLED');
    now += 1_000;
    expect(pace.take(acme, 1)).toBeNull();
  });

  it('has no bound for a plan without one, and lets nothing pass for a plan of none', () => {
    const free = openMessagePace(enterprise({}), () => 0);
    expect(free.take(acme, 1e9)).toBeNull();
    const none = openMessagePace(enterprise({ eventsPerSecond: 0 }), () => 0);
    expect(none.take(acme, 1)?.code).toBe('QUOTA_EXCEEDED');
  });
});
