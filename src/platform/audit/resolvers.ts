import type { Resolvers } from '../generated/platform.ts';
import type { PlatformContext } from '../context.ts';
import { readConnection } from '../page.ts';
import { readEvents } from './read.ts';
import { sealAudit, type Audit } from './seal.ts';
import { verifyAudit } from './verify.ts';

/**
 * Maximum number of batches that a read seals first. Recent events then appear, and a long queue does not
 * delay the reader.
 */
const BATCHES = 20;

/** Resolvers of the audit, for members of the tenant. */
export const auditResolvers = {
  Query: {
    auditEvents: async (_root, { filter, ...page }, context) => {
      const { scope, audit, platform } = context;
      await sealAudit(auditOf(context), { batches: BATCHES });
      const belonging = [scope.tenantId, 'auditEvents', JSON.stringify(filter ?? null)];
      return readConnection(platform.cursors, belonging, page, (part) =>
        readEvents({ log: audit, now: platform.now }, filter ?? {}, part),
      );
    },
    auditIntegrity: async (_root, _args, context) => {
      await sealAudit(auditOf(context), { batches: BATCHES });
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
