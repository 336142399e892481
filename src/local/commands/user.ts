import { runCommands } from '../operator-client/index.ts';
import { userCommands } from '../operator-client/user-commands.ts';

void runCommands('user', userCommands);
