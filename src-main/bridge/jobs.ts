import type { Following, Progress } from '../store/housekeeping/job.ts';
import type { JobEvent } from './contract.ts';
import { changesOf, type Changing, type Pace } from './streams.ts';

/**
 * Long work as the stream of its events; it begins with the first read, and is aborted when the stream ends before it.
 *
 * @throws what the work rejects with; the signal's reason, once it is aborted
 */
export async function* jobEvents<R>(
  work: (following: Following) => Promise<R>,
  pace: Pace,
): AsyncGenerator<JobEvent<R>, void, void> {
  for await (const event of changesOf(running(work), pace)) {
    yield event;
    if (event.kind === 'done') return;
  }
}

function running<R>(work: (following: Following) => Promise<R>): Changing<JobEvent<R>> {
  let news: JobEvent<R> | undefined;
  let failed: { readonly error: unknown } | null = null;
  return {
    subscribe(changed) {
      const leaving = new AbortController();
      let over = false;
      const onProgress = (progress: Progress): void => {
        if (over) return;
        news = { kind: 'progress', ...progress };
        changed();
      };
      void work({ onProgress, signal: leaving.signal })
        .then(
          (result) => (news = { kind: 'done', result }),
          (error: unknown) => (failed = { error }),
        )
        .then(() => {
          over = true;
          changed();
        });
      return () => leaving.abort();
    },
    news() {
      if (failed) throw failed.error;
      const event = news;
      news = undefined;
      return event;
    },
  };
}
