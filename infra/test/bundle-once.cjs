/** Bundles the functions before all tests, so that no file of tests replaces what another one reads. */
module.exports = () => require('../bundle.ts').bundle();
