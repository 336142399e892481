import { evaluate } from './evaluate.ts';
import { accessKeyOf, bodyOf, respond, type SdkHandler } from './http.ts';
import { isTrusted, tagContext } from './is-trusted.ts';
import type { Role, Sessions } from './sessions.ts';

/** Limits of AssumeRole in seconds (AWS STS API reference). Role chaining allows one hour at most. */
const MIN_SECONDS = 900;
const MAX_SECONDS = 3600;
const SESSION_NAME = /^[\w+=,.@-]{2,64}$/;
/**
 * Pattern of a tag's value (IAM User Guide, "Rules for tagging"). It excludes wildcards and policy variables.
 */
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;

const XML = 'text/xml';
const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** Creates AWS STS as the API uses it: `AssumeRole` with session tags, in its query protocol. */
export function localSts(sessions: Sessions, roles: readonly Role[]): SdkHandler {
  return {
    async handle(request) {
      const asked = new URLSearchParams(await bodyOf(request));
      const principal = sessions.principalOf(accessKeyOf(request));
      if (typeof principal === 'string')
        return fail(403, 'InvalidClientTokenId', 'The security token included in the request is invalid.');
      if (asked.get('Action') !== 'AssumeRole')
        return fail(400, 'InvalidAction', `${asked.get('Action') ?? ''} is not known to the local STS.`);
      const arn = asked.get('RoleArn') ?? '';
      const role = roles.find((known) => known.arn === arn);
      const tags = tagsOf(asked);
      const seconds = Number(asked.get('DurationSeconds') ?? MAX_SECONDS);
      if (!Object.values(tags).every((value) => TAG_VALUE.test(value)))
        return fail(400, 'ValidationError', 'A tag value holds characters that are not allowed.');
      if (!SESSION_NAME.test(asked.get('RoleSessionName') ?? ''))
        return fail(400, 'ValidationError', 'RoleSessionName is not one.');
      if (!(seconds >= MIN_SECONDS && seconds <= MAX_SECONDS))
        return fail(400, 'ValidationError', 'DurationSeconds is out of bounds.');
      const tagged = tagContext(tags);
      const wanted = ['sts:AssumeRole', ...(Object.keys(tags).length > 0 ? ['sts:TagSession'] : [])];
      const allowed =
        role !== undefined &&
        isTrusted(role, wanted, tagged) &&
        wanted.every(
          (action) => evaluate(principal.policies, { action, resource: arn, context: tagged }) === 'allowed',
        );
      if (!allowed)
        return fail(
          403,
          'AccessDenied',
          `User: ${principal.arn} is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
        );
      const { accessKeyId, secretAccessKey, sessionToken, expiration } = sessions.assume(role, {
        name: asked.get('RoleSessionName') ?? '',
        tags,
        seconds,
      });
      return respond(
        200,
        XML,
        `<AssumeRoleResponse xmlns="${NAMESPACE}"><AssumeRoleResult><Credentials>` +
          `<AccessKeyId>${accessKeyId}</AccessKeyId><SecretAccessKey>${secretAccessKey}</SecretAccessKey>` +
          `<SessionToken>${sessionToken}</SessionToken><Expiration>${expiration.toISOString()}</Expiration>` +
          '</Credentials></AssumeRoleResult></AssumeRoleResponse>',
      );
    },
  };
}

function tagsOf(asked: URLSearchParams): Readonly<Record<string, string>> {
  const tags: Record<string, string> = {};
  for (let n = 1; asked.has(`Tags.member.${n}.Key`); n += 1)
    tags[asked.get(`Tags.member.${n}.Key`) ?? ''] = asked.get(`Tags.member.${n}.Value`) ?? '';
  return tags;
}

function fail(status: number, code: string, message: string) {
  const body = `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
  return respond(status, XML, body);
}
