import { CognitoError } from '../cognito-error.ts';
import { page } from '../page.ts';
import type { GroupRecord } from '../pool-state.ts';
import type { Pool } from '../pool.ts';
import { optionalInteger, optionalText, text, type RequestBody } from '../request-body.ts';
import { requireUser } from '../users.ts';
import { checkPool, type Operations } from './operation.ts';
import { userType } from './user-administration.ts';

type Names =
  | 'AdminAddUserToGroup'
  | 'AdminListGroupsForUser'
  | 'AdminRemoveUserFromGroup'
  | 'CreateGroup'
  | 'ListGroups'
  | 'ListUsersInGroup';

export const groups: Operations<Names> = {
  CreateGroup(pool, body) {
    checkPool(pool, body);
    const name = text(body, 'GroupName');
    if (findGroup(pool, name)) {
      throw new CognitoError('GroupExistsException', 'A group with the name already exists.');
    }
    const description = optionalText(body, 'Description');
    const precedence = optionalInteger(body, 'Precedence');
    const group = {
      name,
      ...(description === undefined ? {} : { description }),
      ...(precedence === undefined ? {} : { precedence }),
      createdAt: pool.clock(),
    };
    pool.state.groups.push(group);
    return { Group: groupType(pool, group) };
  },

  ListGroups(pool, body) {
    checkPool(pool, body);
    return groupPage(pool, pool.state.groups, body);
  },

  AdminAddUserToGroup(pool, body) {
    const { user, group } = membership(pool, body);
    user.groups = [...new Set([...user.groups, group.name])];
    return {};
  },

  AdminRemoveUserFromGroup(pool, body) {
    const { user, group } = membership(pool, body);
    user.groups = user.groups.filter((name) => name !== group.name);
    return {};
  },

  AdminListGroupsForUser(pool, body) {
    checkPool(pool, body);
    const user = requireUser(pool, text(body, 'Username'));
    return groupPage(
      pool,
      pool.state.groups.filter(({ name }) => user.groups.includes(name)),
      body,
    );
  },

  ListUsersInGroup(pool, body) {
    checkPool(pool, body);
    const { name } = requireGroup(pool, text(body, 'GroupName'));
    const members = pool.state.users.filter((user) => user.groups.includes(name));
    const { items, next } = page(members, ({ username }) => username, paging(body));
    return { Users: items.map(userType), ...(next === undefined ? {} : { NextToken: next }) };
  },
};

function groupPage(pool: Pool, all: readonly GroupRecord[], body: RequestBody) {
  const { items, next } = page(all, ({ name }) => name, paging(body));
  return {
    Groups: items.map((group) => groupType(pool, group)),
    ...(next === undefined ? {} : { NextToken: next }),
  };
}

function paging(body: RequestBody) {
  return { limit: optionalInteger(body, 'Limit'), token: optionalText(body, 'NextToken') };
}

function membership(pool: Pool, body: RequestBody) {
  checkPool(pool, body);
  return {
    user: requireUser(pool, text(body, 'Username')),
    group: requireGroup(pool, text(body, 'GroupName')),
  };
}

function findGroup(pool: Pool, wanted: string): GroupRecord | undefined {
  return pool.state.groups.find(({ name }) => name === wanted);
}

function requireGroup(pool: Pool, name: string): GroupRecord {
  const group = findGroup(pool, name);
  if (group) return group;
  throw new CognitoError('ResourceNotFoundException', 'Group not found.');
}

function groupType(pool: Pool, { name, description, precedence, createdAt }: GroupRecord) {
  return {
    GroupName: name,
    UserPoolId: pool.userPoolId,
    ...(description === undefined ? {} : { Description: description }),
    ...(precedence === undefined ? {} : { Precedence: precedence }),
    CreationDate: createdAt,
    LastModifiedDate: createdAt,
  };
}
