import { Kind, OperationTypeNode } from 'graphql';
import { unwrapResolverError } from '@apollo/server/errors';

import { isRefusal, type RefusalCode } from '../../tenant/index.ts';
import { platformFieldName } from '../../model/index.ts';
import type { AuditRecorder } from '../../platform/index.ts';

import type { RequestContext } from '../context-of.ts';
import type { RequestPlugin } from './together.ts';

/** Codes of refusals that deny a right. Other codes describe a mistake in the request. */
const CODES: readonly RefusalCode[] = ['FORBIDDEN', 'READ_ONLY', 'QUOTA_EXCEEDED'];

/**
 * Records refused mutations that need a permission, once per request. Mutations of the platform need one, and an upload needs the
 * right to a field and room in the plan.
 */
export function auditRefusals(recorder: AuditRecorder): RequestPlugin<RequestContext> {
  return {
    requestDidStart: ({ contextValue }) =>
      Promise.resolve({
        didEncounterErrors({ operation, errors }) {
          if (operation?.operation !== OperationTypeNode.MUTATION) return Promise.resolve();
          const { scope, platform, requestId, ip } = contextValue;
          const { mutations, platformPrefix = '' } = platform.model;
          const refused = errors.flatMap((error) => {
            const [node] = error.path?.length === 1 ? (error.nodes ?? []) : [];
            const field = node?.kind === Kind.FIELD ? node.name.value : '';
            const thrown = unwrapResolverError(error);
            const code = isRefusal(thrown) ? thrown.code : null;
            const isUpload = field === platformFieldName(platformPrefix, 'createUpload');
            const guarded = isUpload || mutations[field]?.permission !== undefined;
            return guarded && code !== null && CODES.includes(code) ? [{ field, code }] : [];
          });
          if (refused.length > 0) {
            const { actor } = scope.caller;
            const entry = { action: 'permission.refused', outcome: 'REFUSED', detail: { refused } } as const;
            recorder.record(scope.tenantId, { actor, requestId, ip }, entry);
          }
          return Promise.resolve();
        },
      }),
  };
}
