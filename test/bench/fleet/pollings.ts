import { Agent } from 'node:http';
import { create, type CreateAxiosDefaults } from 'axios';
import { watchFallback } from '../../../src-main/alarms/fallback-watch.ts';
import { systemClock, type Clock } from '../../../src-main/clock.ts';
import { startFleet, type PollingFleet } from '../../../src-main/firmware/polling-fleet.ts';
import { firmwareSettings } from '../../../src-main/firmware/settings.ts';
import { silentLog } from '../../../src-main/log.ts';
import { simulatedFallback } from '../../../src-main/mock-firmware/simulated-fallback.ts';
import { seededRandom } from '../../../src-main/random.ts';
import { machineMs } from '../support/child.ts';

/** Robots that are polled, both resources of the reference firmware in each poll. */
export interface Polling {
  /** When each robot's first poll was to begin (ms, the machine's clock); the others follow at whole intervals. */
  readonly gridStarts: readonly number[];
  stop(): Promise<void>;
}

/** As the console does it, with what looks at every robot all day, too. */
export function pollAsConsole(
  urls: readonly string[],
  pollIntervalMs: number,
  clock: Clock = systemClock,
): Polling & { readonly fleet: PollingFleet } {
  const gridStarts: number[] = [];
  let starting = true;
  const noting: Clock = {
    ...clock,
    after(ms, run) {
      if (starting) gridStarts.push(machineMs() + ms);
      return clock.after(ms, run);
    },
  };
  const common = firmwareSettings.parse({ pollIntervalMs });
  const robots = urls.map((url, number) => {
    const id = `robot-${number}`;
    return { ...common, id, name: id, group: '', driver: 'reference' as const, url };
  });
  // all of them stand behind one port here, and none waits for another
  const places = { take: () => ({ turn: null, leave() {} }) };
  const deps = { clock: noting, random: seededRandom(1), log: silentLog, simulate: simulatedFallback, places };
  const fleet = startFleet(robots, deps);
  starting = false;
  const endWatch = watchFallback(fleet, clock, () => {});
  return {
    gridStarts,
    fleet,
    async stop() {
      endWatch();
      await fleet.stop();
    },
  };
}

/** As one would write it with axios and nothing else: the same schedule, connections that are kept, a time-out. */
export function pollWithAxios(urls: readonly string[], intervalMs: number, config: CreateAxiosDefaults = {}): Polling {
  const timers = new Map<number, NodeJS.Timeout>();
  let stopped = false;
  const agents: Agent[] = [];
  const gridStarts = urls.map((baseURL, number) => {
    const httpAgent = new Agent({ keepAlive: true, maxSockets: 1 });
    agents.push(httpAgent);
    const client = create({ baseURL, httpAgent, timeout: 1000, ...config });
    const firstInMs = (number / urls.length) * intervalMs;
    const startsAt = machineMs() + firstInMs;
    let slot = 0;
    const poll = async () => {
      try {
        await client.get('/health');
        await client.get('/api/robot/status');
      } catch {
        // where the machine is starved a poll may run out of time; the next one comes all the same
      }
      if (stopped) return;
      const elapsed = machineMs() - startsAt;
      slot = Math.max(slot + 1, Math.ceil(elapsed / intervalMs - 0.1));
      timers.set(number, setTimeout(begin, Math.max(0, slot * intervalMs - elapsed)));
    };
    const begin = () => void poll();
    timers.set(number, setTimeout(begin, firstInMs));
    return startsAt;
  });
  return {
    gridStarts,
    async stop() {
      stopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
      for (const agent of agents) agent.destroy();
    },
  };
}
