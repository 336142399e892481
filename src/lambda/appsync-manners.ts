import type { APIGatewayProxyResult } from 'aws-lambda';

interface Body {
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly code?: unknown };
  }[];
}

/** The header in which clients of AWS look for the kind of an error. */
export const ERROR_TYPE_HEADER = 'x-amzn-errortype';

/**
 * Adds to an error what clients of AppSync read: `message` in the body and the code in `x-amzn-errortype`. aws-amplify reads
 * nothing else of an answer that is not 200. The code is ours, because the library replaces the message of an
 * UnauthorizedException, and retries after a LimitExceededException.
 * GraphQL over HTTP forbids other members, so an answer of its own media type has no `message`.
 */
export function withAppSyncManners(result: APIGatewayProxyResult): APIGatewayProxyResult {
  if (result.statusCode < 400) return result;
  const body = parsed(result.body);
  const [error] = body?.errors ?? [];
  if (!body || !error) return result;
  const isJson = /^application\/json\b/.test(String(result.headers?.['content-type']));
  return {
    ...result,
    headers: { ...result.headers, [ERROR_TYPE_HEADER]: String(error.extensions?.code) },
    ...(isJson ? { body: JSON.stringify({ message: error.message, ...body }) } : {}),
  };
}

function parsed(body: string): Body | null {
  try {
    return JSON.parse(body) as Body;
  } catch {
    // Apollo answers a wrong method with plain text.
    return null;
  }
}
