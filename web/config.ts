/** One user of the seed, shown on the page for sign-in with one click. Only ever true of a laptop. */
export interface SeededUser {
  readonly username: string;
  /** What the page shows, such as "Alice · acme · Admin". */
  readonly label: string;
  readonly password: string;
  /** Tenant ids; the first is the one that a fresh sign-in gets. */
  readonly tenants: readonly string[];
}

/** What a page needs to know. The local server answers it at `config.json` below the page. */
export interface WebConfig {
  /** Whether it is for the users of tenants, or for those who run the platform. */
  readonly plane: 'tenant' | 'operator';
  /** Path of the GraphQL endpoint on the page's own origin, such as "/graphql". */
  readonly endpoint: string;
  readonly region: string;
  readonly userPoolId: string;
  readonly clientId: string;
  readonly users: readonly SeededUser[];
  /** What a new, empty tab begins with. */
  readonly defaultQuery: string;
  /** The tabs of a first visit. GraphiQL titles a tab by its operation; `name` stands above it as a comment. */
  readonly tabs?: readonly { readonly name: string; readonly query: string }[];
}
