import { TENANT_TAG } from '../../src/store/index.ts';

/** The tenant in the tag of the caller's session, as policies write it. */
export const SESSION_TENANT = `\${aws:PrincipalTag/${TENANT_TAG}}`;

/** A condition that the session has the tag. A session with an empty tag would reach a folder without a name. */
export const HAS_TENANT = {
  Null: { [`aws:PrincipalTag/${TENANT_TAG}`]: 'false' },
  StringNotEquals: { [`aws:PrincipalTag/${TENANT_TAG}`]: '' },
};
