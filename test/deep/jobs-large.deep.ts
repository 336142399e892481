import { sweepLargeTenant } from '../sweeps/large-tenant.ts';

sweepLargeTenant(5_000);
