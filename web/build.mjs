/** Builds the page that `npm start` serves at `/` into web/dist/, unless it is fresh. `--force` builds it anyway. */
import { require as requireTypeScript } from 'tsx/cjs/api';

const { buildWeb } = requireTypeScript('./build.ts', import.meta.url);
const { built, milliseconds } = await buildWeb({ force: process.argv.includes('--force') });
console.log(built ? `GraphiQL was built in ${milliseconds} ms.` : 'GraphiQL is up to date.');
