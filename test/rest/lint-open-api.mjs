/**
 * Lints OpenAPI documents, by the recommended rules of Redocly and stricter ones. The linter is a module of ECMAScript, which
 * Jest's CommonJS cannot load. Reads a JSON object of documents by name from the input, and prints the findings as JSON.
 */
import { text } from 'node:stream/consumers';

import { createConfig, lintFromString } from '@redocly/openapi-core';

const config = await createConfig({
  extends: ['recommended-strict'],
  rules: {
    'operation-description': 'error',
    'no-invalid-media-type-examples': 'error',
    'no-invalid-schema-examples': 'error',
    'no-invalid-parameter-examples': 'error',
    'no-schema-type-mismatch': 'error',
    'no-required-schema-properties-undefined': 'error',
    'operation-parameters-unique': 'error',
    'path-params-defined': 'error',
    // The terms of the API are those of the company that deploys it.
    'info-license': 'off',
  },
});
const documents = Object.entries(JSON.parse(await text(process.stdin)));
const findings = [];
for (const [name, source] of documents) {
  const problems = await lintFromString({
    source: JSON.stringify(source),
    absoluteRef: `${name}.json`,
    config,
  });
  for (const { ruleId, message, location } of problems)
    findings.push({ name, ruleId, message, at: location[0]?.pointer ?? '' });
}
console.log(JSON.stringify(findings));
