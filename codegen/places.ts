/** The files that the owner of an app writes, and the folder of its generated files. Paths are relative to the root. */
export interface Places {
  readonly schema: string;
  readonly plans: string;
  readonly mails: string;
  readonly resolvers: string;
  readonly schedules: string;
  readonly generated: string;
}

/** The deployed app. `npm start` serves it by default. */
export const OWN_APP: Places = {
  schema: 'schema/app',
  plans: 'schema/plans.json',
  mails: 'mail',
  resolvers: 'src/resolvers',
  schedules: 'src/schedules',
  generated: 'src/generated',
};

/** The app of the product's own tests. It is frozen: changes of `OWN_APP` do not reach it. */
export const FIXTURE: Places = {
  schema: 'test/fixture/schema',
  plans: 'test/fixture/plans.json',
  mails: 'test/fixture/mail',
  resolvers: 'test/fixture/resolvers',
  schedules: 'test/fixture/schedules',
  generated: 'test/fixture/generated',
};
