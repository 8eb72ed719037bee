import { expect, test } from 'vitest';
import type { Access } from '../../../src-main/access/access.ts';
import { ConsoleError } from '../../../src-main/errors.ts';
import { fuzzBridge } from '../../fuzz/bridge/campaign.ts';
import { PERSONAS } from '../../fuzz/bridge/personas.ts';
import { INSTALLER } from '../../fuzz/bridge/stand.ts';
import { TRANSPORTS } from '../../support/bridge-stand.ts';
import { temporaryFolder } from '../../support/store.ts';

test('5,000 random calls as every role over both transports: no untyped error, no change without permission, flat memory', async () => {
  const report = await fuzzBridge({ dir: await temporaryFolder(), calls: 5000, seed: 1 });
  expect(report.findings).toEqual([]);
  expect(report.growthBytes).toBeLessThan(4 * 1024 * 1024);

  // it would be easy to find nothing by asking nothing
  expect(report.calls).toBeGreaterThanOrEqual(5000);
  for (const { name } of PERSONAS) expect(report.byPersona[name]).toBeGreaterThan(100);
  for (const name of Object.keys(TRANSPORTS)) expect(report.byTransport[name]).toBeGreaterThan(1000);
  expect(report.byCode['ok']).toBeGreaterThan(500);
  expect(report.byCode).toMatchObject(
    Object.fromEntries(
      [
        'SESSION_REQUIRED',
        'SESSION_LOCKED',
        'PERMISSION_DENIED',
        'REAUTHENTICATION_REQUIRED',
        'PASSWORD_CHANGE_REQUIRED',
        'INPUT_INVALID',
        'PROCEDURE_UNKNOWN',
        'garbage',
      ].map((code) => [code, expect.any(Number)]),
    ),
  );
}, 120_000);

/** Five faults at once: they do not hide each other, and each costs a start less. */
function faulty(access: Access): Access {
  const { accounts, exchange, own, sessions } = access;
  let ghosts = 0;
  const another = () => accounts.enlist({ username: `ghost-${(ghosts += 1)}`, role: 'viewer' }, INSTALLER);
  return {
    ...access,
    sessions: {
      ...sessions,
      admit(seatId, demand) {
        try {
          return sessions.admit(seatId, { ...demand, despite: ['lock'] });
        } catch (refusal) {
          void another();
          throw refusal;
        }
      },
    },
    accounts: { ...accounts, page: () => Promise.reject(new Error('the page tore')) },
    exchange: { ...exchange, preview: () => Promise.reject(new ConsoleError('CSV_INVALID', '', { row: '$2b$04$x' })) },
    own: { ...own, view: async (place) => (await another(), own.view(place)) },
  };
}

test('The campaign finds what is wrong with a console', async () => {
  const { findings } = await fuzzBridge({ dir: await temporaryFolder(), calls: 1000, seed: 2, change: faulty });
  const said = findings.map(({ what }) => what).join('\n');
  expect(said).toMatch(/must be SESSION_LOCKED/);
  expect(said).toMatch(/one of these wrote record \d+/);
  expect(said).toMatch(/INTERNAL.*the page tore/);
  expect(said).toMatch(/the answer holds a secret/);
  expect(said).toMatch(/accounts were changed by calls that concern none/);
});
