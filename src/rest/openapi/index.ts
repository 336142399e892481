export { type DocumentOptions, openApiDocument, type OpenApiDocument } from './open-api-document.ts';
