/** A GraphQL request. */
export interface Operation {
  readonly query: string;
}

/** Asks a worker for some requests. It answers with a {@link Measured}. */
export interface Ask {
  readonly operation: Operation;
  readonly token: string;
  readonly requests: number;
  readonly parallel: number;
  /** The file that gets a profile of the requests. */
  readonly profile?: string;
}

/** What a worker measured, in microseconds. */
export interface Measured {
  /** CPU of a request, of user and system. */
  readonly cpu: number;
  /** The median time of a request. */
  readonly time: number;
  /** The body of the last answer. */
  readonly body: string;
}

/** What a cold process measured of its start and its first request, in microseconds. */
export interface ColdMeasured {
  readonly time: number;
  readonly cpu: number;
  /** Of both, the share of the start. */
  readonly init: number;
  readonly answer: unknown;
}

/** The state of the database that a message sets. Its answer is a {@link Counts} since the last message. */
export interface DatabaseState {
  /** Whether it forwards every call and keeps the answers, in place of answering what it kept. */
  readonly isRecording: boolean;
  /** Milliseconds before each answer. */
  readonly delay: number;
}

/** The calls of the database. */
export interface Counts {
  readonly calls: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Calls that were not recorded, which the emulator answered. */
  readonly forwarded: number;
}
