import { runCommands, tenantCommands } from '../operator/index.ts';

void runCommands('tenant', tenantCommands);
