import { runCommand } from '../run-command.ts';
import { smoke } from '../smoke/index.ts';

runCommand(() => smoke(process.argv.slice(2), process.env));
