import { UsageError } from '../../app/index.ts';
import { refusing } from '../aws-cli.ts';
import { parseArguments } from '../parse-arguments.ts';
import { runCommand } from '../run-command.ts';
import { OUTPUTS, readOutputs } from '../sign-in/index.ts';
import { openStageWork, workCommands } from '../work/index.ts';

const USAGE = `Usage: npm run work -- COMMAND --stage NAME [--outputs FILE] [--json]

  status                 shows how much background work waits, and how much was given up
  list [--tenant ID]     lists the work that was given up, with its tenant
  redrive [--tenant ID]  sends work again that was given up
  sweep                  sends the work of all tenants, after changes were given up

It uses the AWS credentials of this shell. --outputs is what the deployment wrote (${OUTPUTS}).
`;

/** Looks after the queues of background work of a deployed stage. */
runCommand(async () => {
  const { values, positionals } = parseArguments(
    {
      allowPositionals: true,
      options: {
        stage: { type: 'string' },
        outputs: { type: 'string', default: OUTPUTS },
        tenant: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    },
    USAGE,
  );
  const { stage, outputs, tenant, json } = values;
  const [verb, more] = positionals;
  const isOfTenant = verb === 'list' || verb === 'redrive';
  if (stage === undefined || !isCommand(verb) || more !== undefined || (tenant !== undefined && !isOfTenant))
    throw new UsageError(USAGE);
  const opened = openStageWork(stage, readOutputs(stage, outputs));
  const outcome = await refusing(workCommands[verb](opened, tenant));
  process.stdout.write(json ? `${JSON.stringify(outcome.json)}\n` : outcome.text);
});

function isCommand(verb: string | undefined): verb is keyof typeof workCommands {
  return verb !== undefined && Object.hasOwn(workCommands, verb);
}
