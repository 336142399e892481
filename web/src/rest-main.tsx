import { Reference } from './reference.tsx';
import { startPage } from './start-page.tsx';

startPage(({ config, store, view }) =>
  config.reference === undefined ? null : (
    <Reference key={view.generation} document={config.reference} store={store} />
  ),
);
