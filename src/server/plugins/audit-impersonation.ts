import { auditEvent, recordAlone } from '../../platform/index.ts';
import type { RequestContext } from '../context-of.ts';
import { rootFields } from '../root-fields.ts';
import type { RequestPlugin } from './together.ts';

/**
 * Records every request of an impersonating operator in the tenant's audit. It records before the operation
 * runs: if the audit cannot be written, the request fails.
 */
export const auditImpersonation: RequestPlugin<RequestContext> = {
  requestDidStart() {
    return Promise.resolve({
      async didResolveOperation({ contextValue, document, operation, operationName }) {
        const { scope, requestId, ip } = contextValue;
        const { actor, userId } = scope.caller;
        if (actor.type !== 'operator') return;
        const event = auditEvent(
          scope.tenantId,
          actor,
          { requestId, ip },
          {
            action: 'impersonation.used',
            entity: { type: 'TenantApiKey', id: userId.replace(/^key:/, '') },
            detail: { operationName, fields: rootFields(document, operation) },
          },
        );
        await recordAlone(contextValue.platform.control, event);
      },
    });
  },
};
