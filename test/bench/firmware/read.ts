import { Agent } from 'node:http';
import { create, type CreateAxiosDefaults } from 'axios';
import { systemClock } from '../../../src-main/clock.ts';
import { attempt } from '../../../src-main/firmware/attempt.ts';
import { DRIVER_IDS, type DriverId } from '../../../src-main/firmware/drivers/driver-ids.ts';
import { DRIVERS } from '../../../src-main/firmware/drivers/drivers.ts';
import { createReadCache } from '../../../src-main/firmware/read-cache.ts';
import { createReader } from '../../../src-main/firmware/reader.ts';
import { createResilience } from '../../../src-main/firmware/resilience/resilience.ts';
import { firmwareSettings } from '../../../src-main/firmware/settings.ts';
import { createTransport } from '../../../src-main/firmware/transport.ts';
import { silentLog } from '../../../src-main/log.ts';
import { seededRandom } from '../../../src-main/random.ts';
import { startChild } from '../support/child.ts';
import { figure, progress } from '../support/figures.ts';
import { median, paired } from '../support/samples.ts';

const ROUNDS = 20;
const WARM_UP = 4;
const READS = 250;

/** As its manual shows it, and without its redirects and proxies. */
const PEERS: Readonly<Record<string, CreateAxiosDefaults>> = {
  axios: {},
  'lean axios': { maxRedirects: 0, proxy: false },
};

/** What a poll asks for every time. */
const PATHS: Readonly<Record<DriverId, readonly string[]>> = {
  reference: ['/health', '/api/robot/status'],
  oht50: ['/api/v1/system/state'],
};

/** The read of one poll as a gateway makes it: breaker, deadline, bulkhead, lane, transport, every check of the driver. */
function gatewayRead(driverId: DriverId, url: string) {
  const [clock, log, robotId] = [systemClock, silentLog, 'robot'];
  const driver = DRIVERS[driverId];
  const settings = { ...firmwareSettings.parse({}), id: robotId, name: robotId, group: '', driver: driverId, url };
  const transport = createTransport({ ...settings, etiquette: driver.etiquette, clock, log });
  const resilience = createResilience(settings, driver.etiquette, clock, seededRandom(1));
  const reader = createReader({ robotId, driver, cache: createReadCache(100, clock), clock, log });
  const deps = { ...resilience, driver, reader, transport, clock };
  const never = new AbortController().signal;
  return {
    async read() {
      const outcome = await attempt(deps, settings.attemptDeadlineMs, never);
      if (outcome instanceof Error) throw outcome;
    },
    end: () => transport.close(),
  };
}

/** The same requests in the same order, over connections that are kept or not as the driver wants it, and JSON.parse. */
function axiosRead(driverId: DriverId, baseURL: string, config: CreateAxiosDefaults) {
  const { keepAlive } = DRIVERS[driverId].etiquette;
  const httpAgent = new Agent({ keepAlive, maxSockets: 1 });
  const client = create({ baseURL, httpAgent, timeout: 1000, ...config });
  return {
    async read() {
      for (const path of PATHS[driverId]) await client.get(path);
    },
    end: () => httpAgent.destroy(),
  };
}

/** How long a gateway takes for one read over what axios takes for it, one after the other at the same server. */
export async function read(): Promise<void> {
  await using responder = startChild(new URL('../fleet/responder.ts', import.meta.url));
  const url = `http://127.0.0.1:${String(await responder.ask('port'))}/r0`;
  for (const driver of DRIVER_IDS) {
    for (const [name, config] of Object.entries(PEERS)) {
      progress(`read: ${driver}, ${ROUNDS} rounds of ${READS} reads by the gateway and by ${name}...`);
      const [gateway, axios] = [gatewayRead(driver, url), axiosRead(driver, url, config)];
      const { ours, peer, ratio } = await paired(ROUNDS, p50Of(gateway), p50Of(axios), WARM_UP);
      const made = { gatewayMs: ours, peerMs: peer };
      figure(`gateway read over bare read by ${name}, p50, ${driver}`, ratio, 'ratio', { atMost: 1.3 }, made);
      await gateway.end();
      axios.end();
    }
  }
}

/** The median of so many reads, one after the other. */
function p50Of(side: { read(): Promise<void> }): () => Promise<number> {
  return async () => {
    const samples: number[] = [];
    for (let number = 0; number < READS; number++) {
      const began = performance.now();
      await side.read();
      samples.push(performance.now() - began);
    }
    return median(samples);
  };
}
