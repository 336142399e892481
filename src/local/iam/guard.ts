import { evaluate } from './evaluate.ts';
import { iamRequests, type TableNames } from './dynamodb-requests.ts';
import { accessKeyOf, bodyOf, respond, type SdkHandler } from './http.ts';
import type { IamRequest } from './policy.ts';
import type { Principal, Sessions } from './sessions.ts';

export interface GuardOptions {
  readonly sessions: Sessions;
  readonly tables: TableNames;
  /** What reaches DynamoDB. */
  readonly inner: SdkHandler;
  /** Hears of each call that was denied. */
  readonly onDenied?: (denied: { readonly principal: string; readonly request: IamRequest }) => void;
}

const TARGET = /^DynamoDB_\d+\./;
const JSON_TYPE = 'application/x-amz-json-1.0';

/**
 * Stands between an SDK client and DynamoDB as IAM does: each call is judged by the policies of the one who signed it,
 * and answered with AccessDeniedException when they do not allow all of it. Signatures are not verified.
 */
export function guardDynamoDb({
  sessions,
  tables,
  inner,
  onDenied = () => undefined,
}: GuardOptions): SdkHandler {
  return {
    async handle(request, options) {
      const principal = sessions.principalOf(accessKeyOf(request));
      if (principal === 'unknown')
        return fail('UnrecognizedClientException', 'The security token included in the request is invalid.');
      if (principal === 'expired')
        return fail('ExpiredTokenException', 'The security token included in the request is expired');
      const body = await bodyOf(request);
      const operation = (request.headers['x-amz-target'] ?? '').replace(TARGET, '');
      const denied = iamRequests(operation, JSON.parse(body) as object, tables).find(
        (asked) => evaluate(principal.policies, withTags(asked, principal)) !== 'allowed',
      );
      if (denied) {
        const name = nameOf(principal);
        onDenied({ principal: name, request: denied });
        return fail(
          'AccessDeniedException',
          `User: ${name} is not authorized to perform: ${denied.action} on resource: ${denied.resource}`,
        );
      }
      return inner.handle({ ...request, body }, options);
    },
  };
}

function fail(name: string, message: string) {
  return respond(
    400,
    JSON_TYPE,
    JSON.stringify({ __type: `com.amazon.coral.service#${name}`, message, Message: message }),
  );
}

/** What IAM calls them in its messages: a session by its role and its own name. */
function nameOf({ arn, session }: Principal): string {
  return session === null
    ? arn
    : `${arn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/${session}`;
}

/** The request with what IAM knows of the principal. */
function withTags(request: IamRequest, { arn, tags }: Principal): IamRequest {
  const known = Object.entries(tags).map(([name, value]) => [`aws:PrincipalTag/${name}`, value] as const);
  return {
    ...request,
    context: { ...request.context, 'aws:PrincipalArn': arn, ...Object.fromEntries(known) },
  };
}
