import type { AuditEvent } from '../../../../src-main/audit/record.ts';
import type { Call } from '../../../../src-main/store/engine.ts';
import type { InThreadStore } from '../../../support/local-store.ts';
import { auditEvent } from '../../../support/store-data.ts';

export const ACTORS = [null, 'ann', 'bob'] as const;
export const ACTIONS = ['user.create', 'session.sign-in', 'robot.stop'] as const;

/** What the record with this number must say, beside its place in the chain. */
export function recordOf(id: number): AuditEvent & { readonly id: number; readonly at: number } {
  const userId = ACTORS[id % ACTORS.length] ?? null;
  const actor = { userId, username: userId, role: 'operator', sessionId: null, origin: 'loopback' } as const;
  const action = ACTIONS[((id * 7) % 5) % ACTIONS.length] ?? '';
  return {
    ...auditEvent({ actor, action, subject: `record ${id}`, details: { id, words: 'xem lại "đây"' } }),
    id,
    at: 1000 + id,
  };
}

/** Appends the records `from` to `to`, a hundred at a time. */
export async function append(store: InThreadStore, from: number, to: number): Promise<void> {
  for (let first = from; first <= to; first += 100) {
    const calls = Array.from({ length: Math.min(100, to - first + 1) }, (_, index): Call => {
      const { id: _id, at, ...event } = recordOf(first + index);
      return { kind: 'write', name: 'audit.append', args: {}, event, at };
    });
    for (const outcome of await store.together(calls)) if ('error' in outcome) throw outcome.error;
  }
}
