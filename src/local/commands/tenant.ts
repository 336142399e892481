import { runCommands, tenantCommands } from '../operator-client/index.ts';

void runCommands('tenant', tenantCommands);
