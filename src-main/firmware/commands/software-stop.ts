import type { Actor, AuditEvent } from '../../audit/record.ts';
import type { Clock } from '../../clock.ts';
import { ConsoleError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { RobotWay } from '../fleet.ts';
import { turnOfTheLoop } from '../transport/turn-of-the-loop.ts';
import { askOnce, confirmState } from './asking.ts';
import { PENDING_ANSWER, PENDING_STATE, outcomeOf } from './outcome.ts';
import type { CommandAnswer, ConfirmedState } from './outcome.ts';
import type { CommandOutcome } from './outcome-words.ts';

/** The newest software stop of one robot: what was asked, what it answered, and what its own state showed then. */
export interface StopView {
  readonly id: string;
  /** The robot's id and name. */
  readonly robot: string;
  readonly name: string;
  /** Wall clock, ms. */
  readonly requestedAt: number;
  /** From 1: presses while it is not decided are the same stop. */
  readonly presses: number;
  readonly answer: CommandAnswer;
  readonly confirmed: ConfirmedState;
  /** Null until it is decided. */
  readonly outcome: CommandOutcome | null;
}

/** Who presses, as far as anybody can know. */
export interface StopPress {
  readonly by: Actor;
  /** Of the session that is locked at that seat: somebody else may be pressing. */
  readonly lockedSessionOf?: string | null;
}

/** Whoever presses without a session that is open. */
export const PERSON_AT_THE_WORKSTATION = 'person at the workstation';

/**
 * The software stop. It asks nobody and waits for nothing: it has a lane of its own to each robot, past breaker, bulkhead,
 * cache and every look at whether the shown data are fresh. It is no safety function.
 */
export interface SoftwareStop {
  /**
   * Sends the stop to one robot, or (null) to all. While a robot's stop is not answered, another press is the same stop;
   * nothing is ever sent again by itself.
   *
   * @throws ConsoleError ROBOT_UNKNOWN
   */
  press(robot: string | null, by: StopPress): readonly StopView[];
  /** Resolves when every stop that is under way is decided, which takes seconds at most. */
  settled(): Promise<void>;
  /** The newest of every robot that was ever stopped, in the fleet's order. */
  views(): readonly StopView[];
  onChange(listener: () => void): () => void;
}

export interface SoftwareStopDeps {
  /** To the robots that there are now. */
  readonly ways: () => readonly RobotWay[];
  readonly clock: Clock;
  readonly log: Log;
  readonly newId: () => string;
  /** Keeps the record, now or later; never fails and never makes anybody wait. */
  readonly record: (event: AuditEvent) => void;
  /** Aborts when the console can wait no longer for what is under way: its outcome is unknown then. */
  readonly outOfTime: AbortSignal;
}

/** A yes without a sight of the robot is no success of a stop. */
const RECORDED_AS = {
  observed: 'succeeded',
  refused: 'refused',
  accepted: 'failed',
  contradicted: 'failed',
  unknown: 'failed',
} as const;

interface UnderWay {
  view: StopView;
  /** Of the machine that was told: another one may come under the same id. */
  readonly address: string;
  readonly press: StopPress;
}

export function createSoftwareStop({ ways, clock, log, newId, record, outOfTime }: SoftwareStopDeps): SoftwareStop {
  const newest = new Map<string, UnderWay>();
  const running = new Set<Promise<void>>();
  const listeners = new Set<() => void>();
  const newestOf = ({ id, transport }: RobotWay): UnderWay | null => {
    const stop = newest.get(id);
    return stop?.address === transport.address ? stop : null;
  };

  return {
    press(robot, press) {
      const meant = robot === null ? ways() : ways().filter(({ id }) => id === robot);
      if (robot !== null && meant.length === 0) {
        throw new ConsoleError('ROBOT_UNKNOWN', `no robot has the id ${robot}`, { robot });
      }
      for (const way of meant) pressOne(way, press);
      tell();
      return meant.flatMap((way) => newestOf(way)?.view ?? []);
    },
    async settled() {
      await Promise.all(running);
    },
    views: () => ways().flatMap((way) => newestOf(way)?.view ?? []),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };

  function pressOne(way: RobotWay, press: StopPress): void {
    const before = newestOf(way);
    // answered, it is over for whoever presses again: a robot that goes on is told again
    if (before && before.view.answer.kind === 'pending') {
      before.view = { ...before.view, presses: before.view.presses + 1 };
      return;
    }
    const stop: UnderWay = {
      press,
      address: way.transport.address,
      view: {
        id: newId(),
        robot: way.id,
        name: way.name,
        requestedAt: clock.now(),
        presses: 1,
        answer: PENDING_ANSWER,
        confirmed: PENDING_STATE,
        outcome: null,
      },
    };
    newest.set(way.id, stop);
    const run = stopOne(way, stop).catch((cause: unknown) => {
      log.error('a software stop broke down', { robot: way.id, cause: cause instanceof Error ? cause.stack : cause });
      // it is over all the same: the next press must be another stop
      const { answer, confirmed } = stop.view;
      decide(way, stop, {
        answer: answer.kind === 'pending' ? { ...answer, kind: 'unclear', at: clock.now() } : answer,
        confirmed: { ...confirmed, kind: 'unknown', at: clock.now() },
      });
    });
    const letGo = way.hold();
    running.add(run);
    void run.finally(() => {
      letGo();
      running.delete(run);
    });
  }

  async function stopOne(way: RobotWay, stop: UnderWay): Promise<void> {
    const { driver, transport } = way;
    const { request, answerWithinMs, stopped, withinMs } = driver.softwareStop;
    const told = { driver, transport, clock, outOfTime };
    const answering = askOnce(told, request, { lane: 'stop', withinMs: answerWithinMs });
    // the bytes go out first: everything else about a stop can wait for a turn of the loop
    await turnOfTheLoop();
    way.disown();
    record(eventOf('stop.requested', stop, 'succeeded'));
    change(stop, { answer: await answering });
    way.disown();
    decide(way, stop, {
      answer: stop.view.answer,
      confirmed: await confirmState(told, stopped, { lane: 'confirming', withinMs }),
    });
  }

  function decide(way: RobotWay, stop: UnderWay, known: Pick<StopView, 'answer' | 'confirmed'>): void {
    const outcome = outcomeOf(known.answer.kind, known.confirmed.kind);
    change(stop, { ...known, outcome });
    way.disown();
    record(eventOf('stop.outcome', stop, RECORDED_AS[outcome]));
    log.info('software stop', { robot: way.id, outcome, ...known });
  }

  function change(stop: UnderWay, news: Partial<StopView>): void {
    stop.view = { ...stop.view, ...news };
    tell();
  }

  function tell(): void {
    for (const listener of listeners) listener();
  }

  function eventOf(action: string, { view, press }: UnderWay, outcome: AuditEvent['outcome']): AuditEvent {
    const { id, robot, presses, answer, confirmed } = view;
    const locked = press.lockedSessionOf ? { lockedSessionOf: press.lockedSessionOf } : {};
    const decided =
      view.outcome === null
        ? {}
        : {
            presses,
            outcome: view.outcome,
            answer: answer.kind,
            answerAfterMs: whole(answer.afterMs),
            code: answer.failure?.code ?? null,
            confirmed: confirmed.kind,
            confirmedState: confirmed.stateText,
          };
    const source = confirmed.stateText === null ? null : confirmed.simulated ? 'simulated' : 'live';
    return {
      actor: press.by.username === null ? { ...press.by, username: PERSON_AT_THE_WORKSTATION } : press.by,
      action,
      subject: robot,
      robot,
      outcome,
      source,
      details: { stop: id, requestedAt: view.requestedAt, ...locked, ...decided },
    };
  }
}

const whole = (ms: number | null): number | null => (ms === null ? null : Math.round(ms));
