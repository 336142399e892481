export { openRest, type Rest, type RestParts } from './open-rest.ts';
export { openApiDocument, type DocumentOptions, type OpenApiDocument } from './openapi/index.ts';
export type { RestAnswer, RestRequest } from './rest-request.ts';
export { restRoutes } from './rest-routes.ts';
export type { Method, PathParameter, PlatformCall, QueryParameter, Route, RouteKind } from './route.ts';
