import { evaluate } from './evaluate.ts';
import { accessKeyOf, type SdkRequest } from './http.ts';
import { listOf, type IamRequest, type PolicyDocument } from './policy.ts';
import { readSignature, SignatureFailure, type Signature, type SignedRequest } from './read-signature.ts';
import type { Principal, Sessions } from './sessions.ts';
import { verifySignature } from './verify-signature.ts';

/** The principal that signed a request. */
export interface Signer {
  /** The principal's name in IAM's messages. A session has the names of its role and of itself. */
  readonly name: string;
  /**
   * Returns the first request that the principal's policies do not allow, or null if they allow all.
   * @param resource the policy of the resource, whose statements count for the principals that they name
   */
  firstDenied(asked: readonly IamRequest[], resource?: PolicyDocument): IamRequest | null;
}

/** The part of a service that a signature must name. */
export interface SignatureScope {
  readonly service: string;
  readonly region: string;
}

/** IAM as a service calls it before each operation. */
export interface Judge {
  /**
   * Returns the signer of a request whose signature is genuine and valid.
   * @param now milliseconds since 1970
   * @throws {SignatureFailure}
   */
  verify(
    request: SignedRequest,
    scope: SignatureScope,
    now: number,
  ): { readonly signer: Signer; readonly signature: Signature };
  /** Returns the signer that a request names, or why there is none. Does not verify the signature. */
  signerOf(request: Pick<SdkRequest, 'headers'>): Signer | 'unknown' | 'expired';
}

/**
 * Opens a judge of roles' policies. It caches the verdict on the use of a key, per principal and request:
 * DynamoDB and S3 also cache a data key for a caller for a while. `keyRequests` returns the same object for
 * the same use.
 */
export function openJudge(sessions: Sessions): Judge {
  const opened = new WeakMap<Principal, WeakMap<IamRequest, boolean>>();
  const allows = (principal: Principal, asked: IamRequest, resource?: PolicyDocument): boolean => {
    const policies = resource
      ? [...principal.policies, statementsFor(principal, resource)]
      : principal.policies;
    return evaluate(policies, withTags(asked, principal)) === 'allowed';
  };
  const opens = (principal: Principal, asked: IamRequest): boolean => {
    const known = opened.get(principal) ?? new WeakMap<IamRequest, boolean>();
    opened.set(principal, known);
    const verdict = known.get(asked) ?? allows(principal, asked);
    known.set(asked, verdict);
    return verdict;
  };
  const signerFor = (principal: Principal): Signer => ({
    name: nameOf(principal),
    firstDenied: (all, resource) =>
      all.find((asked) =>
        asked.action.startsWith('kms:') ? !opens(principal, asked) : !allows(principal, asked, resource),
      ) ?? null,
  });
  return {
    signerOf(request) {
      const principal = sessions.principalOf(accessKeyOf(request));
      return typeof principal === 'string' ? principal : signerFor(principal);
    },
    verify(request, { service, region }, now) {
      const signature = readSignature(request);
      const { accessKeyId, scope } = signature;
      const principal = sessions.principalOf(accessKeyId);
      const secrets = sessions.secretsOf(accessKeyId);
      if (principal === 'unknown' || secrets === null)
        throw new SignatureFailure(
          403,
          'InvalidAccessKeyId',
          'The AWS Access Key Id you provided does not exist in our records.',
        );
      if (principal === 'expired')
        throw new SignatureFailure(400, 'ExpiredToken', 'The provided token has expired.');
      if (!scope.endsWith(`/${region}/${service}/aws4_request`))
        throw new SignatureFailure(
          400,
          'AuthorizationHeaderMalformed',
          `The credential scope is wrong; expecting '${region}' and '${service}'`,
        );
      verifySignature(request, signature, secrets, now);
      return { signer: signerFor(principal), signature };
    },
  };
}

/**
 * Returns the statements of a resource's policy that name a principal (IAM User Guide, "AWS JSON policy elements:
 * Principal"). Other accounts and services sign no request here.
 */
function statementsFor({ arn }: Principal, { Statement }: PolicyDocument): PolicyDocument {
  const names = ({ Principal: named }: PolicyDocument['Statement'][number]): boolean => {
    if (named === undefined) throw new Error('A statement of a resource names no principal.');
    if (named === '*') return true;
    return listOf(named['AWS']).some((each) => each === '*' || each === arn);
  };
  return { Statement: Statement.filter(names) };
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
