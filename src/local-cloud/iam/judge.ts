import { evaluate } from './evaluate.ts';
import { accessKeyOf, type SdkRequest } from './http.ts';
import type { IamRequest } from './policy.ts';
import type { Principal, Sessions } from './sessions.ts';

/** Whoever signed a request. */
export interface Signer {
  /** What IAM calls them in its messages: a session by its role and its own name. */
  readonly name: string;
  /** The first of some things asked for that their policies do not allow; null when they allow all. */
  firstDenied(asked: readonly IamRequest[]): IamRequest | null;
}

/** IAM as a service asks it before it does anything. Signatures are not verified. */
export interface Judge {
  /** Who signed a request, or why it is nobody. */
  signerOf(request: Pick<SdkRequest, 'headers'>): Signer | 'unknown' | 'expired';
}

/**
 * Judges by the policies of roles. What a key opens is judged once for a principal and what is asked, which is one and the
 * same value each time (`keyRequests`), and remembered: DynamoDB and S3 keep a key that they got for a caller for a while too.
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

/** IAM's sentence about what was denied. */
export function denial({ name }: Signer, { action, resource }: IamRequest): string {
  return `User: ${name} is not authorized to perform: ${action} on resource: ${resource}`;
}

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
