import type { Json } from '../../model/index.ts';

/** The answer of a mutation that subscriptions of `@aws_subscribe` name. */
export interface Announced {
  readonly mutation: string;
  readonly answer: Json;
}
