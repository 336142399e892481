import { runCommands, userCommands } from '../operator/index.ts';

void runCommands('user', userCommands);
