/** A user of the pool, in whatever tenants they are a member. */
export interface Identity {
  /** Cognito's `sub`. */
  readonly userId: string;
  readonly username: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly enabled: boolean;
}

/** The user pool of the tenants' users, as the platform needs it. `lambda/` implements it with Cognito. */
export interface Identities {
  /** Returns the user with a user name or an e-mail address, or null if there is none. */
  find(name: string): Promise<Identity | null>;
  /** Deletes a user. Does nothing if no user has the name. */
  remove(username: string): Promise<void>;
  /** Lists the groups of the pool, each with its members. */
  groups(): AsyncIterable<{ readonly name: string; readonly members: readonly Identity[] }>;
}
