import { z } from 'zod';
import type { Actor, AuditEvent } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import { ConsoleError } from '../errors.ts';
import type { Log } from '../log.ts';
import { oneAtATime } from '../store/one-at-a-time.ts';
import type { StoreReads, StoreWrites } from '../store/store.ts';
import { ALARM_KINDS, ALARM_PRIORITIES, type Alarm, type Raised } from './alarm.ts';

/** The setting that holds what is not acknowledged yet: an alarm outlives the console that raised it. */
const ACTIVE = 'alarms.active';
/** More are not told apart by their subjects any more: nobody reads a list without an end. */
const MOST = 50;

const BY_ITSELF: Actor = { userId: null, username: null, role: null, sessionId: null, origin: 'console' };

const KEPT: z.ZodType<Alarm[]> = z.array(
  z.object({
    id: z.string(),
    kind: z.enum(ALARM_KINDS),
    priority: z.enum(ALARM_PRIORITIES),
    subject: z.string().nullable(),
    robot: z.string().exactOptional(),
    by: z.string().nullable(),
    at: z.number(),
    lastAt: z.number(),
    count: z.int().min(1),
  }),
);

/** What somebody must learn of and has not acknowledged yet. Who raised and who acknowledged what is in the audit log. */
export interface Alarms {
  /** The most urgent first, then the newest. */
  active(): readonly Alarm[];
  /** Shown at once, and kept when the disk takes it; the same again counts up. */
  raise(found: Raised): void;
  /** @throws ConsoleError ALARM_UNKNOWN: nobody needs to acknowledge it any more; STORE_*: it stays then */
  acknowledge(id: string, by: Actor): Promise<void>;
  onChange(listener: () => void): () => void;
  /** Resolves when everything that was raised so far is kept, or the log says why not. */
  settled(): Promise<void>;
}

export interface AlarmsOptions {
  readonly store: StoreReads & StoreWrites;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  readonly newId: () => string;
}

/** The alarms of this data folder, with those of the consoles before. */
export async function openAlarms({ store, clock, log, newId }: AlarmsOptions): Promise<Alarms> {
  const listeners = new Set<() => void>();
  let active: readonly Alarm[] = await alarmsKept(store, log);

  function become(next: readonly Alarm[]): void {
    active = next.toSorted((one, other) => rank(one) - rank(other) || other.lastAt - one.lastAt);
    for (const listener of listeners) listener();
  }

  /** Each change keeps the whole list. */
  const inTurn = oneAtATime();

  const keep = (value: readonly Alarm[], by: Actor, event: AuditEvent): Promise<void> =>
    store.write('settings.change', { key: ACTIVE, value, at: clock.now(), by: by.userId }, event);

  return {
    active: () => active,

    raise({ kind, priority, subject: named, robot, by, at }) {
      const known = (subject: string | null) =>
        active.find((alarm) => alarm.kind === kind && alarm.subject === subject);
      const subject = known(named) || active.length < MOST ? named : null;
      const same = known(subject);
      const alarm: Alarm = same
        ? { ...same, by, lastAt: at, count: same.count + 1 }
        : {
            id: newId(),
            kind,
            priority,
            subject,
            ...(subject !== null && robot !== undefined && { robot }),
            by,
            at,
            lastAt: at,
            count: 1,
          };
      become([alarm, ...active.filter(({ id }) => id !== alarm.id)]);
      const event = eventOf(BY_ITSELF, 'monitoring.raise', alarm);
      void inTurn(() => keep(active, BY_ITSELF, event)).catch((error: unknown) =>
        log.error('an alarm is shown, but could not be kept', { kind, error }),
      );
    },

    acknowledge: (id, by) =>
      inTurn(async () => {
        const alarm = active.find((one) => one.id === id);
        if (!alarm) throw new ConsoleError('ALARM_UNKNOWN', `there is no alarm ${id} to acknowledge`, {});
        const others = (): Alarm[] => active.filter((one) => one.id !== id);
        await keep(others(), by, eventOf(by, 'monitoring.acknowledge', alarm));
        // what was found meanwhile stays
        become(others());
      }),

    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },

    settled: () => inTurn(async () => {}),
  };
}

const rank = ({ priority }: Alarm): number => ALARM_PRIORITIES.indexOf(priority);

/** What cannot be read is not worth a console that does not start: what was raised is in the audit log. */
async function alarmsKept(store: StoreReads, log: Log): Promise<readonly Alarm[]> {
  const parsed = KEPT.safeParse((await store.read('settings.read', { key: ACTIVE })) ?? []);
  if (parsed.success) return parsed.data;
  log.error('the alarms that were not acknowledged yet cannot be read', { error: parsed.error.message });
  return [];
}

function eventOf(actor: Actor, action: string, { id, kind, priority, subject, robot, count }: Alarm): AuditEvent {
  const details = { kind, priority, about: subject, count };
  return { actor, action, subject: id, robot: robot ?? null, outcome: 'succeeded', details };
}
