import type { Command, Output, Send } from './send.ts';

/** A call that a Send made. */
export interface Call {
  readonly command: Command;
  /** Null while it is under way, or when it failed. */
  output: Output | null;
}

/** Wraps a Send so that its calls can be counted and looked at, with those of others when a list is given. */
export function recordCalls(send: Send, calls: Call[] = []): { readonly send: Send; readonly calls: Call[] } {
  return {
    calls,
    async send(command, options) {
      const call: Call = { command, output: null };
      calls.push(call);
      call.output = await send(command, options);
      return call.output;
    },
  };
}
