import { setTimeout } from 'node:timers/promises';

type Body = Readonly<Record<string, unknown>>;

/** Transactions that DynamoDB has received and not yet committed. */
export interface Commits {
  /** Returns the error with which DynamoDB refuses a call because of them, or null. */
  refusalOf(action: string, body: Body): string | null;
  /** Begins a transaction that commits after so many repeats with its token: the repeat after them passes. */
  hold(body: Body, repeats: number): void;
  /** Begins a transaction that commits after so many milliseconds. Returns what the commit returns. */
  after<Result>(body: Body, ms: number, commit: () => Promise<Result>): Promise<Result>;
}

interface Commit {
  readonly items: ReadonlySet<string>;
  /** The repeats until it commits; infinite while a clock decides. */
  repeats: number;
}

const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'TransactWriteItems']);

/** Opens DynamoDB's rules for transactions under way: one token, one commit, and no other write of the same items. */
export function openCommits(): Commits {
  const underWay = new Map<string, Commit>();
  return {
    refusalOf(action, body) {
      if (underWay.size === 0 || !WRITES.has(action)) return null;
      const token = tokenOf(body);
      const own = underWay.get(token);
      if (own && own.repeats > 0) {
        own.repeats -= 1;
        return 'TransactionInProgressException';
      }
      if (own) {
        underWay.delete(token);
        return null;
      }
      const items = itemsOf(body);
      const meets = [...underWay.values()].some((other) => items.some((item) => other.items.has(item)));
      return meets ? 'TransactionConflictException' : null;
    },
    hold(body, repeats) {
      underWay.set(tokenOf(body), { items: new Set(itemsOf(body)), repeats });
    },
    async after(body, ms, commit) {
      const token = tokenOf(body);
      underWay.set(token, { items: new Set(itemsOf(body)), repeats: Infinity });
      await setTimeout(ms);
      const result = await commit();
      underWay.delete(token);
      return result;
    },
  };
}

function tokenOf(body: Body): string {
  return String(body['ClientRequestToken']);
}

/** Returns the items that a call writes or checks: their tables and keys as text. */
function itemsOf(body: Body): string[] {
  const writes = (body['TransactItems'] as readonly Readonly<Record<string, Body>>[] | undefined) ?? [
    { Write: body },
  ];
  return writes.flatMap((write) => Object.values(write)).map((one) => itemOf(one));
}

function itemOf({ TableName, Key, Item }: Body): string {
  const of = (Key ?? Item) as Readonly<Record<string, { readonly S?: string }>>;
  const [pk, sk] = '__pk' in of ? [of['__pk'], of['__sk']] : [of['pk'], of['sk']];
  return JSON.stringify([TableName, pk?.S, sk?.S]);
}
