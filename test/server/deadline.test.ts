import { openTestApi, type Answer, type TestApi } from '../api.ts';
import { startFaultProxy, type FaultProxy, type ProxyCall } from '../store/fault-proxy.ts';

// The control table does not answer. A request has until its deadline, and then says what is known.

let api: TestApi;
let proxy: FaultProxy;
/** Whether the control table is silent at a call. */
let isSilent: (call: ProxyCall) => boolean = () => false;
/** Milliseconds that the function has for a request. Half a second of it is for the answer. */
let remaining = 300_000;
const held: (() => void)[] = [];
beforeAll(async () => {
  api = await openTestApi({
    remaining: () => remaining,
    behind: async (endpoint) => {
      proxy = await startFaultProxy(endpoint, (call) =>
        JSON.stringify(call.body).includes('-control"') && isSilent(call)
          ? { is: 'lost', then: () => new Promise<void>((resolve) => held.push(resolve)) }
          : null,
      );
      return proxy.endpoint;
    },
  });
});
afterAll(async () => {
  proxy.stop();
  await api.close();
});
afterEach(() => {
  isSilent = () => false;
  remaining = 300_000;
  for (const end of held.splice(0)) end();
});

const shown = ({ errors }: Answer): unknown[] =>
  errors.map(({ extensions: { code, retryable, outcome } }) => ({ code, retryable, outcome }));
const RETRYABLE = { code: 'TIMEOUT', retryable: true, outcome: undefined };
const UNKNOWN = { code: 'TIMEOUT', retryable: undefined, outcome: 'UNKNOWN' };

const createKey = 'mutation { createApiKey(input: { name: "k", roles: ["MEMBER"] }) { text } }';
const changePlan = 'mutation { changePlan(id: "acme", plan: "free") { id } }';
const createTenant =
  'mutation { createTenant(input: { name: "Quiet", plan: "free", ownerEmail: "q@example.com" }) { tenant { id } } }';

test.each([
  ['the look-up of a caller', (carol: string) => api.askAs(carol, '{ me { id } }')],
  ['a list of the audit', () => api.ask('alice', '{ auditEvents { items { id } } }')],
  ['a mutation before its write', () => api.ask('alice', createKey)],
  ['a list of an operator', () => api.askOperator('opal', '{ tenants { items { id } } }')],
  ['a mutation of an operator before its write', () => api.askOperator('opal', changePlan)],
])('%s ends with TIMEOUT at the deadline while the control table is silent', async (_what, ask) => {
  // The gate knows alice, and does not know carol.
  await api.ask('alice', '{ me { id } }');
  await api.operatorToken('opal');
  const carol = await api.token('carol');
  isSilent = ({ action }) => action !== 'TransactWriteItems';
  remaining = 1_000;
  expect(shown(await ask(carol))).toEqual([RETRYABLE]);
});

test.each([
  ['a mutation of a tenant', () => api.ask('alice', createKey)],
  ['a mutation of an operator', () => api.askOperator('opal', createTenant)],
])('%s whose write is not answered has an unknown outcome at the deadline', async (_what, ask) => {
  await api.ask('alice', '{ me { id } }');
  isSilent = ({ action }) => action === 'TransactWriteItems';
  remaining = 2_000;
  expect(shown(await ask())).toEqual([UNKNOWN]);
});
