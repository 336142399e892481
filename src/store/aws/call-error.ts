/** An error of a call. It has the names of the SDK's errors, so that the errors of both clients are read alike. */
export interface CallError extends Error {
  readonly code?: string;
  /** Whether the call certainly never left this process. */
  readonly isUnsent?: boolean;
  readonly $metadata?: {
    readonly httpStatusCode?: number;
    /** Whether the clock was corrected after the error, so that a repeat is signed with another time. */
    readonly clockSkewCorrected?: boolean;
  };
}

/** Returns an error with members of a {@link CallError}. */
export function callError(message: string, members: Omit<Partial<CallError>, 'message'>): CallError {
  return Object.assign(new Error(message), members);
}
