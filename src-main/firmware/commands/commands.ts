import type { Actor, AuditEvent } from '../../audit/record.ts';
import type { Clock } from '../../clock.ts';
import { ConsoleError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { Store } from '../../store/store.ts';
import type { CommandOffer } from '../drivers/command-words.ts';
import { offerOf, type DriverCommand } from '../drivers/commands.ts';
import type { RobotWay } from '../fleet.ts';
import { askOnce, confirmState, type Told } from './asking.ts';
import { PENDING_ANSWER, PENDING_STATE, outcomeOf } from './outcome.ts';
import type { CommandAnswer, ConfirmedState } from './outcome.ts';
import type { CommandOutcome } from './outcome-words.ts';
import { checkArguments, checkConfirmation, checkRobot, simulated, type CommandWish } from './preconditions.ts';

/** How a command ended. */
export interface CommandResult {
  readonly id: string;
  readonly robot: string;
  readonly command: string;
  /** Wall clock, ms. */
  readonly requestedAt: number;
  readonly answer: CommandAnswer;
  /** `pending` where nothing shows whether it was done, or where there was nothing to look for. */
  readonly confirmed: ConfirmedState;
  readonly outcome: CommandOutcome;
}

/** Everything but the software stop. */
export interface Commands {
  /** What a robot can be told. @throws ConsoleError ROBOT_UNKNOWN */
  catalogue(robot: string): readonly CommandOffer[];
  /**
   * Sends one command, once the audit log has it, and looks at the robot until the outcome is known, within seconds. A
   * robot has one command in hand at a time, and is not polled meanwhile.
   *
   * @throws ConsoleError before anything is sent or recorded: ROBOT_UNKNOWN, COMMAND_UNKNOWN, COMMAND_BUSY,
   *   COMMAND_NOT_CONFIRMED, COMMAND_SIMULATED, COMMAND_STALE, COMMAND_STATE, INPUT_INVALID; STORE_* when the log does not take it
   */
  run(wish: CommandWish, by: Actor): Promise<CommandResult>;
  /** Resolves when no command is under way. */
  settled(): Promise<void>;
}

export interface CommandsDeps {
  /** To the robots that there are now. */
  readonly ways: () => readonly RobotWay[];
  readonly store: Pick<Store, 'write'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly newId: () => string;
  /** Keeps the record of an outcome, now or later; never fails. */
  readonly record: (event: AuditEvent) => void;
  /** Aborts when the console can wait no longer for what is under way: its outcome is unknown then. */
  readonly outOfTime: AbortSignal;
}

export function createCommands({ ways, store, clock, log, newId, record, outOfTime }: CommandsDeps): Commands {
  const inHand = new Map<string, Promise<unknown>>();

  return {
    catalogue: (robot) => wayTo(robot).driver.commands.map(offerOf),
    async run(wish, by) {
      const way = wayTo(wish.robot);
      const command = way.driver.commands.find(({ id }) => id === wish.command);
      if (!command) {
        const details = { robot: way.name, command: wish.command };
        throw new ConsoleError('COMMAND_UNKNOWN', `${way.driver.id} has no such command`, details);
      }
      checkArguments(command, wish.arguments);
      checkConfirmation(command, way.name, wish.confirmation);
      if (inHand.has(way.id)) {
        throw new ConsoleError('COMMAND_BUSY', `${way.name} has a command in hand`, { robot: way.name });
      }
      if (way.standIn.isTaken()) throw simulated(way.name);
      checkRobot(command, way.snapshot());
      // from here on until its outcome nothing is put in the robot's place
      const letGo = way.hold();
      const run = runOne(way, command, wish, by).finally(() => {
        letGo();
        inHand.delete(way.id);
      });
      inHand.set(way.id, run);
      return run;
    },
    async settled() {
      await Promise.allSettled(inHand.values());
    },
  };

  function wayTo(robot: string): RobotWay {
    const way = ways().find(({ id }) => id === robot);
    if (!way) throw new ConsoleError('ROBOT_UNKNOWN', `no robot has the id ${robot}`, { robot });
    return way;
  }

  async function runOne(way: RobotWay, command: DriverCommand, wish: CommandWish, by: Actor): Promise<CommandResult> {
    const id = newId();
    const requestedAt = clock.now();
    const event = {
      actor: by,
      subject: way.id,
      robot: way.id,
      source: way.snapshot().reading?.simulated === true ? ('simulated' as const) : ('live' as const),
    };
    const asked = { command: command.id, commandId: id, ...wish.arguments };
    const stateBefore = way.snapshot().reading?.values.stateText ?? null;
    await store.write(
      'audit.append',
      {},
      {
        ...event,
        action: 'command.requested',
        outcome: 'succeeded',
        details: { ...asked, stateBefore },
      },
    );
    const { answer, confirmed } = await carriedOut(way, command, wish);
    const outcome = outcomeOf(answer.kind, confirmed.kind);
    const { failure } = answer;
    record({
      ...event,
      action: 'command.outcome',
      outcome:
        outcome === 'observed' || outcome === 'accepted' ? 'succeeded' : outcome === 'refused' ? 'refused' : 'failed',
      details: {
        ...asked,
        outcome,
        answer: answer.kind,
        answerAfterMs: answer.afterMs === null ? null : Math.round(answer.afterMs),
        code: failure?.code ?? null,
        confirmed: confirmed.kind,
        confirmedState: confirmed.stateText,
      },
    });
    log.info('command', { robot: way.id, command: command.id, outcome, answer, confirmed });
    return { id, robot: way.id, command: command.id, requestedAt, answer, confirmed, outcome };
  }

  /** The log has it; from here on there is an outcome, whatever happens. */
  async function carriedOut(way: RobotWay, command: DriverCommand, wish: CommandWish) {
    let leave = () => {};
    try {
      leave = await unlessOutOfTime(way.makeWay(), command.request(wish.arguments).path);
      // what was true when it was asked for may not be true any more
      checkRobot(command, way.snapshot());
      const told = { driver: way.driver, transport: way.transport, clock, outOfTime };
      const asking = sent(told, command, wish);
      way.disown();
      const answer = await asking;
      const confirmed = await watched(told, command, answer);
      return { answer, confirmed };
    } catch (cause) {
      if (!(cause instanceof ConsoleError)) log.error('a command broke down', { robot: way.id, cause: String(cause) });
      const code = cause instanceof ConsoleError ? cause.code : ('INTERNAL' as const);
      const failure = { code, details: cause instanceof ConsoleError ? cause.details : {} };
      const kind = code === 'INTERNAL' ? ('unclear' as const) : ('refused' as const);
      const answer: CommandAnswer = { ...PENDING_ANSWER, kind, at: clock.now(), failure };
      return { answer, confirmed: PENDING_STATE };
    } finally {
      // whatever was read of it until now may be from before
      way.disown();
      leave();
    }
  }

  /** @throws ConsoleError FIRMWARE_BUSY: it has not been sent, and will not be */
  async function unlessOutOfTime(turn: Promise<() => void>, path: string): Promise<() => void> {
    const { promise: over, reject } = Promise.withResolvers<never>();
    const end = () => reject(new ConsoleError('FIRMWARE_BUSY', 'the console ends before its turn has come', { path }));
    outOfTime.addEventListener('abort', end, { once: true });
    if (outOfTime.aborted) end();
    try {
      return await Promise.race([turn, over]);
    } catch (cause) {
      // a turn that comes too late is given back, or whoever ends the robot would wait for it for ever
      void turn.then(
        (leave) => leave(),
        () => {},
      );
      throw cause;
    } finally {
      outOfTime.removeEventListener('abort', end);
    }
  }

  /** Motion, and whatever twice is not the same as once, goes out once and never again. */
  async function sent(told: Told, command: DriverCommand, wish: CommandWish): Promise<CommandAnswer> {
    const how = { lane: 'ordinary', withinMs: command.answerWithinMs } as const;
    const request = command.request(wish.arguments);
    const first = await askOnce(told, request, how);
    const again = first.kind === 'not-reached' && command.idempotent && !command.motion;
    return again ? askOnce(told, request, how) : first;
  }

  async function watched(told: Told, { observed }: DriverCommand, { kind }: CommandAnswer): Promise<ConfirmedState> {
    if (observed === null || kind === 'refused' || kind === 'not-reached') return PENDING_STATE;
    return confirmState(told, observed.as, { lane: 'ordinary', withinMs: observed.withinMs });
  }
}
