import type { JobEvent, Progress } from '../../src-main/bridge/contract.ts';
import { closedReason } from './client.ts';

/**
 * Follows long work of the console to its result.
 *
 * @throws what the work failed with; `BRIDGE_CLOSED` when its stream ended without a result
 */
export async function followJob<R>(
  events: AsyncIterable<JobEvent<R>>,
  onProgress: (progress: Progress) => void,
): Promise<R> {
  for await (const event of events) {
    if (event.kind === 'done') return event.result;
    const { done, total, label } = event;
    onProgress({ done, total, label });
  }
  throw closedReason();
}
