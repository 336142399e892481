import { setTimeout } from 'node:timers/promises';

import { OPERATOR_CLIENT_ID, OPERATOR_ENDPOINT_PATH } from '../src/local/data-directory/index.ts';
import { LOOK_UP_TTL } from '../src/tenant/index.ts';
import { ask } from '../test/e2e/ask.ts';
import { signIn } from '../test/e2e/sign-in.ts';
import { startServer, type TestServer } from '../test/e2e/start-server.ts';

const TURNS = 3;
/** The milliseconds between two requests of the token. */
const PAUSE = 10;

/**
 * Prints how long a live token is still admitted after its tenant is suspended, and refused after its tenant is
 * resumed.
 * It sends requests over HTTP to `npm start`. Fails if either takes longer than the gate caches a look-up.
 */
async function main(): Promise<void> {
  const server = await startServer();
  try {
    const operate = await operatorOf(server);
    const { AccessToken: token } = await signIn(server, 'alice', 'Alice-2026');
    const times = { suspended: [] as number[], resumed: [] as number[] };
    for (let turn = 0; turn < TURNS; turn++) {
      await until(server, token, 200);
      await operate('suspendTenant(id: "acme", mode: BLOCKED, reason: "A measurement.")');
      times.suspended.push(await until(server, token, 403));
      await operate('resumeTenant(id: "acme")');
      times.resumed.push(await until(server, token, 200));
    }
    for (const [what, all] of Object.entries(times)) {
      process.stdout.write(
        `${what}: acts on a live token after ${all.join(', ')} ms; budget ${LOOK_UP_TTL} ms\n`,
      );
      if (Math.max(...all) > LOOK_UP_TTL) process.exitCode = 1;
    }
  } finally {
    await server.stop();
  }
}

async function operatorOf(server: TestServer): Promise<(field: string) => Promise<void>> {
  const client = { ...server, clientId: OPERATOR_CLIENT_ID };
  const { AccessToken: token } = await signIn(client, 'opal', 'Opal-2026!');
  const endpoint = server.url + OPERATOR_ENDPOINT_PATH;
  return async (field) => {
    const { errors } = await ask({ endpoint }, token, `mutation { ${field} { id } }`);
    if (errors) throw new Error(errors.map(({ message }) => message).join('\n'));
  };
}

/** Returns the milliseconds until the first request that is answered with a status was sent. */
async function until(server: TestServer, token: string, status: number): Promise<number> {
  const started = performance.now();
  for (;;) {
    const sent = performance.now() - started;
    if ((await ask(server, token, '{ me { id } }')).status === status) return Math.round(sent);
    await setTimeout(PAUSE);
  }
}

void main();
