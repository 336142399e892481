import { generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { bits, boolean, inContext, integer, octets, oid, sequence, setOf, text, time } from './der.ts';

/** A certificate and its private key, as PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

const DAY = 86_400_000;
/** Days that browsers accept a certificate for. */
const VALID = 397;
/** Days before its end in which it is made anew. */
const RENEWED = 30;

/** The names and addresses of a laptop. */
const NAMES = ['localhost'];
const ADDRESSES = [
  [127, 0, 0, 1],
  [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
];

const ids = {
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  commonName: '2.5.4.3',
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  subjectAltName: '2.5.29.17',
};

/**
 * Returns the certificate of a folder. Makes it, with a new key, if there is none or it ends soon. The key never leaves the
 * folder, and only its owner may read it.
 * @param now returns milliseconds since 1970
 */
export function openCertificate(folder: string, now: () => number = Date.now): Certificate {
  const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  const known = read(files);
  if (known && Date.parse(new X509Certificate(known.cert).validTo) > now() + RENEWED * DAY) return known;
  const made = createCertificate(now());
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(files.key, made.key, { mode: 0o600 });
  writeFileSync(files.cert, made.cert);
  return made;
}

/** Creates a certificate for this laptop that is signed by its own key (RFC 5280). It may sign no other. */
function createCertificate(now: number): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const algorithm = sequence(oid(ids.ecdsaWithSha256));
  const name = sequence(setOf(sequence(oid(ids.commonName), text('localhost'))));
  const serial = randomBytes(16);
  // A serial number is positive and has no leading zeros.
  serial[0] = (serial.readUInt8(0) & 0x3f) | 0x40;
  const content = sequence(
    inContext(0, 'parts', integer(Buffer.of(2))),
    integer(serial),
    algorithm,
    name,
    sequence(time(now - DAY), time(now + VALID * DAY)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    inContext(3, 'parts', extensions()),
  );
  const der = sequence(content, algorithm, bits(sign('sha256', content, privateKey)));
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${wrapped(der)}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function extensions(): Buffer {
  const alternatives = [
    ...NAMES.map((host) => inContext(2, 'bytes', Buffer.from(host))),
    ...ADDRESSES.map((address) => inContext(7, 'bytes', Buffer.from(address))),
  ];
  const critical = boolean(true);
  // Seven bits are unused: it is for signatures alone.
  const signatures = Buffer.from([0x03, 0x02, 0x07, 0x80]);
  return sequence(
    sequence(oid(ids.basicConstraints), critical, octets(sequence())),
    sequence(oid(ids.keyUsage), critical, octets(signatures)),
    sequence(oid(ids.extendedKeyUsage), octets(sequence(oid(ids.serverAuth)))),
    sequence(oid(ids.subjectAltName), octets(sequence(...alternatives))),
  );
}

function wrapped(bytes: Buffer): string {
  return (bytes.toString('base64').match(/.{1,64}/g) ?? []).join('\n');
}

function read(files: { readonly cert: string; readonly key: string }): Certificate | null {
  try {
    return { cert: readFileSync(files.cert, 'utf8'), key: readFileSync(files.key, 'utf8') };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
