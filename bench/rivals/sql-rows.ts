import { Client } from 'pg';

import { ROWS } from '../speed/rows.ts';

/** The columns of the tables, in the order in which they refer to each other. */
const TABLES = {
  person: ['id', 'name'],
  project: ['id', 'name'],
  task: ['id', 'title', 'status', 'dueDate', 'projectId', 'assigneeId'],
  comment: ['id', 'taskId', 'authorId', 'body', 'createdAt'],
} as const;
const REFERENCES = {
  projectId: 'project',
  assigneeId: 'person',
  authorId: 'person',
  taskId: 'task',
} as const;
/** The role without rights of its own, by which the handler asks. */
const ROLE = 'bench_app';

type Column = (typeof TABLES)[keyof typeof TABLES][number];
const columnOf = (name: Column): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Creates the tables with row-level security, and the rows of a tenant. Returns the address for the role. */
export async function createTables(url: string, tenant: string): Promise<string> {
  const client = new Client(url);
  await client.connect();
  try {
    await client.query(`DROP SCHEMA IF EXISTS app CASCADE; DROP ROLE IF EXISTS ${ROLE}; CREATE SCHEMA app;
      CREATE ROLE ${ROLE} LOGIN PASSWORD '${ROLE}'; GRANT USAGE ON SCHEMA app TO ${ROLE}`);
    for (const [table, names] of Object.entries(TABLES)) {
      const columns = names.map((name) => {
        const target = name in REFERENCES ? REFERENCES[name as keyof typeof REFERENCES] : null;
        return `${columnOf(name)} text ${target ? `REFERENCES app.${target}` : ''}`;
      });
      await client.query(`CREATE TABLE app.${table} (tenant text NOT NULL, ${columns.join(', ')}, PRIMARY KEY (id));
        ALTER TABLE app.${table} ENABLE ROW LEVEL SECURITY;
        CREATE POLICY own ON app.${table} USING (tenant = current_setting('app.tenant', true));
        CREATE INDEX ON app.${table} (tenant, id);
        GRANT SELECT ON app.${table} TO ${ROLE}`);
      const rows = ROWS[`${table.charAt(0).toUpperCase()}${table.slice(1)}` as keyof typeof ROWS];
      const listed = names.map(columnOf).join(', ');
      const given = names.map((name) => `r ->> '${name}'`).join(', ');
      await client.query(
        `INSERT INTO app.${table} (tenant, ${listed}) SELECT $1, ${given} FROM jsonb_array_elements($2::jsonb) r`,
        [tenant, JSON.stringify(rows)],
      );
    }
    await client.query('CREATE INDEX ON app.comment (task_id, id); ANALYZE');
  } finally {
    await client.end();
  }
  const address = new URL(url);
  [address.username, address.password] = [ROLE, ROLE];
  return address.href;
}
