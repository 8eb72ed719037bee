import { NO_FIGURES } from '../../src-main/firmware/history/figures.ts';
import { historyView } from '../../src-main/firmware/history/history-view.ts';
import type { LinkHistories } from '../../src-main/firmware/history/link-history.ts';

/** Every robot has had one hour, at the end of 2025, of which a minute was none. */
export function createFakeHistories(): Pick<LinkHistories, 'of'> {
  const startedAt = Date.UTC(2025, 11, 31, 23);
  const figures = { ...NO_FIGURES, observedMs: 3_600_000, liveMs: 3_540_000, polls: 3600, succeeded: 3540 };
  return {
    of: (robot, days) =>
      historyView(
        async (from) => (from > startedAt ? [] : [{ robot, spanMs: 3_600_000, startedAt, figures }]),
        days,
        startedAt + 3_600_000,
      ),
  };
}
