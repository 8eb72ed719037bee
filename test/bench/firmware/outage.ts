import { systemClock } from '../../../src-main/clock.ts';
import { DRIVER_IDS, type DriverId } from '../../../src-main/firmware/drivers/driver-ids.ts';
import { startFleet } from '../../../src-main/firmware/polling-fleet.ts';
import { firmwareSettings } from '../../../src-main/firmware/settings.ts';
import { silentLog } from '../../../src-main/log.ts';
import { simulatedFallback } from '../../../src-main/mock-firmware/simulated-fallback.ts';
import { seededRandom } from '../../../src-main/random.ts';
import { captureWith } from '../../support/oht50-captures.ts';
import {
  neverAnswers,
  sends,
  startScriptedFirmware,
  type Behaviour,
  type ScriptedFirmware,
} from '../../support/scripted-firmware.ts';
import { figure, progress } from '../support/figures.ts';

const ROBOTS = 10;
const SECONDS = 60;
/** Slow reads come once a minute at the rarest, and all of them at the start. */
const SETTLE_SECONDS = 65;

/** `null`: nobody listens any more. */
const OUTAGES: Readonly<Record<string, Behaviour | null>> = {
  'connections refused': null,
  'no answer': neverAnswers,
  'status 500': sends(500, '{"success":false}'),
  'status 503 with Retry-After': sends(503, '{"success":false}', { 'retry-after': '5' }),
};

const OHT50_FILES: Readonly<Record<string, string>> = {
  '/health': 'GET_health',
  '/api/v1/system/state': 'GET_api_v1_system_state',
  '/api/v1/state/statistics': 'GET_api_v1_state_statistics',
  '/api/v1/modules/stats': 'GET_api_v1_modules_stats',
  '/api/v1/modules': 'GET_api_v1_modules',
  '/api/v1/network/status': 'GET_api_v1_network_status',
};

/** What an OHT-50 in order answers. */
const oht50InOrder: Behaviour = (response) => {
  const body = captureWith(OHT50_FILES[response.req.url ?? ''] ?? 'GET_health', { timestamp: Date.now() });
  response.writeHead(200, { 'content-type': 'application/json' }).end(body);
};

const IN_ORDER: Readonly<Record<DriverId, Behaviour | null>> = { reference: null, oht50: oht50InOrder };

interface Group {
  readonly outage: string;
  readonly driver: DriverId;
  readonly firmwares: readonly ScriptedFirmware[];
  readonly ids: readonly string[];
}

async function startGroup(name: string, driver: DriverId): Promise<Group> {
  const firmwares = await Promise.all(Array.from({ length: ROBOTS }, startScriptedFirmware));
  for (const firmware of firmwares) firmware.behave(IN_ORDER[driver]);
  return { outage: name, driver, firmwares, ids: firmwares.map((_, number) => `${name}, ${driver}, ${number}`) };
}

/**
 * Requests that the console makes of robots that are in trouble for a minute, and in the minute after it, against two
 * minutes of robots in order; by the transport's own count, which has those that nobody took, too.
 */
export async function outage(): Promise<void> {
  const groups: Group[] = [];
  for (const driver of DRIVER_IDS) {
    for (const name of Object.keys(OUTAGES)) groups.push(await startGroup(name, driver));
  }
  progress(`outage: ${groups.length} times ${ROBOTS} robots, ${SETTLE_SECONDS + 3 * SECONDS} s...`);
  const common = firmwareSettings.parse({});
  const robots = groups.flatMap(({ driver, firmwares, ids }) =>
    ids.map((id, number) => ({ ...common, id, name: id, group: '', driver, url: firmwares[number]?.url ?? '' })),
  );
  const deps = { clock: systemClock, random: seededRandom(1), log: silentLog, simulate: simulatedFallback };
  const fleet = startFleet(robots, deps);
  /** Of each group, requests in each of so many seconds. */
  const perSecond = async (seconds: number): Promise<readonly (readonly number[])[]> => {
    const rates = groups.map((): number[] => []);
    let before = counts();
    const from = performance.now();
    for (let second = 1; second <= seconds; second++) {
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, from + second * 1000 - performance.now())));
      const now = counts();
      rates.forEach((rate, index) => rate.push((now[index] ?? 0) - (before[index] ?? 0)));
      before = now;
    }
    return rates;
  };
  function counts(): readonly number[] {
    const requests = new Map(fleet.metrics().robots.map(({ id, transport }) => [id, transport.requests]));
    return groups.map(({ ids }) => ids.reduce((sum, id) => sum + (requests.get(id) ?? 0), 0));
  }

  await perSecond(SETTLE_SECONDS);
  const normal = await perSecond(SECONDS);
  for (const { outage: name, firmwares } of groups) {
    const behaviour = OUTAGES[name] ?? null;
    for (const firmware of firmwares) {
      if (behaviour) firmware.behave(behaviour);
      else await firmware.kill();
    }
  }
  const during = await perSecond(SECONDS);
  for (const { outage: name, driver, firmwares } of groups) {
    for (const firmware of firmwares) {
      if (!OUTAGES[name]) await firmware.restart();
      firmware.behave(IN_ORDER[driver]);
    }
  }
  const after = await perSecond(SECONDS);
  await fleet.stop();
  for (const { firmwares } of groups) for (const firmware of firmwares) await firmware[Symbol.asyncDispose]();

  groups.forEach(({ outage: name, driver }, index) => {
    const [usual = [], lost = [], back = []] = [normal[index], during[index], after[index]];
    const mean = sum(usual) / usual.length;
    const made = { normal: sum(usual), during: sum(lost), after: sum(back), polls: SECONDS * ROBOTS };
    const extra = (sum(lost) + sum(back)) / (2 * sum(usual)) - 1;
    figure(`extra requests, outage and recovery, ${name}, ${driver}`, extra * 100, '%', { atMost: 10 }, made);
    const rates = { peak: Math.max(...back), normalMean: mean, normalPeak: Math.max(...usual) };
    figure(
      `peak rate in the minute after recovery over normal, ${name}, ${driver}`,
      rates.peak / rates.normalPeak,
      'ratio',
      { atMost: 1.2 },
      { ...rates, overMean: rates.peak / mean },
    );
  });
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
