import { randomBytes } from 'node:crypto';

import { N, g, k, power, privateOf, scrambler, signatureOf, type SrpIdentity } from './dialect.ts';

/** The client's half of a handshake. */
export interface SrpClient {
  /** A, hex. */
  readonly publicValue: string;
  /**
   * Proves the password to a server that answered with its own public value.
   * @throws {Error} if that value would reveal the proof to a server that does not know the verifier
   */
  prove(asked: {
    readonly identity: SrpIdentity;
    readonly password: string;
    /** Hex. */
    readonly salt: string;
    /** B, hex. */
    readonly serverPublic: string;
    /** Base64. */
    readonly secretBlock: string;
    readonly timestamp: string;
  }): string;
}

/** Begins a handshake. The private value is random by default. */
export function beginSrp(clientPrivate = BigInt(`0x${randomBytes(128).toString('hex')}`)): SrpClient {
  const clientPublic = power(g, clientPrivate);
  return {
    publicValue: clientPublic.toString(16),
    prove({ identity, password, salt, serverPublic: given, secretBlock, timestamp }) {
      const serverPublic = BigInt(`0x${given}`);
      const u = scrambler(clientPublic, serverPublic);
      if (serverPublic % N === 0n || u === 0n)
        throw new Error('The server sent a value that SRP does not allow.');
      const x = privateOf(identity, password, salt);
      // Add N before the remainder, because the difference may be negative.
      const base = (((serverPublic - k * power(g, x)) % N) + N) % N;
      const secret = power(base, clientPrivate + u * x);
      return signatureOf(identity, { secret, u, secretBlock, timestamp }).toString('base64');
    },
  };
}

/** Returns a time in the only form that Cognito accepts: `Sat Jan 3 09:05:00 UTC 2026`. */
export function srpTimestamp(time: Date): string {
  const [weekday = '', day = '', month = '', year = '', clock = ''] = time.toUTCString().split(/,? /);
  return `${weekday} ${month} ${Number(day)} ${clock} UTC ${year}`;
}
