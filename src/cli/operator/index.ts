export { openOperatorClient, Refused, type OperatorClient } from './client.ts';
export { runCommands } from './command.ts';
export { CONNECT_OPTIONS, findOperators, type Connect } from './connect.ts';
export { optionLines, readLine, wholeNumber } from './option.ts';
export { table } from './table.ts';
export { tenantCommands } from './tenant-commands.ts';
export { openTerminal, type Terminal } from './terminal.ts';
export { userCommands } from './user-commands.ts';
