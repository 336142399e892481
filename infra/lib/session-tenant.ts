import { TENANT_TAG } from '../../src/store/index.ts';

/** In a policy: the tenant that the session of the caller is tagged with. */
export const SESSION_TENANT = `\${aws:PrincipalTag/${TENANT_TAG}}`;

/** A session without a tag reaches nothing; one whose tag is empty would reach a folder without a name. */
export const HAS_TENANT = {
  Null: { [`aws:PrincipalTag/${TENANT_TAG}`]: 'false' },
  StringNotEquals: { [`aws:PrincipalTag/${TENANT_TAG}`]: '' },
};
