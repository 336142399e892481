/** Types that refer to each other by every rule for deletes, also nested and in circles. */
export const onDeleteSdl = /* GraphQL */ `
  type Project @model @auth(rules: [{ allow: private }]) {
    id: ID!
    tasks: [Task] @hasMany(onDelete: CASCADE)
    budgets: [Budget] @hasMany(onDelete: RESTRICT)
    lead: Lead @hasOne(references: ["projectId"], onDelete: SET_NULL)
  }
  type Task
    @model
    @auth(
      rules: [{ allow: private, operations: [create, read, update] }, { allow: groups, groups: ["ADMIN"] }]
    ) {
    id: ID!
    code: String @unique
    project: Project @belongsTo
    notes: [Note] @hasMany(onDelete: CASCADE)
    pins: [Pin] @hasMany(onDelete: RESTRICT)
  }
  type Note @model @auth(rules: [{ allow: private }]) {
    id: ID!
    task: Task @belongsTo
  }
  type Pin @model @auth(rules: [{ allow: private }]) {
    id: ID!
    task: Task @belongsTo
  }
  type Budget @model @auth(rules: [{ allow: private }]) {
    id: ID!
    project: Project @belongsTo
  }
  type Lead @model @auth(rules: [{ allow: private }]) {
    id: ID!
    projectId: ID
    project: Project @belongsTo(references: ["projectId"])
  }
  type Step @model @auth(rules: [{ allow: private }]) {
    id: ID!
    name: String @unique
    flow: Flow @belongsTo
    stage: Stage @belongsTo
    other: Flow @belongsTo(references: ["otherId"])
    otherId: ID
  }
  type Stage @model @auth(rules: [{ allow: private }]) {
    id: ID!
    flow: Flow @belongsTo
    steps: [Step] @hasMany(onDelete: CASCADE)
  }
  type Flow @model @auth(rules: [{ allow: owner }, { allow: private, operations: [create, read] }]) {
    id: ID!
    steps: [Step] @hasMany(onDelete: SET_NULL)
    others: [Step] @hasMany(references: ["otherId"], onDelete: SET_NULL)
    stages: [Stage] @hasMany(onDelete: CASCADE)
    locks: [Lock] @hasMany(onDelete: RESTRICT)
  }
  type Lock @model @auth(rules: [{ allow: private }]) {
    id: ID!
    flow: Flow @belongsTo
  }
  type Bare @model(queries: { count: null }) @auth(rules: [{ allow: private }]) {
    id: ID!
    word: String
    leaves: [Leaf] @hasMany(onDelete: CASCADE)
  }
  type Leaf @model @auth(rules: [{ allow: private }]) {
    id: ID!
    bare: Bare @belongsTo
  }
  type Folder @model @auth(rules: [{ allow: private }]) {
    id: ID!
    parent: Folder @belongsTo
    folders: [Folder] @hasMany(onDelete: CASCADE)
  }
`;

/** The same types with exact counts, so that all their creates and deletes are transactions. */
export const countedSdl = onDeleteSdl.replace(/@model(?=\s)/g, '@model(counts: EXACT)');
