import { evaluate } from './evaluate.ts';
import { accessKeyOf, type SdkRequest } from './http.ts';
import type { IamRequest } from './policy.ts';
import type { Principal, Sessions } from './sessions.ts';

/** The principal that signed a request. */
export interface Signer {
  /** The principal's name in IAM's messages. A session has the names of its role and of itself. */
  readonly name: string;
  /** Returns the first request that the principal's policies do not allow, or null if they allow all. */
  firstDenied(asked: readonly IamRequest[]): IamRequest | null;
}

/** IAM as a service calls it before each operation. It does not verify signatures. */
export interface Judge {
  /** Returns the signer of a request, or why there is none. */
  signerOf(request: Pick<SdkRequest, 'headers'>): Signer | 'unknown' | 'expired';
}

/**
 * Opens a judge of roles' policies. It caches the verdict on the use of a key, per principal and request:
 * DynamoDB and S3 also cache a data key for a caller for a while. `keyRequests` returns the same object for
 * the same use.
 */
export function openJudge(sessions: Sessions): Judge {
  const opened = new WeakMap<Principal, WeakMap<IamRequest, boolean>>();
  const allows = (principal: Principal, asked: IamRequest): boolean =>
    evaluate(principal.policies, withTags(asked, principal)) === 'allowed';
  const opens = (principal: Principal, asked: IamRequest): boolean => {
    const known = opened.get(principal) ?? new WeakMap<IamRequest, boolean>();
    opened.set(principal, known);
    const verdict = known.get(asked) ?? allows(principal, asked);
    known.set(asked, verdict);
    return verdict;
  };
  return {
    signerOf(request) {
      const principal = sessions.principalOf(accessKeyOf(request));
      if (typeof principal === 'string') return principal;
      return {
        name: nameOf(principal),
        firstDenied: (all) =>
          all.find((asked) => !(asked.action.startsWith('kms:') ? opens : allows)(principal, asked)) ?? null,
      };
    },
  };
}

/** Returns IAM's message about a denied request. */
export function denial({ name }: Signer, { action, resource }: IamRequest): string {
  return `User: ${name} is not authorized to perform: ${action} on resource: ${resource}`;
}

function nameOf({ arn, session }: Principal): string {
  return session === null
    ? arn
    : `${arn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/${session}`;
}

/** Returns the request with the principal's context keys. */
function withTags(request: IamRequest, { arn, tags }: Principal): IamRequest {
  const known = Object.entries(tags).map(([name, value]) => [`aws:PrincipalTag/${name}`, value] as const);
  return {
    ...request,
    context: { ...request.context, 'aws:PrincipalArn': arn, ...Object.fromEntries(known) },
  };
}
