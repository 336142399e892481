import { sweepLargeTenant } from '../sweeps/large-tenant.ts';

sweepLargeTenant(1_200);
