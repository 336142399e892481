import { runCommands } from '../operator-client/index.ts';
import { tenantCommands } from '../operator-client/tenant-commands.ts';

void runCommands('tenant', tenantCommands);
