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
/** Of one kind, about robots: a plant that goes down at once is one alarm, not a hundred. */
const MOST_ROBOTS = 5;

const BY_ITSELF: Actor = { userId: null, username: null, role: null, sessionId: null, origin: 'console' };

const KEPT: z.ZodType<Alarm[]> = z.array(
  z.object({
    id: z.string(),
    kind: z.enum(ALARM_KINDS),
    priority: z.enum(ALARM_PRIORITIES),
    subject: z.string().nullable(),
    robot: z.string().exactOptional(),
    simulated: z.literal(true).exactOptional(),
    robots: z.array(z.object({ id: z.string(), name: z.string() })).exactOptional(),
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
  /**
   * @param robots of an alarm about several, those that the person sees (null: all): it stays for the others
   * @throws ConsoleError ALARM_UNKNOWN: nobody needs to acknowledge it any more; STORE_*: it stays then
   */
  acknowledge(id: string, by: Actor, robots?: readonly string[] | null): Promise<void>;
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

  const isAlike = (alarm: Alarm, { kind, simulated }: Raised): boolean =>
    alarm.kind === kind && alarm.simulated === simulated;
  const aboutOneAs = (found: Raised): readonly Alarm[] =>
    active.filter((alarm) => isAlike(alarm, found) && alarm.robot !== undefined);
  const aboutNone = (): readonly Alarm[] => active.filter((alarm) => alarm.robot === undefined && !alarm.robots);

  /** The line of many others where there is no room for one of its own; undefined: there is room, or no such line yet. */
  function lineOfMany(found: Raised): Alarm | undefined {
    if (found.robot !== undefined) {
      if (aboutOneAs(found).length < MOST_ROBOTS) return undefined;
      return active.find((alarm) => isAlike(alarm, found) && alarm.robots);
    }
    if (aboutNone().length < MOST) return undefined;
    return aboutNone().find((alarm) => isAlike(alarm, found) && alarm.subject === null);
  }

  /** Of a new line: its own, or the first of many. */
  function aboutOf(found: Raised): Pick<Alarm, 'subject' | 'robot' | 'robots'> {
    const { robot, subject } = found;
    if (robot === undefined) return { subject: aboutNone().length < MOST ? subject : null };
    if (aboutOneAs(found).length < MOST_ROBOTS) return { subject, robot };
    return { subject: null, robots: [{ id: robot, name: subject ?? robot }] };
  }

  /** Each change keeps the whole list. */
  const inTurn = oneAtATime();

  const keep = (value: readonly Alarm[], by: Actor, event: AuditEvent): Promise<void> =>
    store.write('settings.change', { key: ACTIVE, value, at: clock.now(), by: by.userId }, event);

  return {
    active: () => active,

    raise(found) {
      const { kind, priority, robot, simulated, by, at } = found;
      const same = active.find((alarm) => isSame(alarm, found)) ?? lineOfMany(found);
      const alarm: Alarm = same
        ? { ...withRobot(same, found), by, lastAt: at, count: same.count + 1 }
        : {
            id: newId(),
            kind,
            priority,
            ...aboutOf(found),
            ...(simulated && { simulated }),
            by,
            at,
            lastAt: at,
            count: 1,
          };
      become([alarm, ...active.filter(({ id }) => id !== alarm.id)]);
      const event = eventOf(BY_ITSELF, 'raise', alarm, robot);
      void inTurn(() => keep(active, BY_ITSELF, event)).catch((error: unknown) =>
        log.error('an alarm is shown, but could not be kept', { kind, error }),
      );
    },

    acknowledge: (id, by, robots = null) =>
      inTurn(async () => {
        const alarm = active.find((one) => one.id === id);
        const part = alarm && partOf(alarm, robots);
        if (!part) throw new ConsoleError('ALARM_UNKNOWN', `there is no alarm ${id} to acknowledge`, {});
        const rest = (): Alarm[] => active.flatMap((one) => (one.id === id ? (without(one, idsOf(part)) ?? []) : one));
        await keep(rest(), by, eventOf(by, 'acknowledge', part));
        // what was found meanwhile stays
        become(rest());
      }),

    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },

    settled: () => inTurn(async () => {}),
  };
}

/** An alarm that has this already; of a robot that came under the id of a simulated one it has not. */
function isSame(alarm: Alarm, { kind, subject, robot, simulated }: Raised): boolean {
  if (alarm.kind !== kind || alarm.simulated !== simulated) return false;
  if (robot === undefined) return alarm.robot === undefined && !alarm.robots && alarm.subject === subject;
  return alarm.robot === robot || idsOf(alarm).includes(robot);
}

const idsOf = ({ robots }: Alarm): readonly string[] => robots?.map(({ id }) => id) ?? [];

function withRobot(alarm: Alarm, { robot, subject }: Raised): Alarm {
  if (!alarm.robots || robot === undefined || idsOf(alarm).includes(robot)) return alarm;
  return { ...alarm, robots: [...alarm.robots, { id: robot, name: subject ?? robot }] };
}

/** Of an alarm about many, the part about these robots (null: all of it), as those see it who see no others; null: none. */
function partOf(alarm: Alarm, robots: readonly string[] | null): Alarm | null {
  if (!alarm.robots || robots === null) return alarm;
  const part = alarm.robots.filter(({ id }) => robots.includes(id));
  if (part.length === 0) return null;
  return part.length === alarm.robots.length ? alarm : { ...alarm, robots: part, count: part.length };
}

/** What is left of an alarm for those who did not see these robots; null: nothing. */
function without(alarm: Alarm, robots: readonly string[]): Alarm | null {
  const left = alarm.robots?.filter(({ id }) => !robots.includes(id)) ?? [];
  return left.length === 0 ? null : { ...alarm, robots: left, count: left.length };
}

const rank = ({ priority }: Alarm): number => ALARM_PRIORITIES.indexOf(priority);

/** What cannot be read is not worth a console that does not start: what was raised is in the audit log. */
async function alarmsKept(store: StoreReads, log: Log): Promise<readonly Alarm[]> {
  const parsed = KEPT.safeParse((await store.read('settings.read', { key: ACTIVE })) ?? []);
  if (parsed.success) return parsed.data;
  log.error('the alarms that were not acknowledged yet cannot be read', { error: parsed.error.message });
  return [];
}

/**
 * What is about one robot is `alarm.*`: whoever works with it sees that in the log, and of `monitoring.*` nothing. It says no
 * word of others that have the same: they may be out of the reader's scope.
 */
function eventOf(actor: Actor, verb: string, alarm: Alarm, about = alarm.robot): AuditEvent {
  const { id, kind, priority, subject, count, robots, simulated } = alarm;
  const one = robots?.find((robot) => robot.id === about);
  const all = { count, ...(robots && { robots: robots.length }) };
  const details = { kind, priority, about: one?.name ?? subject, ...(one ? {} : all) };
  const action = `${about === undefined ? 'monitoring' : 'alarm'}.${verb}`;
  const source = simulated && { source: 'simulated' as const };
  return { actor, action, subject: id, robot: about ?? null, outcome: 'succeeded', details, ...source };
}
