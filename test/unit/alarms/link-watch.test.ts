import { expect, test } from 'vitest';
import type { Finding } from '../../../src-main/alarms/alarm.ts';
import { watchLinks, watchStops } from '../../../src-main/alarms/link-watch.ts';
import { PENDING_ANSWER, PENDING_STATE } from '../../../src-main/firmware/commands/outcome.ts';
import type { StopView } from '../../../src-main/firmware/commands/software-stop.ts';
import type { LinkNotice } from '../../../src-main/firmware/history/link-observer.ts';

test('what is noticed of a robot is a finding about it, by its name, until the watch ends', () => {
  const listeners = new Set<(notice: LinkNotice) => void>();
  const found: Finding[] = [];
  const end = watchLinks(
    {
      onNotice(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    (one) => found.push(one),
  );
  const notice = { kind: 'lost-emergency-stop', robot: 'hoist-1', name: 'Hoist 1', at: 7 } as const;
  for (const listener of listeners) listener(notice);
  expect(found).toEqual([{ kind: 'lost-emergency-stop', robot: 'hoist-1', subject: 'Hoist 1', by: null, at: 7 }]);
  end();
  expect(listeners.size).toBe(0);
});

test('each software stop that was not observed is told once, and each that was never', () => {
  let views: StopView[] = [];
  let changed = () => {};
  const found: Finding[] = [];
  watchStops({ views: () => views, onChange: (listener) => ((changed = listener), () => {}) }, (one) =>
    found.push(one),
  );
  const stop = (id: string, robot: string, outcome: StopView['outcome']): StopView => ({
    id,
    robot,
    name: `Hoist ${robot}`,
    requestedAt: 5,
    presses: 1,
    answer: PENDING_ANSWER,
    confirmed: PENDING_STATE,
    outcome,
  });
  const become = (...next: StopView[]) => {
    views = next;
    changed();
  };
  become(stop('s-1', 'a', null), stop('s-2', 'b', null));
  expect(found).toEqual([]);
  become(stop('s-1', 'a', 'observed'), stop('s-2', 'b', 'contradicted'));
  changed();
  expect(found.map(({ kind, robot, subject }) => [kind, robot, subject])).toEqual([
    ['stop-unconfirmed', 'b', 'Hoist b'],
  ]);
  become(stop('s-3', 'a', 'unknown'), stop('s-2', 'b', 'contradicted'));
  become(stop('s-3', 'a', 'unknown'), stop('s-4', 'b', 'refused'));
  become(stop('s-3', 'a', 'unknown'), stop('s-5', 'b', 'accepted'));
  expect(found.map(({ robot }) => robot)).toEqual(['b', 'a', 'b', 'b']);
});
