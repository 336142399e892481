import './monaco-environment.ts';
import 'graphiql/style.css';

import { startPage } from './start-page.tsx';
import { Workbench } from './workbench.tsx';

startPage(({ config, store, view, link }) => (
  <Workbench
    key={view.generation}
    config={config}
    store={store}
    query={view.generation <= 1 ? link.query : undefined}
  />
));
