import { expect, test } from 'vitest';
import type { Access } from '../../../src-main/access/access.ts';
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
      ].map((code) => [code, expect.any(Number)]),
    ),
  );
}, 120_000);

/** Consoles with one thing wrong, and what the campaign must say of each. */
const BROKEN: Readonly<Record<string, { readonly change: (access: Access) => Access; readonly found: RegExp }>> = {
  'a lock that locks nothing': {
    change: (access) => {
      const admit: Access['sessions']['admit'] = (seatId, demand) =>
        access.sessions.admit(seatId, { ...demand, despite: ['lock'] });
      return { ...access, sessions: { ...access.sessions, admit } };
    },
    found: /must be SESSION_LOCKED/,
  },
  'refusals that change something': {
    change: (access) => {
      let refused = 0;
      const admit: Access['sessions']['admit'] = (...call) => {
        try {
          return access.sessions.admit(...call);
        } catch (refusal) {
          void access.accounts.enlist({ username: `ghost-${(refused += 1)}`, role: 'viewer' }, INSTALLER);
          throw refusal;
        }
      };
      return { ...access, sessions: { ...access.sessions, admit } };
    },
    found: /one of these wrote record \d+/,
  },
  'a failure that nobody foresaw': {
    change: (access) => ({
      ...access,
      accounts: { ...access.accounts, page: () => Promise.reject(new Error('the page tore')) },
    }),
    found: /INTERNAL.*the page tore/,
  },
  "a look at one's own account that makes another": {
    change: (access) => ({
      ...access,
      own: {
        ...access.own,
        async view(place) {
          await access.accounts.enlist({ username: `twin-${place.seat.id}`.slice(0, 30), role: 'viewer' }, INSTALLER);
          return access.own.view(place);
        },
      },
    }),
    found: /accounts were changed by calls that concern none/,
  },
  'an answer that holds the hash of a password': {
    change: (access) => ({
      ...access,
      exchange: { ...access.exchange, preview: async () => ({ accounts: [], problems: ['$2b$04$hash' as never] }) },
    }),
    found: /the answer holds a secret/,
  },
};

test.each(Object.entries(BROKEN))('The campaign finds %s', async (_what, { change, found }) => {
  const { findings } = await fuzzBridge({ dir: await temporaryFolder(), calls: 1000, seed: 1, change });
  expect(findings.map(({ what }) => what)).toEqual(expect.arrayContaining([expect.stringMatching(found)]));
});
