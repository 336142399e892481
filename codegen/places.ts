/** The files of an app that its owner writes, and the folder of those that codegen makes of them; relative to the root. */
export interface Places {
  readonly schema: string;
  readonly plans: string;
  readonly resolvers: string;
  readonly generated: string;
}

/** The app that is deployed, and that `npm start` serves if no option says otherwise. */
export const OWN_APP: Places = {
  schema: 'schema/app',
  plans: 'schema/plans.json',
  resolvers: 'src/resolvers',
  generated: 'src/generated',
};

/** The app that the product's own tests use. It is frozen: the owner of `OWN_APP` changes nothing of it. */
export const FIXTURE: Places = {
  schema: 'test/fixture/schema',
  plans: 'test/fixture/plans.json',
  resolvers: 'test/fixture/resolvers',
  generated: 'test/fixture/generated',
};
