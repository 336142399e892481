import { isObject } from './is-object.ts';
import { offeredNames } from './protocol.ts';

/** What a client proves its caller by, and the tenant that it names, as the headers of a request do. */
export interface Credential {
  readonly authorization: string | undefined;
  readonly tenant: string | undefined;
}

/** No id of a tenant looks like it. */
const IMPOSSIBLE = '?';

/**
 * Returns the credential in the payload of `connection_init`, or in the headers of AppSync's messages. Names are those of
 * headers, so their case does not matter. `authToken` is the name in Hasura's and graphql-ws's examples. A tenant that is
 * named twice is one that cannot exist, as on HTTP.
 */
export function credentialOf(given: unknown): Credential {
  const entries = isObject(given) ? Object.entries(given) : [];
  const valuesOf = (wanted: string): readonly string[] =>
    entries.flatMap(([name, value]) =>
      name.toLowerCase() === wanted && typeof value === 'string' ? [value] : [],
    );
  const [authorization] = [...valuesOf('authorization'), ...valuesOf('authtoken')];
  const tenants = valuesOf('x-tenant');
  return { authorization, tenant: tenants.length > 1 ? IMPOSSIBLE : tenants[0] };
}

/**
 * Returns the credential of AppSync's handshake. It is an object of headers as Base64: in the subprotocol `header-<base64url>`,
 * or in the parameter `header` of the URL. Amplify sends headers of its user, such as `x-tenant`, as parameters.
 */
export function handshakeCredential(
  offered: string | undefined,
  query: Readonly<Record<string, string | undefined>>,
): Credential {
  const encoded =
    offeredNames(offered)
      .find((name) => name.startsWith(PREFIX))
      ?.slice(PREFIX.length) ?? query['header'];
  const { authorization, tenant } = credentialOf(decoded(encoded));
  return { authorization, tenant: tenant ?? credentialOf(query).tenant };
}

const PREFIX = 'header-';

function decoded(text: string | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(text ?? '', 'base64').toString('utf8'));
  } catch {
    return null;
  }
}
