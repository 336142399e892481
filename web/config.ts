/** A user of the seed, for sign-in with one click. Only a laptop has any. */
export interface SeededUser {
  readonly username: string;
  /** The label on the page: "Alice · acme · Admin". */
  readonly label: string;
  readonly password: string;
  /** Tenant ids. A new sign-in gets the first. */
  readonly tenants: readonly string[];
}

/** The settings of a page. The local server answers them at `config.json` below the page. */
export interface WebConfig {
  /** Whether the page is for users of tenants or for operators. */
  readonly plane: 'tenant' | 'operator';
  /** The path of the GraphQL endpoint on the page's own origin: "/graphql". */
  readonly endpoint: string;
  /** The path of the WebSocket API on the same origin. An API without subscriptions has none. */
  readonly socket?: string;
  /** The path of the OpenAPI document of the REST API. Operators have none. */
  readonly reference?: string;
  readonly region: string;
  readonly userPoolId: string;
  readonly clientId: string;
  /** How a browser reaches its tenant's files without the API. Operators have none. */
  readonly files?: { readonly bucket: string; readonly identityPoolId: string };
  readonly users: readonly SeededUser[];
  /** The content of a new, empty tab. */
  readonly defaultQuery: string;
  /** The tabs of a first visit. GraphiQL titles a tab by its operation; `name` is a comment above it. */
  readonly tabs?: readonly { readonly name: string; readonly query: string }[];
}
