import { runCommands, userCommands } from '../operator-client/index.ts';

void runCommands('user', userCommands);
