import type { Resolvers } from '../generated/platform.ts';
import type { PlatformContext } from '../context.ts';
import { readConnection } from '../page.ts';
import { readEvents } from './read.ts';
import { sealAudit, type Audit } from './seal.ts';
import { verifyAudit } from './verify.ts';

/** Batches that a read seals first: what was just done is seen, and a long queue does not hold a reader up. */
const BATCHES = 20;

/** The audit, as the members of the tenant read it. */
export const auditResolvers = {
  Query: {
    auditEvents: async (_root, { filter, ...page }, context) => {
      const { scope, audit, platform } = context;
      await sealAudit(auditOf(context), BATCHES);
      const belonging = [scope.tenantId, 'auditEvents', JSON.stringify(filter ?? null)];
      return readConnection(platform.cursors, belonging, page, (part) =>
        readEvents({ log: audit, now: platform.now }, filter ?? {}, part),
      );
    },
    auditIntegrity: async (_root, _args, context) => {
      await sealAudit(auditOf(context), BATCHES);
      return verifyAudit(auditOf(context), context.scope.tenantId);
    },
  },
  TenantAuditEvent: {
    detail: ({ detail }) => (detail === null ? null : JSON.stringify(detail)),
  },
} satisfies Resolvers;

function auditOf({ scope, audit: log, platform }: PlatformContext): Audit {
  const { control, plans, now } = platform;
  return { scope, log, control, plans, now };
}
