import { askAws, AwsRefusal } from '../../src/cli/aws-cli.ts';
import { siloPrefixOf } from '../lib/silo-name.ts';
import type { Account } from './account.ts';
import { ask } from './aws-cli.ts';

/** The table of a tenant's own. */
export interface SiloTable {
  readonly status: string;
  /** The figures of DynamoDB, which are up to six hours old. */
  readonly items: number;
  readonly bytes: number;
  /** Whether AWS refuses to delete it. */
  readonly isProtected: boolean;
}

/** Returns the tenants with a stack of a silo in a stage, each with the status of the stack. */
export async function siloStacks(account: Account, stage: string): Promise<ReadonlyMap<string, string>> {
  const answer = await ask(account, ['cloudformation', 'describe-stacks']);
  const stacks = (answer?.['Stacks'] ?? []) as readonly {
    readonly StackName?: string;
    readonly StackStatus?: string;
  }[];
  const prefix = siloPrefixOf({ name: stage });
  return new Map(
    stacks
      .filter(
        ({ StackName, StackStatus }) => StackName?.startsWith(prefix) && StackStatus !== 'DELETE_COMPLETE',
      )
      .map(({ StackName = '', StackStatus = '' }) => [StackName.slice(prefix.length), StackStatus]),
  );
}

/** Returns the tenants with a table of their own in a stage, also those whose stack was deleted. */
export async function tenantsWithTable({ region }: Account, stage: string): Promise<readonly string[]> {
  const { TableNames = [] } = await askAws(region, ['dynamodb', 'list-tables']);
  const prefix = siloPrefixOf({ name: stage });
  return (TableNames as readonly string[])
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length));
}

/** Looks at the table of a silo. Returns null if there is none. */
export async function lookAtTable({ region }: Account, name: string): Promise<SiloTable | null> {
  try {
    const { Table } = await askAws(region, ['dynamodb', 'describe-table', '--table-name', name]);
    const {
      TableStatus: status = '',
      ItemCount: items = 0,
      TableSizeBytes: bytes = 0,
      DeletionProtectionEnabled: isProtected = false,
    } = Table as Readonly<{
      TableStatus?: string;
      ItemCount?: number;
      TableSizeBytes?: number;
      DeletionProtectionEnabled?: boolean;
    }>;
    return { status, items, bytes, isProtected };
  } catch (error) {
    if (error instanceof AwsRefusal && error.code === 'ResourceNotFoundException') return null;
    throw error;
  }
}

/** Returns whether a table has an item, by reading it: the figures of DynamoDB are old. */
export async function hasItems({ region }: Account, name: string): Promise<boolean> {
  const { Count, LastEvaluatedKey } = await askAws(region, [
    ...['dynamodb', 'scan', '--table-name', name, '--consistent-read', '--select', 'COUNT'],
    ...['--limit', '1', '--no-paginate'],
  ]);
  return Count !== 0 || LastEvaluatedKey !== undefined;
}
