import type { Route } from '../route.ts';

/** An operation on the row that an answer shows. */
export interface Link {
  readonly operationId: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Returns the operations on a new row, each with its key. */
export function linksOf(routes: readonly Route[], { type }: Route): Readonly<Record<string, Link>> {
  const ofRow = routes.filter(
    (one) => one.type === type && ['get', 'patch', 'replace', 'delete'].includes(one.kind.is),
  );
  return Object.fromEntries(
    ofRow.map(({ operationId, pathParameters }) => {
      const key = pathParameters.map(({ name }) => [name, `$response.body#/${name}`]);
      return [operationId, { operationId, parameters: Object.fromEntries(key) as Link['parameters'] }];
    }),
  );
}
