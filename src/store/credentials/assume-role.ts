import { callError } from '../aws/call-error.ts';
import type { Credentials, FetchCredentials } from '../aws/credentials.ts';
import type { Service, ServiceAnswer } from '../aws/service.ts';
import { inAttempts } from '../dynamo/driver/attempts.ts';

/** Credentials of a session of a role. */
export type SessionCredentials = Required<Credentials>;

const VERSION = '2011-06-15';
const FORM = 'application/x-www-form-urlencoded';

/** The entities of XML that a message may hold. */
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Assumes a role by the query protocol of STS (AWS STS API Reference, "AssumeRole"). A session that is not used costs
 * nothing, so a failed call is repeated as a read is.
 * @throws {CallError} named as the error of STS
 */
export function assumeRole(
  sts: Service,
  credentials: FetchCredentials,
  parameters: Readonly<Record<string, string>>,
): Promise<SessionCredentials> {
  const body = new URLSearchParams({ Action: 'AssumeRole', Version: VERSION, ...parameters }).toString();
  return inAttempts({ name: 'AssumeRole', service: 'STS' }, {}, async () => {
    const answer = await sts({ headers: { 'content-type': FORM }, body, credentials });
    const text = Buffer.from(answer.bytes).toString('utf8');
    if (answer.status >= 300) throw errorOf(answer, text);
    return {
      accessKeyId: element(text, 'AccessKeyId'),
      secretAccessKey: element(text, 'SecretAccessKey'),
      sessionToken: element(text, 'SessionToken'),
      expiration: dateOf(element(text, 'Expiration')),
    };
  });
}

/**
 * Returns the text of the only element of a name.
 * @throws {SyntaxError} if there is none, or several, or an empty one
 */
function element(xml: string, name: string): string {
  const [found, second] = xml.matchAll(new RegExp(`<${name}>([^<]+)</${name}>`, 'g'));
  const text = found?.[1]?.trim();
  if (!text || second) throw new SyntaxError(`The answer of STS must have one ${name}.`);
  return text.replace(/&(\w+);/g, (whole, entity: string) => ENTITIES[entity] ?? whole);
}

function dateOf(text: string): Date {
  const date = new Date(text);
  if (Number.isNaN(date.getTime()))
    throw new SyntaxError('The answer of STS has an Expiration that is no time.');
  return date;
}

function errorOf({ status, clockSkewCorrected }: ServiceAnswer, xml: string): Error {
  return callError(element(xml, 'Message'), {
    name: element(xml, 'Code'),
    $metadata: { httpStatusCode: status, clockSkewCorrected },
  });
}
