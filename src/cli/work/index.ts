export { openStageWork } from './stage-work.ts';
export { workCommands } from './work-commands.ts';
