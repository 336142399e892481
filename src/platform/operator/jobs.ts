import type { Resolvers } from '../generated/operator.ts';
import { isGone, Refusal, TENANT_ID_PATTERN } from '../../tenant/index.ts';
import { jobFields } from '../jobs/jobs.ts';
import { base64, JOB_ID, openForOperators } from '../jobs/open-archive.ts';
import { requestExport } from '../jobs/request-export.ts';
import { readConnection } from '../page.ts';
import { requireTenant } from '../tenants/find-tenant.ts';
import { cancelJob } from './cancel-job.ts';
import { importTenant, uploadArchivePart } from './import-tenant.ts';
import { moveTenant } from './move-tenant.ts';
import { purgeTenant } from './purge-tenant.ts';

/** Resolvers of tenants' jobs, for operators. */
export const operatorJobs = {
  Query: {
    jobs: (_root, { tenantId, ...page }, { platform }) =>
      readConnection(platform.cursors, ['operator', 'jobs', tenantId], page, async (part) =>
        TENANT_ID_PATTERN.test(tenantId)
          ? platform.control.list('jobs', tenantId, part)
          : { records: [], after: null },
      ),
    job: (_root, { tenantId, id }, { platform }) =>
      TENANT_ID_PATTERN.test(tenantId) && JOB_ID.test(id)
        ? platform.control.get('job', { tenantId, id })
        : null,
    async archiveFiles(_root, { tenantId, jobId: archiveId, after }, { platform }) {
      return (await openForOperators(platform.archives, { tenantId, archiveId }))?.names(after) ?? null;
    },
    async archivePart(_root, { tenantId, jobId: archiveId, name }, { platform }) {
      const archive = await openForOperators(platform.archives, { tenantId, archiveId });
      return base64(await archive?.file(name));
    },
  },
  Mutation: {
    async exportTenant(_root, { id }, context) {
      const { operator, platform } = context;
      const tenant = await requireTenant(platform.control, id);
      if (isGone(tenant))
        throw new Refusal(
          'CONDITION_FAILED',
          `The tenant "${id}" is ${tenant.status}: there is nothing to export.`,
        );
      return requestExport(context, id, operator.actor);
    },
    importTenant: (_root, { input }, context) => importTenant(context, input),
    uploadArchivePart: (_root, part, { platform }) => uploadArchivePart(platform.archives.uploads, part),
    cancelJob: (_root, { tenantId, id }, context) => cancelJob(context, tenantId, id),
    moveTenant: (_root, { id, to }, context) => moveTenant(context, id, to),
    purgeTenant: (_root, { id, now, keepArchives }, context) =>
      purgeTenant(context, id, { now, keepArchives }),
  },
  Tenant: {
    certificate: ({ certificate }) => (certificate === null ? null : JSON.stringify(certificate)),
  },
  TenantJob: jobFields,
} satisfies Resolvers;
