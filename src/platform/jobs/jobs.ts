import type { Resolvers } from '../generated/platform.ts';
import type { JobRecord } from '../../store/index.ts';
import type { Scope } from '../../tenant/index.ts';
import type { PlatformContext } from '../context.ts';
import { readConnection } from '../page.ts';
import { progressOf } from './new-job.ts';
import { base64, JOB_ID, openArchive, type OpenArchive } from './open-archive.ts';
import { requestExport } from './request-export.ts';

/** Resolvers of a job's fields on both planes. */
export const jobFields = {
  progress: (job: JobRecord) => progressOf(job),
  result: ({ result }: JobRecord) => (result === null ? null : JSON.stringify(result)),
};

/** Resolvers of the jobs of the caller's tenant: request an export, and fetch its files. */
export const jobResolvers = {
  Query: {
    jobs: (_root, page, { scope, platform }) =>
      readConnection(platform.cursors, [scope.tenantId, 'jobs'], page, (part) =>
        platform.control.list('jobs', scope.tenantId, part),
      ),
    job: (_root, { id }, { scope, platform }) =>
      JOB_ID.test(id) ? platform.control.get('job', { tenantId: scope.tenantId, id }) : null,
    exportFiles: async (_root, { jobId, after }, context) =>
      (await ownExport(context, jobId))?.names(after) ?? null,
    exportPart: async (_root, { jobId, name }, context) =>
      base64(await (await ownExport(context, jobId))?.file(name)),
  },
  Mutation: {
    requestExport(_root, _args, context) {
      const { scope } = context;
      refuseSupport(scope);
      return requestExport(context, scope.tenantId, scope.caller.actor);
    },
  },
  TenantJob: jobFields,
} satisfies Resolvers;

function ownExport({ scope, platform }: PlatformContext, archiveId: string): Promise<OpenArchive | null> {
  refuseSupport(scope);
  return openArchive(platform.archives.of(scope), archiveId);
}

/**
 * Refuses an export by an impersonating operator, who may only look. A tenant that is suspended or
 * off-boarding can still export its data.
 * @throws {Refusal} READ_ONLY
 */
function refuseSupport(scope: Scope): void {
  if (scope.caller.actor.type === 'operator') scope.requireWritable();
}
