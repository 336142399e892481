import { heardTopics } from '../engine/index.ts';
import { countKind, type Model } from '../model/index.ts';

/** Returns the topics whose changes the streams pass on: those that subscribers and endpoints hear, and rows to count. */
export function streamedTopics(model: Model): ReadonlySet<string> {
  const counted = Object.values(model.models).filter((type) => countKind(type) === 'EVENTUAL');
  return new Set([...heardTopics(model), ...counted.map(({ name }) => name)]);
}
