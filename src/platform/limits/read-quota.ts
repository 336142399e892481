/** What is read at once of a quota. The bytes of files are another read. */
export interface ReadQuota {
  readonly seatsUsed: number;
  /** When the month of the figures ends, as ISO 8601. */
  readonly resetsAt: string;
  readonly requestsThisMonth?: number;
  readonly costThisMonth?: number;
  readonly requestsAvailable?: number | null;
  readonly costAvailable?: number | null;
}
