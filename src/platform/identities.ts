/** Someone who can sign in, whatever tenants they belong to. */
export interface Identity {
  /** Cognito's `sub`. */
  readonly userId: string;
  readonly username: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly enabled: boolean;
}

/** The user pool of the tenants' users, as the platform needs it. `lambda/` implements it over Cognito. */
export interface Identities {
  /** By username or e-mail address; null when there is nobody. */
  find(name: string): Promise<Identity | null>;
  /** Removes someone for good. Nobody of that name is no error. */
  remove(username: string): Promise<void>;
  /** The groups of the pool, each with its members. */
  groups(): AsyncIterable<{ readonly name: string; readonly members: readonly Identity[] }>;
}
