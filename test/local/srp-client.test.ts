import '../browser-name.ts';
import { createHmac, randomBytes } from 'node:crypto';

import * as identityJs from 'amazon-cognito-identity-js';

import { isProof, makeVerifier, startHandshake } from '../../src/local-cloud/cognito/srp.ts';
import { beginSrp, srpTimestamp } from '../../src/local-cloud/srp/client.ts';
import { N, power } from '../../src/local-cloud/srp/dialect.ts';

/** The parts that amazon-cognito-identity-js exports without types. */
interface BigInteger {
  toString(base: number): string;
}
interface Helper {
  readonly N: { readonly constructor: new (text: string, base: number) => BigInteger };
  getSmallAValue(): BigInteger;
  getLargeAValue(callback: (error: unknown, value: BigInteger) => void): void;
  getPasswordAuthenticationKey(
    username: string,
    password: string,
    serverPublic: BigInteger,
    salt: BigInteger,
    callback: (error: unknown, key: Buffer) => void,
  ): void;
}
const { AuthenticationHelper, DateHelper } = identityJs as unknown as {
  readonly AuthenticationHelper: new (poolName: string) => Helper;
  readonly DateHelper: new () => { getNowString(): string };
};

const identity = { poolName: 'Local1', userId: 'ada' };
const password = 'Correct-horse-1';
const secretBlock = randomBytes(48).toString('base64');

describe('the SRP client of the command line', () => {
  it('makes the same proof as amazon-cognito-identity-js, regardless of the padding of the numbers', () => {
    for (let turn = 0; turn < 10; turn++) {
      const helper = new AuthenticationHelper(identity.poolName);
      const client = beginSrp(BigInt(`0x${helper.getSmallAValue().toString(16)}`));
      helper.getLargeAValue((_error, value) => {
        expect(client.publicValue).toBe(value.toString(16));
      });
      const verifier = makeVerifier(identity, password);
      const handshake = startHandshake(identity, verifier, client.publicValue);
      if (!handshake) throw new Error('The public value was refused.');
      const serverPublic = handshake.serverPublic.toString(16);
      const timestamp = srpTimestamp(new Date());
      const proof = client.prove({
        identity,
        password,
        salt: verifier.salt,
        serverPublic,
        secretBlock,
        timestamp,
      });
      const Big = helper.N.constructor;
      const [B, salt] = [new Big(serverPublic, 16), new Big(verifier.salt, 16)];
      helper.getPasswordAuthenticationKey(identity.userId, password, B, salt, (_error, key) => {
        const signed = [Buffer.from('Local1ada'), Buffer.from(secretBlock, 'base64'), Buffer.from(timestamp)];
        expect(proof).toBe(createHmac('sha256', key).update(Buffer.concat(signed)).digest('base64'));
      });
      expect(isProof(handshake, { secretBlock, timestamp, signature: proof })).toBe(true);
    }
    expect.assertions(30);
  });

  it.each(['2026-01-03T09:05:07Z', '2026-11-24T23:59:59Z', '2028-02-29T00:00:00Z'])(
    'writes the time %s in the form that Cognito accepts',
    (time) => {
      jest.useFakeTimers({ now: new Date(time) });
      expect(srpTimestamp(new Date(time))).toBe(new DateHelper().getNowString());
      jest.useRealTimers();
    },
  );

  it('makes no proof for a server whose public value is a multiple of N', () => {
    const asked = { identity, password, salt: '00', secretBlock, timestamp: '' };
    expect(() => beginSrp().prove({ ...asked, serverPublic: '0' })).toThrow('SRP does not allow');
  });
});

/** Square-and-multiply, as a textbook has it. */
function plainPower(base: bigint, exponent: bigint): bigint {
  if (exponent === 0n) return 1n;
  const half = plainPower(base, exponent / 2n);
  return (half * half * (exponent % 2n === 0n ? 1n : base)) % N;
}

describe('the power modulo N', () => {
  const random = BigInt(`0x${randomBytes(128).toString('hex')}`);
  it.each([
    ['0', 0n],
    ['1', 1n],
    ['2', 2n],
    ['random', random],
    ['N - 2', N - 2n],
    ['N - 1', N - 1n],
    ['N', N],
    ['N + 1', N + 1n],
    ['above N', N * random + 5n],
  ])('equals square-and-multiply when the base is %s', (_name, base) => {
    for (const exponent of [0n, 1n, 2n, 3n, random, N - 2n, N - 1n, N]) {
      expect(power(base, exponent)).toBe(plainPower(base, exponent));
    }
  });
});
