/** Runs once after all tests. */
const { rmSync } = require('node:fs');

module.exports = () => {
  const { TENANTQL_BUNDLES: folder } = process.env;
  if (folder !== undefined) rmSync(folder, { recursive: true });
};
