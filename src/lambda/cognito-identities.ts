import type * as sdk from '@aws-sdk/client-cognito-identity-provider';
import type {
  CognitoIdentityProviderClient,
  CognitoIdentityProviderClientConfig,
  UserType,
} from '@aws-sdk/client-cognito-identity-provider';

import type { Identities, Identity } from '../platform/index.ts';

export interface IdentitiesOptions {
  readonly region: string;
  readonly userPoolId: string;
  /** Further options of the client, such as another transport than HTTPS. */
  readonly client?: CognitoIdentityProviderClientConfig;
}

/**
 * Opens the users of a Cognito user pool. Loads the SDK on first use, because most requests do not need it.
 */
export function cognitoIdentities({ region, userPoolId: UserPoolId, client }: IdentitiesOptions): Identities {
  let opened: Promise<[Sdk, CognitoIdentityProviderClient]> | undefined;
  const open = (): Promise<[Sdk, CognitoIdentityProviderClient]> =>
    (opened ??= import('@aws-sdk/client-cognito-identity-provider').then((sdk) => [
      sdk,
      new sdk.CognitoIdentityProviderClient({ region, ...client }),
    ]));
  const pages = async function* <Item>(
    read: (token: string | undefined) => Promise<{ items: Item[] | undefined; next: string | undefined }>,
  ): AsyncGenerator<Item> {
    for (let token: string | undefined; ;) {
      const { items = [], next } = await read(token);
      yield* items;
      if (next === undefined) return;
      token = next;
    }
  };

  return {
    async find(name) {
      const [sdk, cognito] = await open();
      const attribute = name.includes('@') ? 'email' : 'username';
      const Filter = `${attribute} = ${JSON.stringify(name)}`;
      const { Users = [] } = await cognito.send(new sdk.ListUsersCommand({ UserPoolId, Filter, Limit: 1 }));
      return Users[0] ? identityOf(Users[0]) : null;
    },

    async remove(Username) {
      const [sdk, cognito] = await open();
      try {
        await cognito.send(new sdk.AdminDeleteUserCommand({ UserPoolId, Username }));
      } catch (error) {
        if (!(error instanceof sdk.UserNotFoundException)) throw error;
      }
    },

    async *groups() {
      const [sdk, cognito] = await open();
      const groups = pages(async (NextToken) => {
        const answer = await cognito.send(new sdk.ListGroupsCommand({ UserPoolId, NextToken }));
        return { items: answer.Groups, next: answer.NextToken };
      });
      for await (const { GroupName: name = '' } of groups) {
        const members: Identity[] = [];
        const users = pages(async (NextToken) => {
          const input = { UserPoolId, GroupName: name, NextToken };
          const answer = await cognito.send(new sdk.ListUsersInGroupCommand(input));
          return { items: answer.Users, next: answer.NextToken };
        });
        for await (const user of users) members.push(identityOf(user));
        yield { name, members };
      }
    },
  };
}

type Sdk = typeof sdk;

function identityOf({ Username = '', Attributes = [], Enabled = false }: UserType): Identity {
  const attribute = (name: string): string => Attributes.find(({ Name }) => Name === name)?.Value ?? '';
  return {
    userId: attribute('sub'),
    username: Username,
    email: attribute('email'),
    emailVerified: attribute('email_verified') === 'true',
    enabled: Enabled,
  };
}
