/* eslint-disable */
import * as types from './graphql';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "query ProjectsByStatus($status: ProjectStatus!, $limit: Int) {\n  projectsByStatus(status: $status, limit: $limit) {\n    items {\n      id\n      name\n      dueDate\n      address {\n        city\n      }\n      tasks(limit: 1) {\n        items {\n          title\n          status\n        }\n      }\n    }\n    nextToken\n  }\n}\n\nmutation AddLabel($name: String!, $colour: String) {\n  createLabel(input: {name: $name, colour: $colour}) {\n    id\n    name\n    colour\n    createdAt\n  }\n}\n\nsubscription LabelsNamed($name: String!) {\n  onCreateLabel(filter: {name: {eq: $name}}) {\n    id\n    name\n    colour\n  }\n}": typeof types.ProjectsByStatusDocument,
};
const documents: Documents = {
    "query ProjectsByStatus($status: ProjectStatus!, $limit: Int) {\n  projectsByStatus(status: $status, limit: $limit) {\n    items {\n      id\n      name\n      dueDate\n      address {\n        city\n      }\n      tasks(limit: 1) {\n        items {\n          title\n          status\n        }\n      }\n    }\n    nextToken\n  }\n}\n\nmutation AddLabel($name: String!, $colour: String) {\n  createLabel(input: {name: $name, colour: $colour}) {\n    id\n    name\n    colour\n    createdAt\n  }\n}\n\nsubscription LabelsNamed($name: String!) {\n  onCreateLabel(filter: {name: {eq: $name}}) {\n    id\n    name\n    colour\n  }\n}": types.ProjectsByStatusDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query ProjectsByStatus($status: ProjectStatus!, $limit: Int) {\n  projectsByStatus(status: $status, limit: $limit) {\n    items {\n      id\n      name\n      dueDate\n      address {\n        city\n      }\n      tasks(limit: 1) {\n        items {\n          title\n          status\n        }\n      }\n    }\n    nextToken\n  }\n}\n\nmutation AddLabel($name: String!, $colour: String) {\n  createLabel(input: {name: $name, colour: $colour}) {\n    id\n    name\n    colour\n    createdAt\n  }\n}\n\nsubscription LabelsNamed($name: String!) {\n  onCreateLabel(filter: {name: {eq: $name}}) {\n    id\n    name\n    colour\n  }\n}"): (typeof documents)["query ProjectsByStatus($status: ProjectStatus!, $limit: Int) {\n  projectsByStatus(status: $status, limit: $limit) {\n    items {\n      id\n      name\n      dueDate\n      address {\n        city\n      }\n      tasks(limit: 1) {\n        items {\n          title\n          status\n        }\n      }\n    }\n    nextToken\n  }\n}\n\nmutation AddLabel($name: String!, $colour: String) {\n  createLabel(input: {name: $name, colour: $colour}) {\n    id\n    name\n    colour\n    createdAt\n  }\n}\n\nsubscription LabelsNamed($name: String!) {\n  onCreateLabel(filter: {name: {eq: $name}}) {\n    id\n    name\n    colour\n  }\n}"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;