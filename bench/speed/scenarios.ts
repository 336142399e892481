import type { Operation } from './protocol.ts';

/** A warm request, which all variants answer alike. */
export interface Scenario {
  readonly operation: Operation;
  /** Requests that run at once. */
  readonly parallel: number;
  /** Whether the limits of a plan bind the tenant. */
  readonly isLimited: boolean;
  /** Whether the rows come from the memory of the process, so that only the engine is measured. */
  readonly isConstant: boolean;
  /** Milliseconds that the database takes for each call. */
  readonly delays: readonly number[];
}

const inTask = (title: string): string =>
  `{ title: "${title}", projectId: "project-1", assigneeId: "person-001", dueDate: "2026-12-24" }`;
const listOf = (limit: number, fields: string): string =>
  `{ listTasks(limit: ${limit}) { items { ${fields} } } }`;
const FIELDS = 'id title status dueDate';
const RELATED = `${FIELDS} project { id name }`;

/** The operations, by the names that the command takes. The fixture's schema has them; `rows.ts` has their rows. */
export const OPERATIONS = {
  ping: '{ __typename }',
  get: '{ getTask(id: "task-0001") { id title status } }',
  list50: listOf(50, FIELDS),
  'list50-relation': listOf(50, RELATED),
  nested: listOf(20, 'id assignee { name } comments(limit: 5) { items { id body task { title } } }'),
  list1000: listOf(1_000, FIELDS),
  'list1000-relation': listOf(1_000, RELATED),
  filter: '{ listTasks(limit: 20, filter: { title: { contains: "7" } }) { items { id title } } }',
  create: `mutation { createTask(input: ${inTask('A task')}) { title status dueDate } }`,
  update: 'mutation { updateTask(input: { id: "task-0002", title: "Another" }) { id title } }',
  batch: `mutation { createTasks(input: [${['One', 'Two', 'Three', 'Four', 'Five'].map(inTask).join(', ')}]) { title status } }`,
} as const satisfies Readonly<Record<string, string>>;

const plain = (name: keyof typeof OPERATIONS, changes: Partial<Scenario> = {}): Scenario => ({
  operation: { query: OPERATIONS[name] },
  parallel: 1,
  isLimited: false,
  isConstant: false,
  delays: name === 'ping' ? [0] : [0, 4],
  ...changes,
});

/** The warm scenarios, by name. */
export const SCENARIOS: ReadonlyMap<string, Scenario> = new Map([
  ...(Object.keys(OPERATIONS) as (keyof typeof OPERATIONS)[]).map((name) => [name, plain(name)] as const),
  ...(['get', 'list50', 'create'] as const).map(
    (name) => [`${name}-limits`, plain(name, { isLimited: true, delays: [0] })] as const,
  ),
  ...(['get', 'list50'] as const).map((name) => [`${name}-parallel`, plain(name, { parallel: 20 })] as const),
  ...(['ping', 'list50', 'list50-relation', 'list1000'] as const).map(
    (name) => [`engine-${name}`, plain(name, { isConstant: true, delays: [0] })] as const,
  ),
]);
