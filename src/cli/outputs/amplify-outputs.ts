import type { Introspection } from './introspection.ts';

/** Where an API is, with its user pool, its identity pool and its bucket of files. */
export interface Addresses {
  readonly region: string;
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  readonly identityPoolId: string;
  readonly filesBucket: string;
  /** The address of pools and bucket that are not at AWS's own addresses; else null. */
  readonly cloudEndpoint: string | null;
  /** `https://…/graphql`: queries and mutations. */
  readonly endpoint: string;
  /** `wss://…/realtime`: subscriptions. */
  readonly realtimeEndpoint: string;
}

/** The file `amplify_outputs.json`, as `Amplify.configure` reads it. */
export interface AmplifyOutputs {
  readonly version: string;
  readonly auth: Readonly<Record<'aws_region' | 'user_pool_id' | 'user_pool_client_id', string>>;
  readonly storage: Readonly<Record<'aws_region' | 'bucket_name', string>>;
  readonly data: {
    readonly aws_region: string;
    readonly url: string;
    readonly default_authorization_type: 'AMAZON_COGNITO_USER_POOLS';
    readonly authorization_types: readonly [];
    readonly model_introspection: Introspection;
  };
  /** What the format has no place for. A client adds it to its configuration. */
  readonly custom: Custom;
}

/**
 * Parts of a `ResourcesConfig` of the library, and options of each call of its Storage. All are always there, so that one
 * program compiles for every API.
 */
export interface Custom {
  readonly Cognito: { readonly userPoolEndpoint?: string };
  /**
   * What Storage needs of `Auth.Cognito` in addition. With an identity pool, the library asks for its keys before each call of
   * the API as well. A user of several tenants who has chosen none gets no keys, and could then call nothing.
   */
  readonly Files: { readonly identityPoolId: string; readonly identityPoolEndpoint?: string };
  readonly GraphQL: { readonly [Name in 'endpoint' | 'customEndpoint' | 'customEndpointRegion']?: string };
  /** The library's types know `useAccelerateEndpoint` alone; what has none of their options does not compile. */
  readonly Storage: { readonly useAccelerateEndpoint: false; readonly customEndpoint?: string };
}

/** The version of the format. The library reads every version that begins with 1. */
const VERSION = '1.4';

/** Returns the content of `amplify_outputs.json`. */
export function amplifyOutputs(addresses: Addresses, introspection: Introspection): AmplifyOutputs {
  const { region, userPoolId, userPoolClientId, identityPoolId, filesBucket, cloudEndpoint, endpoint } =
    addresses;
  return {
    version: VERSION,
    auth: { aws_region: region, user_pool_id: userPoolId, user_pool_client_id: userPoolClientId },
    storage: { aws_region: region, bucket_name: filesBucket },
    data: {
      aws_region: region,
      url: endpoint,
      default_authorization_type: 'AMAZON_COGNITO_USER_POOLS',
      authorization_types: [],
      model_introspection: introspection,
    },
    custom: {
      Cognito: cloudEndpoint === null ? {} : { userPoolEndpoint: cloudEndpoint },
      Files: { identityPoolId, ...(cloudEndpoint !== null && { identityPoolEndpoint: cloudEndpoint }) },
      GraphQL: splitEndpoint(addresses),
      // The library takes a host, to which it speaks TLS.
      Storage: {
        useAccelerateEndpoint: false,
        ...(cloudEndpoint !== null && { customEndpoint: new URL(cloudEndpoint).host }),
      },
    },
  };
}

/**
 * Returns the endpoints of an API whose subscriptions have an address of their own, else nothing. The library appends
 * `/realtime` to `endpoint`, and sends everything else to `customEndpoint`. It sends a token there only if the region is
 * given.
 */
function splitEndpoint({ endpoint, realtimeEndpoint, region }: Addresses): Custom['GraphQL'] {
  const realtime = realtimeEndpoint.replace(/^ws/, 'http').replace(/\/realtime$/, '');
  return realtime === endpoint
    ? {}
    : { endpoint: realtime, customEndpoint: endpoint, customEndpointRegion: region };
}
