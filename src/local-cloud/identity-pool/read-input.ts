import { IdentityFailure } from './identity-failure.ts';

/** The input of a call. A text that the client left out is empty. */
export interface Input {
  readonly IdentityPoolId: string;
  readonly IdentityId: string;
  readonly CustomRoleArn: string;
  /** Tokens by the names of providers. */
  readonly Logins: Readonly<Record<string, string>>;
}

/** @throws {IdentityFailure} if the body is malformed */
export function readInput(body: string): Input {
  const given = parse(body);
  const { Logins = {} } = given;
  if (typeof Logins !== 'object' || Logins === null) throw malformed();
  const text = (name: keyof Input): string => {
    const value = given[name] ?? '';
    if (typeof value !== 'string') throw malformed();
    return value;
  };
  const logins = Object.entries(Logins).filter(
    (login): login is [string, string] => typeof login[1] === 'string',
  );
  return {
    IdentityPoolId: text('IdentityPoolId'),
    IdentityId: text('IdentityId'),
    CustomRoleArn: text('CustomRoleArn'),
    Logins: Object.fromEntries(logins),
  };
}

function parse(body: string): Readonly<Record<string, unknown>> {
  let given: unknown;
  try {
    given = JSON.parse(body);
  } catch {
    throw malformed();
  }
  if (typeof given !== 'object' || given === null) throw malformed();
  return given as Record<string, unknown>;
}

function malformed(): IdentityFailure {
  return new IdentityFailure('SerializationException', 'The body is no input of this call.');
}
