import { readModel, type Model, type Problem } from '../../src/model/index.ts';

type Sources = Parameters<typeof readModel>[0];
interface ReadModel {
  readonly model: Model;
  readonly problems: readonly Problem[];
}

const known = new Map<string, ReadModel>();

/** Returns the model of some sources. All files of a worker share it, because a model is frozen. */
export function modelOf(sources: Sources): ReadModel {
  const text = JSON.stringify(sources);
  const read = known.get(text) ?? readModel(sources);
  known.set(text, read);
  return read;
}
