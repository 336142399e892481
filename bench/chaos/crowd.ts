import type { System } from './system.ts';

/** Clients that write the same tenant at once. They know what was acknowledged, and nothing of one another. */
export interface Crowd {
  readonly problems: string[];
  requests(): number;
  work(clients: number, isOver: () => boolean): Promise<void>;
  /** Compares what the tenant holds with what was acknowledged. */
  compare(): Promise<{ readonly lost: number; readonly ghosts: number; readonly rows: number }>;
}

const CREATE = `mutation ($input: CreateMemberInput!) { createMember(input: $input) { id code rank } }`;
const PAGE = `query ($nextToken: String) { listMembers(limit: 1000, nextToken: $nextToken) { items { id } nextToken } }`;
const RETRIES = 50;

/** Opens the crowd of a tenant. Its rows refer to one team, so that all of them write the same item too. */
export function openCrowd(system: System, tenant: string): Crowd {
  const acknowledged = new Set<string>();
  const unknown = new Set<string>();
  const problems: string[] = [];
  let requests = 0;
  const ask = (query: string, variables: object): ReturnType<System['ask']> => {
    requests += 1;
    return system.ask(tenant, { query, variables });
  };

  /** Creates the team, also when requests fail. */
  async function createTeam(): Promise<void> {
    for (let tries = 0; tries < RETRIES; tries += 1) {
      await ask('mutation { createTeam(input: { id: "team" }) { id } }', {});
      const answer = await ask('{ getTeam(id: "team") { id } }', {});
      if (answer?.data?.['getTeam']) return;
    }
    throw new Error('crowd: the team cannot be created.');
  }

  async function write(id: string, rank: number): Promise<void> {
    const input = { id, code: id, rank, teamId: 'team' };
    const kills = system.kills();
    const answer = await ask(CREATE, { input });
    const isForgotten = system.kills() > kills;
    const { outcome, retryable } = answer?.errors?.[0]?.extensions ?? {};
    if (answer?.data?.['createMember']) acknowledged.add(id);
    else if (!answer || outcome === 'UNKNOWN' || (isForgotten && retryable !== true)) unknown.add(id);
    else if (retryable !== true) problems.push(`crowd: create ${id}: ${JSON.stringify(answer)}`);
  }

  async function idsOf(): Promise<string[]> {
    const ids: string[] = [];
    for (let nextToken: string | null = null, tries = 0; tries < RETRIES; tries += 1) {
      const answer = await ask(PAGE, { nextToken });
      const page = answer?.data?.['listMembers'] as
        { items: { id: string }[]; nextToken: string | null } | null | undefined;
      if (!page) continue;
      ids.push(...page.items.map(({ id }) => id));
      ({ nextToken } = page);
      if (nextToken === null) return ids;
    }
    throw new Error('crowd: no answer to a read.');
  }

  return {
    problems,
    requests: () => requests,
    async work(clients, isOver) {
      await createTeam();
      const client = async (name: number): Promise<void> => {
        for (let turn = 0; !isOver(); turn += 1) await write(`${name}-${turn}`, turn);
      };
      await Promise.all(Array.from({ length: clients }, (_, name) => client(name)));
    },
    async compare() {
      const found = new Set(await idsOf());
      const lost = [...acknowledged].filter((id) => !found.has(id));
      const ghosts = [...found].filter((id) => !acknowledged.has(id) && !unknown.has(id));
      if (lost.length > 0) problems.push(`crowd: lost ${lost.join(' ')}`);
      if (ghosts.length > 0) problems.push(`crowd: ghosts ${ghosts.join(' ')}`);
      return { lost: lost.length, ghosts: ghosts.length, rows: found.size };
    },
  };
}
