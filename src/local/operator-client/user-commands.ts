import type { Commands } from './command.ts';
export const userCommands: Commands = {};
