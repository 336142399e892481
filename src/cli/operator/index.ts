export { runCommands } from './command.ts';
export { tenantCommands } from './tenant-commands.ts';
export { userCommands } from './user-commands.ts';
