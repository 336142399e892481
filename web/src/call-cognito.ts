/** A refusal of Cognito. `code` is the exception's name in Cognito's API reference. */
export class CognitoError extends Error {
  override readonly name = 'CognitoError';
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Calls an operation of Cognito's API on the page's own origin.
 * @throws {CognitoError} if Cognito refuses it
 */
export async function callCognito(operation: string, input: object): Promise<unknown> {
  const response = await fetch('/', {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
    },
    body: JSON.stringify(input),
  });
  const text = await response.text();
  const answer = (text ? JSON.parse(text) : {}) as { readonly __type?: string; readonly message?: string };
  if (!response.ok) {
    const code = answer.__type?.split('#').at(-1) ?? 'UnknownError';
    throw new CognitoError(code, answer.message ?? `Cognito refused ${operation}.`);
  }
  return answer;
}
