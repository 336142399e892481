import { describeError, type Log } from '../server/index.ts';
import type { Handlers } from '../lambda/index.ts';
import type { openJournal } from '../local-cloud/logs/index.ts';
import { openEventSource, openQueue } from '../local-cloud/sqs/index.ts';

/** Milliseconds after which an event that failed comes again. */
const VISIBILITY = 60_000;
/** An event that failed so often is set aside. */
const MAX_RECEIVES = 20;
/** Events that are worked on at the same time. */
const CONCURRENCY = 2;
/** Lines of events that are done which the journal keeps at most. */
const MOST_DONE = 100;

export interface FileEventsOptions {
  readonly handlers: () => Pick<Handlers, 'files'>;
  /** Keeps the events that wait, so that a process that is killed loses none. */
  readonly journal: ReturnType<typeof openJournal>;
  readonly log: Log;
  /** Returns milliseconds since 1970. */
  readonly now: () => number;
}

/** The rules of EventBridge for the bucket of files, their queue, and the function behind it. */
export interface FileEvents {
  /** Receives an event of EventBridge. */
  readonly send: (event: unknown) => Promise<void>;
  /** Begins to deliver events, also those from before a restart. */
  begin(): void;
  /** Resolves when the events under way have ended. Others come with the next start. */
  stop(): Promise<void>;
}

/** Opens the queue of the events of files. An event that a kill interrupted comes again. */
export function openFileEvents({ handlers, journal, log, now }: FileEventsOptions): FileEvents {
  const onError = (error: unknown): void => {
    log({ level: 'error', message: 'an event of a file waits in memory alone', ...describeError(error) });
  };
  const keep = (write: () => void): void => {
    try {
      write();
    } catch (error) {
      onError(error);
    }
  };
  const waiting = new Set<string>(journal.left);
  let done = 0;
  let isOpen = false;
  const end = (body: string): void => {
    waiting.delete(body);
    done += 1;
    if (waiting.size > 0 && done < MOST_DONE) return;
    done = 0;
    keep(() => {
      journal.replace([...waiting]);
    });
  };
  const queue = openQueue({
    visibility: VISIBILITY,
    maxReceives: MAX_RECEIVES,
    onDead: ({ body }) => {
      end(body);
      log({ level: 'error', message: 'the event of a file is a dead letter', body });
    },
    now,
  });
  const put = (bodies: Iterable<string>): void => {
    queue.send([...bodies].map((body) => ({ group: 'files', body })));
  };
  const source = openEventSource(queue, {
    call: async (event) => {
      const answer = await handlers().files(event);
      const [{ body }] = event.Records;
      if (answer.batchItemFailures.length === 0) end(body);
      return answer;
    },
    concurrency: CONCURRENCY,
    onError,
  });
  return {
    send(event) {
      const body = JSON.stringify(event);
      waiting.add(body);
      keep(() => {
        journal.add(body);
      });
      put([body]);
      if (isOpen) source.look();
      return Promise.resolve();
    },
    begin() {
      isOpen = true;
      put(journal.left);
      source.look();
    },
    stop: () => source.stop(),
  };
}
