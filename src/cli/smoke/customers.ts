import type { CreatedTenant } from '../../platform/generated/operator.ts';
import { UsageError } from '../../app/index.ts';
import { Refused, type OperatorClient } from '../operator/index.ts';
import type { SyntheticUser } from './users.ts';

const NO_RIGHT = 'The operator may not make tenants: sign in as an operator of the group ADMIN.';

/** A tenant of a run, and the invitation of its owner. */
export interface Customer {
  readonly id: string;
  readonly invitation: string;
}

/**
 * Makes a tenant for a run.
 * @throws {UsageError} if the operator may not, or if the token has expired
 */
export async function createCustomer(
  operators: OperatorClient,
  { name, plan, owner }: { readonly name: string; readonly plan: string; readonly owner: SyntheticUser },
): Promise<Customer> {
  const { createTenant } = await operators
    .ask<{ createTenant: CreatedTenant }>(
      'mutation ($input: CreateTenantInput!) { createTenant(input: $input) { tenant { id } invitation { token } } }',
      { input: { name, plan, ownerEmail: owner.email, idempotencyKey: name } },
    )
    .catch((error: unknown) => {
      if (!(error instanceof Refused)) throw error;
      throw error.code === 'FORBIDDEN' ? new UsageError(NO_RIGHT) : operatorRefusal(error);
    });
  const { tenant, invitation } = createTenant;
  if (!invitation) throw new UsageError(`The tenant "${tenant.id}" came without an invitation of its owner.`);
  return { id: tenant.id, invitation: invitation.token };
}

/** Returns a refusal of the operators' API with what to do about it. */
export function operatorRefusal({ code, message }: Refused): UsageError {
  if (code === 'UNAUTHENTICATED')
    return new UsageError(
      `The operators' API does not take the token, which lasts an hour: get a new one with "npm run token". It says: ${message}`,
    );
  return new UsageError(`${code}: ${message}`);
}
