import { expect, it } from 'vitest';
import type { Driver } from '../../../../src-main/firmware/drivers/driver.ts';
import { reference } from '../../../../src-main/firmware/drivers/reference.ts';
import { healthAnswer, statusAnswer } from '../../../support/reference-answers.ts';
import { fuzzFirmware } from '../../../fuzz/firmware/campaign.ts';

it('4,000 spoilt answers to both drivers end in readings of finite numbers and readable texts, or in typed errors', async () => {
  const { findings, inputs, believed, refused } = await fuzzFirmware({ inputs: 4000, seed: 1 });
  expect(findings).toEqual([]);
  // it would be easy to find nothing by spoiling nothing, or everything
  expect(inputs).toBe(4000);
  expect(believed).toBeGreaterThan(200);
  for (const code of ['FIRMWARE_SCHEMA', 'FIRMWARE_NOT_JSON', 'FIRMWARE_STATUS', 'FIRMWARE_REDIRECT']) {
    expect(refused[code]).toBeGreaterThan(20);
  }
});

/** A reading whose uptime is whatever the robot says. */
const believing = (uptimeIn: (answer: unknown) => number): Driver => ({
  ...reference,
  async read(fetch) {
    const progress = { sequence: 1, timestamp: 1_800_000_000_123 };
    const honest = async (path: string) => (path === '/health' ? healthAnswer(progress) : statusAnswer(progress));
    const report = await reference.read(honest);
    return { ...report, values: { ...report.values, uptimeS: uptimeIn(await fetch('/api/robot/status')) } };
  },
});
type Status = { readonly data: { readonly uptime: number } };

it.each([
  ['believes any number', believing((answer) => Number((answer as Partial<Status> | null)?.data?.uptime)), /holds NaN/],
  ['fails without a type', believing((answer) => (answer as Status).data.uptime), /Cannot read properties/],
])('the campaign finds a driver that %s', async (_, driver, said) => {
  const { findings } = await fuzzFirmware({ inputs: 1000, seed: 1, drivers: [driver] });
  expect(findings).toEqual([expect.stringMatching(said)]);
});
