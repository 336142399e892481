export { itemsOf, type OperatorClient } from './client.ts';
export { command, runCommands, WrongUsage, type Commands, type Outcome } from './command.ts';
export { facts, table } from './table.ts';
export type { Terminal } from './terminal.ts';
