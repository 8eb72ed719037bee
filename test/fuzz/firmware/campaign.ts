import * as fc from 'fast-check';
import type { Driver } from '../../../src-main/firmware/drivers/driver.ts';
import { DRIVERS } from '../../../src-main/firmware/drivers/drivers.ts';
import { inputsOf } from './inputs.ts';
import { judge } from './judge.ts';

export interface FirmwareFuzz {
  readonly inputs: number;
  readonly believed: number;
  readonly refused: Readonly<Record<string, number>>;
  /** Of the processor's time: others share it. */
  readonly slowestMs: number;
  /** One for each driver at most, its input made as small as it may be. */
  readonly findings: readonly string[];
}

export interface FirmwareFuzzOptions {
  readonly inputs: number;
  readonly seed: number;
  /** For the campaign's own tests. */
  readonly drivers?: readonly Driver[];
}

/** Gives each driver its share of answers, spoilt in every way: a reading of finite numbers and readable texts, or a typed error. */
export async function fuzzFirmware({
  inputs,
  seed,
  drivers = Object.values(DRIVERS),
}: FirmwareFuzzOptions): Promise<FirmwareFuzz> {
  const refused: Record<string, number> = {};
  const findings: string[] = [];
  let judged = 0;
  let believed = 0;
  let slowestMs = 0;
  for (const driver of drivers) {
    const one = fc.asyncProperty(inputsOf(driver), async (input) => {
      judged += 1;
      const from = process.cpuUsage();
      const codes = await judge(driver, input);
      const { user, system } = process.cpuUsage(from);
      slowestMs = Math.max(slowestMs, (user + system) / 1000);
      if (codes.length === 0) believed += 1;
      for (const code of codes) refused[code] = (refused[code] ?? 0) + 1;
    });
    const outcome = await fc.check(one, { numRuns: Math.ceil(inputs / drivers.length), seed });
    if (!outcome.failed) continue;
    const why = outcome.errorInstance instanceof Error ? outcome.errorInstance.message : String(outcome.errorInstance);
    findings.push(`${driver.id}: ${why}: ${JSON.stringify(outcome.counterexample).slice(0, 1000)}`);
  }
  return { inputs: judged, believed, refused, slowestMs, findings };
}
