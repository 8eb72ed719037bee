import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src-main/clock.ts';
import { ConsoleError } from '../../src-main/errors.ts';
import { checkTaken } from '../../src-main/firmware/drivers/commands.ts';
import type { Driver, Recall, Report, SlowRead } from '../../src-main/firmware/drivers/driver.ts';
import { ROBOT_STATES, type RobotValues } from '../../src-main/firmware/reading.ts';
import { createTransport, type Transport } from '../../src-main/firmware/transport.ts';
import { silentLog } from '../../src-main/log.ts';

/** A firmware in order for the driver under test to talk to: its mock, or anything else that speaks its language. */
export interface FirmwareUnderTest {
  readonly url: string;
  stop(): Promise<void>;
}

const TELLS_WHAT_IS_WRONG = ['FIRMWARE_SCHEMA', 'FIRMWARE_REPORTED_FAILURE'];
/** Nobody reads a robot less often than that. */
const SLOWEST_INTERVAL_MS = 3_600_000;

/**
 * What every driver promises, tried against a running firmware of its kind.
 *
 * @param start starts one, in order, for one test
 */
export function describeDriver(driver: Driver, start: () => Promise<FirmwareUnderTest>): void {
  describe(`the driver ${driver.id}`, () => {
    let firmware: FirmwareUnderTest;
    let transport: Transport;
    let bodies: Map<string, unknown>;

    beforeEach(async () => {
      firmware = await start();
      const { url } = firmware;
      const { etiquette } = driver;
      transport = createTransport({ url, etiquette, maxBodyBytes: 65_536, clock: systemClock, log: silentLog });
      bodies = new Map();
    });
    afterEach(async () => {
      await transport.close();
      await firmware.stop();
    });

    const ask = async (path: string) => {
      const answer = await transport.get(path, AbortSignal.timeout(5000));
      bodies.set(path, answer);
      return answer;
    };
    const recall: Recall = async <T>({ path, parse }: SlowRead<T>) => ({
      said: parse(await ask(path)),
      at: performance.now(),
      heardNow: true,
    });
    /** A reading of which `path` answers with `answer`, and everything else as it did before. */
    const readWith = (path: string, answer: unknown): Promise<Report> =>
      driver.read(async (asked) => (asked === path ? answer : bodies.get(asked)));

    it('states an etiquette that the transport can keep, with room for its own requests', () => {
      const { concurrency, keepAlive, mayAbort, methods, maxHeaders, maxRequestBytes } = driver.etiquette;
      expect(concurrency).toBeGreaterThanOrEqual(1);
      expect(keepAlive && !mayAbort).toBe(false);
      expect(methods).toContain('GET');
      expect(maxHeaders).toBeGreaterThanOrEqual(8);
      expect(maxRequestBytes).toBeGreaterThanOrEqual(512);
    });

    it('reads a robot in order, with nothing and with everything that it recalls', async () => {
      for (const report of [await driver.read(ask), await driver.read(ask, recall)]) {
        expect([...ROBOT_STATES, 'unknown']).toContain(report.values.state);
        expect(report.values.stateText).not.toBe('');
        expect(report.progress.length).toBeGreaterThan(0);
        expect(report.contradictions).toEqual([]);
      }
    });

    it('says that its mock is one', async () => {
      expect((await driver.read(ask)).simulated).toBe(true);
    });

    it('tells every value that it claims to tell, no other, and names an endpoint for each', async () => {
      const { values, sources, facts } = await driver.read(ask, recall);
      const names = Object.keys(values) as (keyof RobotValues)[];
      for (const name of names) {
        if (values[name] !== null) expect(driver.capabilities).toContain(name);
        expect(sources[name] !== undefined).toBe(values[name] !== null);
      }
      for (const source of [...Object.values(sources), ...facts.map((fact) => fact.source)]) {
        expect([...bodies.keys()]).toContain(source);
      }
      expect(new Set(facts.map(({ name }) => name)).size).toBe(facts.length);
    });

    it('asks one thing at a time, and the same things every time', async () => {
      const asked: string[][] = [];
      for (let round = 0; round < 3; round++) {
        const paths: string[] = [];
        let open = 0;
        await driver.read(async (path) => {
          expect(++open).toBe(1);
          paths.push(path);
          const answer = await ask(path);
          open--;
          return answer;
        });
        asked.push(paths);
      }
      expect(asked[1]).toEqual(asked[0]);
      expect(asked[2]).toEqual(asked[0]);
      const slow = driver.slowReads.map(({ path }) => path);
      expect(asked[0]?.filter((path) => slow.includes(path))).toEqual([]);
    });

    it('shows signs of life that move', async () => {
      const first = await driver.read(ask);
      await new Promise((resolve) => setTimeout(resolve, 1200));
      const second = await driver.read(ask);
      for (const { name, value } of first.progress) {
        const later = second.progress.find((marker) => marker.name === name);
        expect(later?.value).not.toBe(value);
      }
    });

    it('tells of a life that goes on from one reading to the next, by a clock that is right', async () => {
      const look = async () => {
        const report = await driver.read(ask, recall);
        return driver.lifeSigns(report, performance.now());
      };
      const first = await look();
      const second = await look();
      expect(first.uptime !== null || first.transitions !== null).toBe(true);
      expect(second.uptime?.ms ?? 0).toBeGreaterThanOrEqual(first.uptime?.ms ?? 0);
      expect(second.transitions ?? 0).toBeGreaterThanOrEqual(first.transitions ?? 0);
      for (const { wall } of [first, second]) {
        if (wall !== null) expect(Math.abs(wall - Date.now())).toBeLessThan(5000);
      }
    });

    it('finds out whether the firmware is there in one request, and takes nothing else for it', async () => {
      const { path, check } = driver.presence;
      expect(() => check(0)).toThrow(ConsoleError);
      check(await ask(path));
      for (const wrong of [null, [], 'ok', {}, { success: false, message: 'no' }, { success: true }]) {
        expect(() => check(wrong)).toThrow(ConsoleError);
      }
    });

    it('plans its slow reads with distinct paths and sensible intervals', () => {
      const paths = driver.slowReads.map(({ path }) => path);
      expect(new Set(paths).size).toBe(paths.length);
      for (const { everyMs } of driver.slowReads) {
        expect(everyMs).toBeGreaterThanOrEqual(1000);
        expect(everyMs).toBeLessThanOrEqual(SLOWEST_INTERVAL_MS);
      }
    });

    it('stops when it is told to, and shows that it has', async () => {
      const { request, stopped } = driver.softwareStop;
      checkTaken(request.path, await transport.send(request, 'stop', AbortSignal.timeout(5000)));
      expect(stopped).toContain((await driver.read(ask)).values.state);
    });

    it('offers commands that its transport can send, and that its mock knows', async () => {
      for (const command of driver.commands) {
        const values = Object.fromEntries(command.arguments.map(({ name, minimum }) => [name, minimum]));
        const sending = transport.send(command.request(values), 'ordinary', AbortSignal.timeout(10_000));
        const refusal = await sending.then(
          () => null,
          (error: unknown) => error,
        );
        // in whatever state the mock is just now it may say no, but never that it knows no such thing
        if (refusal !== null)
          expect(refusal).toMatchObject({
            code: 'FIRMWARE_STATUS',
            details: { status: expect.toSatisfy((status) => status === 400 || status === 409) },
          });
      }
    });

    it('passes on what the transport says is wrong', async () => {
      const unreachable = new ConsoleError('FIRMWARE_UNREACHABLE', 'nobody there');
      await expect(driver.read(() => Promise.reject(unreachable))).rejects.toBe(unreachable);
    });

    it('ends in a typed error or in a reading of finite numbers, whatever each of its answers says', async () => {
      await driver.read(ask, recall);
      const strange = fc.oneof(fc.jsonValue(), fc.constantFrom(NaN, Infinity, -1, '', null, 1e308, 'x'.repeat(1000)));
      const slow = new Map(driver.slowReads.map((read) => [read.path, read]));
      const spoiled = fc.constantFrom(...bodies).chain(([path, honest]) => {
        const keys: string[] = [];
        JSON.parse(JSON.stringify(honest), (key, value: unknown) => (key && keys.push(key), value));
        const change = fc
          .tuple(fc.constantFrom(...keys), strange)
          .map(([where, value]): unknown =>
            JSON.parse(JSON.stringify(honest), (key, was: unknown) => (key === where ? value : was)),
          );
        return fc.tuple(fc.constant(path), fc.oneof(change, strange));
      });
      await fc.assert(
        fc.asyncProperty(spoiled, async ([path, answer]) => {
          try {
            const planned = slow.get(path);
            const said = planned ? planned.parse(answer) : await readWith(path, answer);
            JSON.stringify(said, (_, value: unknown) => {
              if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
              return value;
            });
          } catch (error) {
            if (!(error instanceof ConsoleError)) throw error;
            expect(TELLS_WHAT_IS_WRONG).toContain(error.code);
          }
        }),
        { numRuns: 500 },
      );
    });
  });
}
