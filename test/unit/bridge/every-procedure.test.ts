import { isContractProcedure, type AnyContractRouter } from '@orpc/contract';
import { describe, expect, test } from 'vitest';
import { ROLES, type BuiltInRole } from '../../../src-main/access/roles.ts';
import { createSessions } from '../../../src-main/access/sessions.ts';
import { contract, type ProcedureMeta } from '../../../src-main/bridge/contract.ts';
import { createGate } from '../../../src-main/bridge/gate.ts';
import type { StopPolicy } from '../../../src-main/access/stop-policy.ts';
import { principal } from '../../support/people.ts';
import { PERMITTED_RULES, refusalBy, RULES, STATES } from '../../support/procedure-rules.ts';
import { NO_OVERRIDES, NO_SIGNATURES } from '../../support/no-signatures.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

function metaOf(node: AnyContractRouter, path: readonly string[] = []): [name: string, meta: ProcedureMeta][] {
  if (isContractProcedure(node)) return [[path.join('.'), node['~orpc'].meta as ProcedureMeta]];
  return Object.entries(node).flatMap(([key, child]) => metaOf(child, [...path, key]));
}

const PROCEDURES = metaOf(contract);
const HOUR = 3_600_000;

async function answer(
  role: BuiltInRole,
  state: string,
  meta: ProcedureMeta,
  softwareStop: StopPolicy,
): Promise<string | null> {
  const clock = createVirtualClock();
  const sessions = createSessions({ clock });
  const gate = createGate({ sessions, softwareStop, signatures: NO_SIGNATURES, overrides: NO_OVERRIDES });
  const changeReason = state === 'with a password that must be changed' ? 'one-time' : null;
  sessions.begin('seat', principal('anna', role), { changeReason });
  if (state === 'signed in a while ago') await clock.advance(HOUR / 10);
  if (state === 'locked') sessions.lock('seat');
  if (state === 'expired') await clock.advance(12 * HOUR);
  if (state === 'signed out') sessions.end('seat');
  if (state === 'ended because the account was disabled') sessions.endOf('id-anna');
  try {
    gate.admit({ id: 'seat' }, meta).release();
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

test('Every procedure of the contract has a rule here, and every rule its procedure', () => {
  expect(PROCEDURES.map(([name]) => name).toSorted()).toEqual(Object.keys(RULES).toSorted());
});

describe.each([
  ['anyone', RULES],
  ['permitted', PERMITTED_RULES],
] as const)('Where the software stop is for %s, a session', (policy, rules) => {
  describe.each(Object.keys(STATES))('%s', (state) => {
    test.each([...ROLES])('lets the role %s do what its rules say, and nothing else', async (role) => {
      const answers: Record<string, string | null> = {};
      const wanted: Record<string, string | null> = {};
      for (const [name, meta] of PROCEDURES) {
        answers[name] = await answer(role, state, meta, policy);
        wanted[name] = refusalBy(rules[name] ?? { roles: [] }, role, state);
      }
      expect(answers).toEqual(wanted);
    });
  });
});
