import { readFileSync } from 'node:fs';

import { openControl, openDirectory } from '../../src/store/index.ts';
import { jobScope } from '../../src/tenant/index.ts';
import type { Model } from '../../src/model/index.ts';
import { LAPTOP_TOO, openOutbound } from '../../src/outbound/index.ts';
import { createWebhooksHandler } from '../../src/lambda/index.ts';
import { openIam, type LocalTables } from '../../src/local/data-directory/index.ts';
import { openDisable } from '../../src/webhooks/index.ts';

/** What the process is started with. */
export interface SenderOptions {
  readonly endpoint: string;
  readonly tables: LocalTables;
  readonly model: Model;
  readonly tenants: readonly string[];
  /** Milliseconds until a call is given up. */
  readonly timeout: number;
}

/** A run that is asked for. `ahead` is how many milliseconds the clock of the test is ahead. */
export interface SenderRun {
  readonly ahead: number;
}

const [, , file = ''] = process.argv;
const { endpoint, tables, model, tenants, timeout } = JSON.parse(readFileSync(file, 'utf8')) as SenderOptions;
const [region, bucket] = ['us-east-1', 'archives'];
const iam = openIam({ region, endpoint, tables, bucket, usageBucket: 'usage', filesBucket: 'files', model });
const control = openControl(iam.controlSend('webhooks'));
const directory = openDirectory(iam.controlSend('webhooks'));
let ahead = 0;
const now = (): number => Date.now() + ahead;
const handler = createWebhooksHandler({
  control,
  sendOf: iam.sendOf('webhooks'),
  scopeOf: (tenantId, why) => jobScope(directory, tenantId, why, () => undefined),
  outbound: openOutbound({ policy: LAPTOP_TOO, timeout }),
  disable: openDisable({ control, mailSeal: null, now }),
  // The test asks for each run.
  queue: { send: () => Promise.resolve() },
  now,
  log: () => undefined,
});

/** Sends what is due of all tenants, as the function `webhooks` does, and says so. */
process.on('message', (run: SenderRun) => {
  ({ ahead } = run);
  const Records = tenants.map((tenantId) => ({
    messageId: tenantId,
    body: JSON.stringify({ tenantId, is: 'webhooks' }),
  }));
  void handler({ Records }).then(({ batchItemFailures }) =>
    process.send?.({ failed: batchItemFailures.length }),
  );
});
process.on('disconnect', () => process.exit());
