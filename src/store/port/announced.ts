import type { Json } from '../../model/index.ts';

/** The answer of a mutation that subscriptions of `@aws_subscribe` name. */
export interface Announced {
  readonly mutation: string;
  readonly answer: Json;
  /** Present if the answer was too large to be kept. Then `answer` is null. */
  readonly tooLarge?: true;
}
