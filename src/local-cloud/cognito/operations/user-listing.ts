import { CognitoError } from '../cognito-error.ts';
import { page } from '../page.ts';
import type { UserRecord } from '../pool-state.ts';
import { optionalInteger, optionalText } from '../request-body.ts';
import { checkPool, type Operations } from './operation.ts';
import { userType } from './user-administration.ts';

export const userListing: Operations<'ListUsers'> = {
  ListUsers(pool, body) {
    checkPool(pool, body);
    const matching = pool.state.users.filter(filterOf(optionalText(body, 'Filter') ?? ''));
    const { items, next } = page(matching, ({ username }) => username, {
      limit: optionalInteger(body, 'Limit'),
      token: optionalText(body, 'PaginationToken'),
    });
    return { Users: items.map(userType), ...(next === undefined ? {} : { PaginationToken: next }) };
  },
};

/** Reads Cognito's filter: `name = "value"`, or `name ^= "value"` for a prefix; a quote inside is escaped by `\`. */
function filterOf(filter: string): (user: UserRecord) => boolean {
  if (filter.trim() === '') return () => true;
  const [, name = '', operator, quoted] =
    /^\s*"?([\w:]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/.exec(filter) ?? [];
  if (quoted === undefined || name.startsWith('custom:')) {
    throw new CognitoError('InvalidParameterException', 'Error while parsing filter.');
  }
  const wanted = quoted.replace(/\\(.)/g, '$1');
  return (user) => {
    const value = valueOf(user, name);
    return operator === '=' ? value === wanted : (value?.startsWith(wanted) ?? false);
  };
}

function valueOf(user: UserRecord, name: string): string | undefined {
  switch (name) {
    case 'username':
      return user.username;
    case 'sub':
      return user.sub;
    case 'cognito:user_status':
      return user.status;
    case 'status':
      return user.enabled ? 'Enabled' : 'Disabled';
    default:
      return user.attributes[name];
  }
}
