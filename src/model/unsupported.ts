/** Directives that Amplify or its first version knows and we refuse, each with what to write instead. */
export const unsupportedDirectives: Readonly<Record<string, string>> = {
  aws_api_key: 'Use @auth with "allow: private" or "allow: groups"; API keys are not known here.',
  aws_iam: 'Use @auth with "allow: private" or "allow: groups"; callers are known by a user pool only.',
  aws_oidc: 'Use @auth with "allow: private" or "allow: groups"; callers are known by a user pool only.',
  aws_lambda: 'Use @auth with "allow: private" or "allow: groups"; callers are known by a user pool only.',
  searchable: 'Use @index for the lookups that you need, or a custom query with a resolver.',
  http: 'Write a resolver in src/resolvers that calls the service.',
  function: 'Write a resolver in src/resolvers.',
  predictions: 'Write a resolver in src/resolvers that calls the service.',
  generation: 'Write a resolver in src/resolvers that calls the model.',
  conversation: 'Write a resolver in src/resolvers that calls the model.',
  sql: 'Write a resolver in src/resolvers; the data is in DynamoDB.',
  refersTo: 'Remove it: the data is in DynamoDB, not in an SQL table.',
  mapsTo: 'Remove it: a type is stored under its own name.',
  key: 'Use @primaryKey on the hash field, or @index for a secondary key.',
  connection: 'Use @hasOne, @hasMany or @belongsTo.',
  versioned: 'Write @version on an Int field: it counts the writes of a row.',
};
