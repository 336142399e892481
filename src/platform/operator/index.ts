import { mergeResolvers } from '../merge-resolvers.ts';
import { operatorMembers } from './members.ts';
import { operatorTenants } from './tenants.ts';

/** Every field of schema/operator that is not a plain value of its object. */
export const operatorResolvers = mergeResolvers(operatorTenants, operatorMembers);
