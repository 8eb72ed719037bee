import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { Draw } from '../fuzz/bridge/draw.ts';
import type { Trouble as TroubleKept } from './history.ts';
import type { TrueRobot } from './robots.ts';
import { wordsOf, type Trouble } from './troubles.ts';

interface Hours {
  readonly draw: Draw;
  readonly troubles: TroubleKept[];
  readonly ended: AbortSignal;
}

/** Restarted, it listens again so long (ms) after it was to. */
const BOOT_MS = 60;

/**
 * Puts one trouble of `plan` after the other on a robot and takes each away again, with time to recover in between, until
 * the round ends; what is in force then stays for a second, so that the console quits with it, and is taken away.
 */
export async function haunt(
  robot: TrueRobot,
  plan: readonly Trouble[],
  { draw, troubles, ended }: Hours,
): Promise<void> {
  const wait = (least: number, most: number) =>
    pause(least + draw.below(most - least), undefined, { signal: ended }).catch(() => {});
  for (const trouble of plan) {
    await wait(300, 1800);
    if (ended.aborted) return;
    const paths = 'fault' in trouble ? trouble.paths : null;
    const kept: TroubleKept = {
      at: performance.now(),
      robot: robot.cast.id,
      what: wordsOf(trouble),
      paths,
      liftedAt: null,
    };
    troubles.push(kept);
    await put(robot, trouble);
    await wait(400, 2200);
    if (ended.aborted) await pause(1000);
    await lift(robot, trouble);
    kept.liftedAt = performance.now();
    await wait(900, 1500);
  }
}

async function put(robot: TrueRobot, trouble: Trouble): Promise<void> {
  const { server } = robot;
  if ('condition' in trouble) {
    await server.setCondition(trouble.condition);
    if (trouble.condition.kind === 'restart') await pause((trouble.condition.afterMs ?? 0) + BOOT_MS);
    return;
  }
  if (trouble.fault.kind === 'frozen') robot.frozenSince = performance.now();
  await server.setFault(trouble.fault, trouble.paths ?? undefined);
}

async function lift(robot: TrueRobot, trouble: Trouble): Promise<void> {
  const { server } = robot;
  if ('condition' in trouble) {
    for (const condition of trouble.afterwards) await server.setCondition(condition);
    return;
  }
  await server.setFault({ kind: 'none' });
  robot.frozenSince = null;
}
