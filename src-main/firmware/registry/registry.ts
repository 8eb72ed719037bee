import type { Actor, AuditEvent } from '../../audit/record.ts';
import type { JsonValue } from '../../audit/canonical-json.ts';
import type { Clock } from '../../clock.ts';
import { ConsoleError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { oneAtATime } from '../../store/one-at-a-time.ts';
import type { Store } from '../../store/store.ts';
import type { TokenRole } from '../drivers/etiquette.ts';
import {
  addressOf,
  completed,
  DEADLINES_CROSSED,
  deadlinesCrossed,
  type CommonSettings,
  type RobotSettings,
} from '../settings.ts';
import type { Tokens } from '../transport/outgoing.ts';
import type { ConnectionReport } from './connection-test.ts';
import { KEPT_ROBOTS, keptRobots, type KeptRobot } from './kept-robots.ts';
import { checkDraft, invalidDraft, type RobotDraft, type TokenChanges } from './robot-draft.ts';
import { tokenChest, type Sealing } from './token-chest.ts';

/** A robot as those see it who set robots up: which tokens it has, and no token. */
export interface RegisteredRobot {
  readonly robot: RobotDraft;
  readonly enabled: boolean;
  readonly tokens: readonly TokenRole[];
  /** One of the configuration file, the environment or a flag is changed there and not here. */
  readonly from: 'configuration' | 'console';
}

/**
 * The robots of this console, and what those who govern them do with them. A change is written first, with its audit
 * record, and then holds at once. The configuration comes first: a robot that has the id of one of its robots waits unseen,
 * and one that has the address is not polled, until the configuration names that no more.
 */
export interface Registry {
  list(): readonly RegisteredRobot[];
  /** What holds for a robot that says nothing of its own. */
  readonly common: CommonSettings;
  /** @throws ConsoleError INPUT_INVALID {path, rule}, ROBOT_ID_TAKEN, ROBOT_ADDRESS_TAKEN, KEY_SEALED */
  create(draft: unknown, tokens: TokenChanges, by: Actor): Promise<RegisteredRobot>;
  /** @throws ConsoleError as {@link create}; ROBOT_UNKNOWN, ROBOT_CONFIGURED */
  edit(draft: unknown, tokens: TokenChanges, by: Actor): Promise<RegisteredRobot>;
  /** @throws ConsoleError ROBOT_UNKNOWN, ROBOT_CONFIGURED; ROBOT_ADDRESS_TAKEN by one of the configuration */
  setEnabled(id: string, enabled: boolean, by: Actor): Promise<RegisteredRobot>;
  /** @throws ConsoleError ROBOT_UNKNOWN, ROBOT_CONFIGURED */
  remove(id: string, by: Actor): Promise<void>;
  /**
   * Asks the address of a draft once, with the tokens that come with it; those that are kept go to their own address alone.
   *
   * @throws ConsoleError INPUT_INVALID; ROBOT_ADDRESS_TAKEN: a robot that is polled has this address, and is not asked
   *   from two sides
   */
  test(draft: unknown, tokens: TokenChanges): Promise<ConnectionReport>;
}

export interface RegistryDeps {
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  readonly sealing: Sealing;
  /** Of the configuration, complete. */
  readonly configured: readonly RobotSettings[];
  /** What holds for a robot that says nothing of its own. */
  readonly common: CommonSettings;
  /** Told which robots are to be polled from now on, before any change is answered. */
  readonly apply: (robots: readonly RobotSettings[], anySetUp: boolean) => Promise<void>;
  readonly testConnection: (draft: RobotDraft, tokens: Tokens) => Promise<ConnectionReport>;
}

export async function openRegistry(deps: RegistryDeps): Promise<Registry> {
  const { store, clock, log, configured, common, apply } = deps;
  const complete = (draft: RobotDraft) => completed(common, draft);
  const chest = tokenChest(deps.sealing, log);
  const kept = await keptRobots(store, log);
  const configuredIds = new Set(configured.map(({ id }) => id));
  const configuredAddresses = new Set(configured.map(({ url }) => addressOf(url)));
  let own = kept.robots;
  for (const { robot } of own.filter(isSuperseded)) {
    log.warn('a robot that was added in the console is not polled: the configuration has its id or its address', {
      robot: robot.id,
      url: robot.url,
    });
  }
  let listed = listNow();
  /** Each change is judged by what the one before it has left. */
  const inTurn = oneAtATime();

  function isConfigured(id: string): boolean {
    return configuredIds.has(id);
  }

  function isSuperseded({ robot: { id, url } }: KeptRobot): boolean {
    return isConfigured(id) || configuredAddresses.has(addressOf(url));
  }

  function isPolled(one: KeptRobot): boolean {
    return one.enabled && !isSuperseded(one);
  }

  function listNow(): readonly RegisteredRobot[] {
    return [
      ...configured.map((robot): RegisteredRobot => ({
        robot: draftOf(robot),
        enabled: true,
        tokens: [],
        from: 'configuration',
      })),
      ...own.filter(({ robot }) => !isConfigured(robot.id)).map((one) => ({ ...viewOf(one), enabled: isPolled(one) })),
    ];
  }

  function polled(): RobotSettings[] {
    return [
      ...configured,
      ...own
        .filter(isPolled)
        .map(({ robot, tokens }) => ({ ...complete(robot), tokens: chest.open(robot.id, tokens) })),
    ];
  }

  /** @see RegistryDeps.apply */
  const applied = (): Promise<void> => apply(polled(), configured.length + own.length > 0);

  async function keep(next: readonly KeptRobot[], by: Actor, event: AuditEvent): Promise<void> {
    const value = [...next, ...kept.unreadable];
    await store.write('settings.change', { key: KEPT_ROBOTS, value, at: clock.now(), by: by.userId }, event);
    own = next;
    listed = listNow();
    // a robot that must drain first is no reason to keep the person waiting
    void applied().catch((error: unknown) => log.error('the robots could not be taken over', { error }));
  }

  function mine(id: string): KeptRobot {
    if (isConfigured(id))
      throw new ConsoleError('ROBOT_CONFIGURED', 'the robot stands in the configuration', { robot: id });
    const found = own.find(({ robot }) => robot.id === id);
    if (found) return found;
    throw new ConsoleError('ROBOT_UNKNOWN', 'the console has no such robot', { robot: id });
  }

  /** A draft that is in order, with what it leaves to the common settings, too. @throws ConsoleError INPUT_INVALID */
  function checked(typed: unknown): RobotDraft {
    const robot = checkDraft(typed);
    if (deadlinesCrossed(complete(robot))) throw invalidDraft('totalDeadlineMs', DEADLINES_CROSSED);
    return robot;
  }

  function requireFreeAddress({ id, url }: RobotDraft): void {
    const all = [...configured, ...own.map(({ robot }) => robot)];
    const other = all.find((robot) => robot.id !== id && addressOf(robot.url) === addressOf(url));
    if (other) throw new ConsoleError('ROBOT_ADDRESS_TAKEN', 'another robot has this address', { name: other.name });
  }

  const replaced = (id: string, next: KeptRobot): readonly KeptRobot[] =>
    own.map((one) => (one.robot.id === id ? next : one));

  await applied();

  return {
    list: () => listed,
    common,

    create: (typed, tokens, by) =>
      inTurn(async () => {
        const robot = checked(typed);
        const { id } = robot;
        if ([...configured, ...own.map((one) => one.robot)].some((one) => one.id === id)) {
          throw new ConsoleError('ROBOT_ID_TAKEN', 'a robot has this id', { robot: id });
        }
        requireFreeAddress(robot);
        const next: KeptRobot = { robot, enabled: true, tokens: chest.change(id, {}, tokens) };
        await keep([...own, next], by, eventOf(by, 'robot.create', next, { newValue: valueOf(next) }));
        return viewOf(next);
      }),

    edit: (typed, tokens, by) =>
      inTurn(async () => {
        const robot = checked(typed);
        const before = mine(robot.id);
        requireFreeAddress(robot);
        // what was entered for one machine is told to no other
        const staying = originOf(robot.url) === originOf(before.robot.url) ? before.tokens : {};
        const next: KeptRobot = { ...before, robot, tokens: chest.change(robot.id, staying, tokens) };
        const change = { oldValue: valueOf(before), newValue: valueOf(next) };
        await keep(replaced(robot.id, next), by, eventOf(by, 'robot.edit', next, change));
        return viewOf(next);
      }),

    setEnabled: (id, enabled, by) =>
      inTurn(async () => {
        const next = { ...mine(id), enabled };
        if (enabled) requireFreeAddress(next.robot);
        await keep(replaced(id, next), by, eventOf(by, enabled ? 'robot.enable' : 'robot.disable', next));
        return viewOf(next);
      }),

    remove: (id, by) =>
      inTurn(async () => {
        const gone = mine(id);
        const left = own.filter((one) => one !== gone);
        await keep(left, by, eventOf(by, 'robot.remove', gone, { oldValue: valueOf(gone) }));
      }),

    async test(typed, tokens) {
      const robot = checkDraft(typed);
      const polledThere = listed.find((one) => one.enabled && addressOf(one.robot.url) === addressOf(robot.url));
      if (polledThere) {
        const { name } = polledThere.robot;
        throw new ConsoleError('ROBOT_ADDRESS_TAKEN', 'this address is polled already', { name });
      }
      // its tokens are for the machine that they were entered for: tried at any other address, they would be given away
      const there = own.find((one) => one.robot.id === robot.id && originOf(one.robot.url) === originOf(robot.url));
      const known = there?.tokens ?? {};
      return deps.testConnection(robot, { ...chest.open(robot.id, known), ...given(tokens) });
    },
  };
}

const given = (tokens: TokenChanges): Tokens =>
  Object.fromEntries(Object.entries(tokens).filter(([, token]) => typeof token === 'string'));

const originOf = (url: string): string => new URL(url).origin;

/** What of a configured robot people see; the common settings stand elsewhere. */
function draftOf({ id, name, group, driver, url }: RobotSettings): RobotDraft {
  return { id, name, group, driver, url };
}

const rolesIn = (tokens: KeptRobot['tokens']): TokenRole[] => Object.keys(tokens) as TokenRole[];

function viewOf({ robot, enabled, tokens }: KeptRobot): RegisteredRobot {
  return { robot, enabled, tokens: rolesIn(tokens), from: 'console' };
}

function valueOf({ robot, enabled, tokens }: KeptRobot): JsonValue {
  return { ...(robot as unknown as Record<string, JsonValue>), enabled, tokens: rolesIn(tokens) };
}

function eventOf(
  actor: Actor,
  action: string,
  { robot: { id, name } }: KeptRobot,
  change: Pick<AuditEvent, 'oldValue' | 'newValue'> = {},
): AuditEvent {
  return { actor, action, subject: id, robot: id, outcome: 'succeeded', details: { name }, ...change };
}
