/** The media types of an answer (GraphQL over HTTP, section 4.1). */
export const JSON_TYPE = 'application/json; charset=utf-8';
export const GRAPHQL_RESPONSE_TYPE = 'application/graphql-response+json; charset=utf-8';

/**
 * Returns whether a client prefers `application/graphql-response+json` to `application/json`. Others, such as a client
 * that accepts anything, get JSON with the manners of AppSync.
 */
export function prefersGraphqlResponse(accept: string | undefined): boolean {
  const offers = (accept ?? '').split(',').map((offer, place) => {
    const [type = '', ...parameters] = offer.split(';').map((part) => part.trim().toLowerCase());
    const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    return { type, place, quality: quality === undefined ? 1 : Number(quality) };
  });
  const graphql = offers.find(({ type }) => type === 'application/graphql-response+json');
  const json = offers.find(({ type }) => type === 'application/json');
  if (!graphql || !(graphql.quality > 0)) return false;
  if (!json) return true;
  return graphql.quality === json.quality ? graphql.place < json.place : graphql.quality > json.quality;
}
