import { openTestApi } from '../test/api.ts';
import { OPERATIONS, type Operation } from '../test/golden/operations.ts';
import { comments, people, projects, tasks } from '../test/golden/sample-rows.ts';

const ROUNDS = 7;
const REQUESTS = 20;

/**
 * Prints the CPU of each operation of docs/costs.md, in milliseconds: the lower quartile of some rounds, in turns. The emulator
 * is a process of its own, so its work is not in it. A request that deletes its row does it once, and then finds none.
 */
async function main(): Promise<void> {
  const rows = { acme: { Person: people, Project: projects, Task: tasks, Comment: comments } };
  const api = await openTestApi({ seed: { rows } });
  const measured = new Map<Operation, number[]>();
  try {
    for (let round = 0; round <= ROUNDS; round += 1)
      for (const [name, query] of Object.entries(OPERATIONS) as [Operation, string][]) {
        const before = process.cpuUsage();
        for (let request = 0; request < REQUESTS; request += 1) await api.ask('alice', query);
        const { user, system } = process.cpuUsage(before);
        // The first round warms the process.
        if (round > 0) measured.set(name, [...(measured.get(name) ?? []), (user + system) / 1000 / REQUESTS]);
      }
  } finally {
    await api.close();
  }
  for (const [name, all] of measured) {
    const quartile = all.sort((one, other) => one - other)[Math.floor(all.length / 4)] ?? 0;
    process.stdout.write(`${name.padEnd(60)} ${quartile.toFixed(1)}\n`);
  }
}

void main();
