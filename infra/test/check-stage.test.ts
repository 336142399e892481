import { checkedStage, requireTenantId, stageOf } from '../lib/check-stage.ts';
import type { Stage } from '../lib/stage.ts';
import { fixtureApp } from './fixture-app.ts';
import { full } from './synthesise.ts';

const certified = (name: string) => ({
  name,
  certificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/6f1f4c3e-0000-4000-8000-000000000000',
});

it('stageOf rejects a name that is not valid in names of resources', () => {
  expect(() => stageOf('Prod_1', fixtureApp)).toThrow('"Prod_1" is no name of a stage');
  // The silo table of its tenant "b" would have the same name as that of "silo-b" in the stage "a".
  expect(() => stageOf('a-silo', fixtureApp)).toThrow('"a-silo" is no name of a stage');
});

it.each(['Acme', 'acme_2', '-acme', '*', '', 'a'.repeat(64)])(
  'a silo of "%s", which is not a tenant id, is rejected',
  (tenant) => {
    expect(() => {
      requireTenantId(tenant);
    }).toThrow(`"${tenant}" is no id of a tenant`);
  },
);
it.each<[string, Partial<Stage>, string]>([
  [
    'a tier that is not a plan',
    { tiers: { gold: { rate: 1, burst: 1 } } },
    'The tier "gold" is not a plan of schema/plans.json: the tiers of a stage are free, team, enterprise.',
  ],
  [
    'a page for files where an origin is meant, and a page without TLS',
    { fileOrigins: ['https://app.example.com/', 'http://app.example.com', '*', 'http://localhost:4000'] },
    '"https://app.example.com/" in "fileOrigins" of the stage "dev" is no origin: write e.g. "https://app.example.com", or "*".\n"http://app.example.com" in "fileOrigins" of the stage "dev" is no origin: write e.g. "https://app.example.com", or "*".',
  ],
  [
    'files that no page may send',
    { fileOrigins: [] },
    'No origin is in "fileOrigins" of the stage "dev", so no page could send or read files: name one, or write "*".',
  ],
  [
    'a single worker, which Lambda does not allow',
    { workers: 1 },
    '"workers" of the stage "dev" is 1: take a whole number from 2 to 1,000.',
  ],
  [
    'a cache time of more than a minute',
    { cacheGets: { seconds: 61, sizeGb: 0.5 } },
    'The stage keeps answers to GETs for 61 seconds: take a whole number from 1 to 60.',
  ],
  [
    'a cache size that AWS does not have',
    { cacheGets: { seconds: 5, sizeGb: 2 } },
    'There is no cache of 2 GB: take one of 0.5, 1.6, 6.1, 13.5, 28.4, 58.2, 118, 237.',
  ],
  [
    'a warm table that is no warmer than a new one',
    {
      capacity: {
        ...full.capacity,
        data: { mode: 'onDemand', maxReads: 0, maxWrites: 5_000, warm: { reads: 12_000, writes: 6_000 } },
      },
    },
    '"capacity.data" of the stage "dev": "maxReads" is 0: write a whole number of units from 1, or null.\n"capacity.data" of the stage "dev": "warm.reads" is 12000, which is more than the table may take: 0.\n"capacity.data" of the stage "dev": "warm.writes" is 6000, which is more than the table may take: 5000.',
  ],
  [
    'a scaling that goes down, and uses all that there is',
    {
      capacity: {
        ...full.capacity,
        silo: {
          mode: 'provisioned',
          reads: { min: 9, max: 5, target: 70 },
          writes: { min: 1, max: 5, target: 99 },
        },
      },
    },
    '"capacity.silo" of the stage "dev": "reads" goes from 9 to 5: write two whole numbers from 1, the lower one first.\n"capacity.silo" of the stage "dev": "writes.target" is 99: write a whole number of per cent from 20 to 90.',
  ],
  ...Object.entries<Partial<Stage>>({
    cacheGets: { cacheGets: { seconds: 5, sizeGb: 0.5 } },
    tiers: { tiers: { free: { rate: 5, burst: 5 } } },
    isolateTenants: { isolateTenants: true },
    traces: { traces: { perSecond: 9, share: 0.5 } },
  }).map(([setting, more]): [string, Partial<Stage>, string] => [
    `an HTTP API with "${setting}"`,
    { door: 'http', ...more },
    `The stage "dev" has the door "http" and "${setting}", which an HTTP API lacks: leave one of them out.`,
  ]),
  [
    'a list without a network',
    { operatorNetworks: [] },
    'No network is in "operatorNetworks" of the stage "dev", so no operator could call the API: name one, or write null.',
  ],
  ...[
    '203.0.113.7',
    '203.0.113.0/33',
    '203.0.113/24',
    'office',
    '2001:db8::/129',
    '203.0.113.0/24/8',
    '203.0.113.0/',
  ].map((network): [string, Partial<Stage>, string] => [
    `the network "${network}", which is none,`,
    { operatorNetworks: [network] },
    `"${network}" in "operatorNetworks" of the stage "dev" is no network: write e.g. "203.0.113.0/24" or "2001:db8::/32", and "/32" for one address.`,
  ]),
  ...['0.0.0.0/0', '::/0'].map((network): [string, Partial<Stage>, string] => [
    `the network "${network}" of all addresses`,
    { operatorNetworks: [network] },
    `"${network}" in "operatorNetworks" of the stage "dev" is every address: name the networks of your operators, or write null.`,
  ]),
  ...['10.1.0.0/16', '192.168.0.0/24', 'fd00::/8', '127.0.0.1/32'].map(
    (network): [string, Partial<Stage>, string] => [
      `the private network "${network}"`,
      { operatorNetworks: [network] },
      `"${network}" in "operatorNetworks" of the stage "dev" is a private network: the firewall sees the public address of a caller, so name that.`,
    ],
  ),
  ...['203.0.113.7/24', '2001:db8::1/32', '2001:db8:1:2::/48'].map(
    (network): [string, Partial<Stage>, string] => [
      `the network "${network}" with an address in it`,
      { operatorNetworks: [network] },
      `"${network}" in "operatorNetworks" of the stage "dev" has bits behind its first ${network.split('/')[1] ?? ''}: write the first address of the network.`,
    ],
  ),
  [
    'a network that is twice in its list',
    { operatorNetworks: ['203.0.113.0/24', '203.0.113.0/24'] },
    '"203.0.113.0/24" is twice in "operatorNetworks" of the stage "dev".',
  ],
  [
    'a page of Cognito that Cognito would not take',
    {
      hostedSignIn: {
        domainPrefix: 'my-aws',
        callbackUrls: ['http://app.example.com/', 'https://app.example.com/#a'],
        branding: null,
      },
    },
    [
      '"my-aws" in "hostedSignIn" of the stage "dev" is no prefix: use lower-case letters, digits and hyphens, and none of "aws", "amazon", "cognito".',
      '"http://app.example.com/" in "hostedSignIn" of the stage "dev" is no address of the app: write e.g. "https://app.example.com/".',
      '"https://app.example.com/#a" in "hostedSignIn" of the stage "dev" is no address of the app: write e.g. "https://app.example.com/".',
    ].join('\n'),
  ],
  [
    'a domain that two APIs would share',
    { domain: certified('api.example.com'), realtimeDomain: certified('api.example.com') },
    '"domain" and "realtimeDomain" of the stage "dev" are both "api.example.com": API Gateway shares no domain between a WebSocket API and another.',
  ],
  [
    'an address in place of a domain, and a name in place of a certificate,',
    { realtimeDomain: { name: 'wss://live.example.com', certificateArn: 'live' } },
    [
      '"wss://live.example.com" in "realtimeDomain" of the stage "dev" is no domain: write e.g. "api.example.com".',
      '"live" in "realtimeDomain" of the stage "dev" is no certificate of ACM: write its ARN.',
    ].join('\n'),
  ],
  [
    'a log that CloudWatch cannot keep, and levels that lose what is counted,',
    { logs: { days: 100, platform: 'ERROR', functions: 'WARN' } as unknown as Stage['logs'] },
    '100 days in "logs" of the stage "dev": CloudWatch has 1, 3, 5, 7,',
  ],
  [
    'a level that leaves out the lines of the functions',
    { logs: { days: 90, platform: 'ERROR', functions: 'WARN' } as unknown as Stage['logs'] },
    '"ERROR" for "platform" in "logs" of the stage "dev" is no level of Lambda: write "DEBUG", "INFO" or "WARN".\n"WARN" for "functions" in "logs" of the stage "dev" would leave out lines that metrics and usage are counted from: write "TRACE", "DEBUG" or "INFO".',
  ],
  [
    'a share of traces above all requests',
    { traces: { perSecond: 0.5, share: 5 } },
    '"perSecond" is 0.5 in "traces" of the stage "dev": write a whole number from 0.\n"share" is 5 in "traces" of the stage "dev": write a number from 0 to 1.',
  ],
  [
    'a sender whose name would end its header',
    { mail: { from: 'hello@example.com', name: 'Example\nBcc: eve' } },
    'The name "Example\nBcc: eve" in "mail" of the stage "dev" has quotes, brackets or line ends: write e.g. "Example".',
  ],
  [
    'an app without TLS that no mail could link to, because the stage sends none,',
    { appUrl: 'http://app.example.com' },
    '"http://app.example.com" in "appUrl" of the stage "dev" is no address of an app: write e.g. "https://app.example.com".\nThe stage "dev" has "appUrl", to which mails link, and no "mail": name a sender too.',
  ],
  [
    'an address of an app that has a fragment',
    { mail: full.mail, appUrl: 'https://app.example.com/#home' },
    '"https://app.example.com/#home" in "appUrl" of the stage "dev" is no address of an app: write e.g. "https://app.example.com".',
  ],
  [
    'a text that is no name of a header',
    { allowHeaders: ['traceparent', 'x y'] },
    '"x y" in "allowHeaders" of the stage "dev" is no name of a header in lower case: write e.g. "traceparent", or "*".',
  ],
])('%s is rejected with a message', (_what, more, sentence) => {
  expect(() => checkedStage({ ...stageOf('dev', fixtureApp), ...more }, fixtureApp.plans)).toThrow(sentence);
});
