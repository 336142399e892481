export { UsageError } from './usage-error.ts';
export { type Seed, type SeedTenant, type SeedUser, readSeed } from './seed/read-seed.ts';
export { PLATFORM_SCHEMA, readSources, readServedSources } from './schema-sources.ts';
export { readPlansFile } from './read-plans-file.ts';
export { readMailFiles } from './read-mail-files.ts';
export { loadResolvers } from './load-resolvers.ts';
export { byName, loadSchedules, type LoadedSchedule } from './load-schedules.ts';
export { defaultSeed } from './seed/default-seed.ts';
export { openFreshModules, type FreshModules, type LoadModule } from './fresh-modules.ts';
