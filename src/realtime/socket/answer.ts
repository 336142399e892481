/** What follows a message: a frame for the client, the end of the connection, or nothing. */
export type SocketAnswer =
  | { readonly is: 'frame'; readonly frame: string }
  /** The reason is for the log: API Gateway closes with the code 1000 and no reason. */
  | { readonly is: 'close'; readonly reason: string }
  | { readonly is: 'nothing' };

export const NOTHING: SocketAnswer = { is: 'nothing' };

/** Returns the answer of a frame. */
export function sending(frame: string): SocketAnswer {
  return { is: 'frame', frame };
}

/** Returns the answer that closes the connection. */
export function closing(reason: string): SocketAnswer {
  return { is: 'close', reason };
}
