import type { Command, Output, Send } from './send.ts';

/** A call that a Send made. */
export interface Call {
  readonly command: Command;
  /** Null while it is under way, or when it failed. */
  output: Output | null;
}

/** Wraps a Send so that its calls can be counted and looked at. */
export function recordCalls(send: Send): { readonly send: Send; readonly calls: Call[] } {
  const calls: Call[] = [];
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
