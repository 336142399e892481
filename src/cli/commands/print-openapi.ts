import { openApiDocument } from '../../rest/index.ts';
import { printProblems, readModel } from '../../model/index.ts';
import { compile } from '../../engine/index.ts';
import { parseArguments } from '../parse-arguments.ts';
import { runCommand } from '../run-command.ts';
import { readServedSources } from '../../app/index.ts';

const USAGE = 'Usage: npm run print-openapi -- [SCHEMA] [--url URL] [--title TITLE] [--compat]\n';

/**
 * Prints the OpenAPI document of the REST API of a schema.
 * `--url` is the address of a deployed API. By default the address is relative to that of the document.
 */
runCommand(() => {
  const { values, positionals } = parseArguments(
    {
      allowPositionals: true,
      options: {
        url: { type: 'string' },
        title: { type: 'string' },
        compat: { type: 'boolean', default: false },
      },
    },
    USAGE,
  );
  const sources = readServedSources(positionals[0] ?? 'schema/app');
  const { model, problems } = readModel(sources);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    process.stderr.write(`${printProblems(errors, sources)}\n`);
    process.exitCode = 1;
    return Promise.resolve();
  }
  const { url, title, compat } = values;
  const document = openApiDocument(model, compile(model, {}, { compat }), {
    ...(url === undefined ? {} : { url }),
    ...(title === undefined ? {} : { title }),
  });
  process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  return Promise.resolve();
});
