import { isContractProcedure, type AnyContractRouter } from '@orpc/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allows } from '../../../src-main/access/matrix.ts';
import { ROLES, type BuiltInRole } from '../../../src-main/access/roles.ts';
import { contract, toConsoleError, type ProcedureMeta, type Requirement } from '../../../src-main/bridge/contract.ts';
import type { BridgeClient } from '../../support/bridge-client.ts';
import { createBridgeStand, PASSWORD, TRANSPORTS, type Transport } from '../../support/bridge-stand.ts';

interface Listed {
  readonly name: string;
  readonly requires: Requirement | undefined;
  readonly atWorkstation: boolean;
}

function proceduresOf(node: AnyContractRouter, path: readonly string[] = []): Listed[] {
  if (isContractProcedure(node)) {
    const { requires, atWorkstation = false } = node['~orpc'].meta as ProcedureMeta;
    return [{ name: path.join('.'), requires, atWorkstation }];
  }
  return Object.entries(node).flatMap(([key, child]) => proceduresOf(child, [...path, key]));
}

const PROCEDURES = proceduresOf(contract);

describe('Every procedure of the contract', () => {
  test('is found by this test', () => {
    expect(PROCEDURES.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'console.info',
        'session.signOut',
        'robots.watch',
        'users.create',
        'configuration.list',
        'store.verify',
        'store.repair',
        'backups.create',
      ]),
    );
  });

  test.each(PROCEDURES)('$name says who may call it', ({ requires }) => {
    if (requires === 'public' || requires === 'session') return;
    expect(requires).toEqual({ resource: expect.any(String), action: expect.any(String) });
  });

  test('is open to nobody signed out but those that sign-in itself needs, and whether changes are kept', () => {
    expect(PROCEDURES.filter(({ requires }) => requires === 'public').map(({ name }) => name)).toEqual([
      'console.info',
      'console.heartbeat',
      'console.createFirstAdministrator',
      'session.signIn',
      'session.secondFactor',
      'session.watch',
      'store.watch',
    ]);
  });

  test('of the others only the software stop, and what came of it, is open to anyone at the workstation', () => {
    expect(PROCEDURES.filter(({ atWorkstation }) => atWorkstation).map(({ name }) => name)).toEqual([
      'robots.stop',
      'robots.stops',
    ]);
  });
});

/** What the gate must answer to a call without any input; null: it lets the call through to the schema. */
function expectedRefusal({ requires, atWorkstation }: Listed, role: BuiltInRole | null): string | null {
  // of the software stop and what came of it: the policy is the default one
  if (requires === 'public' || atWorkstation) return null;
  if (role === null) return 'SESSION_REQUIRED';
  if (requires === 'session') return null;
  return requires && allows(role, requires.resource, requires.action) ? null : 'PERMISSION_DENIED';
}

describe.each([...ROLES, null])('Signed in as %s', (role) => {
  const stand = createBridgeStand();
  let transport: Transport;
  let newTab: () => Promise<BridgeClient>;

  beforeAll(async () => {
    const open = TRANSPORTS['a message port'];
    if (!open) throw new Error('no such transport');
    transport = await open(stand.bridge);
    newTab = await transport.newSeat();
  });
  afterAll(() => transport.stop());

  test.each(PROCEDURES)('$name is answered as the matrix says', async (procedure) => {
    const { client, call, close } = await newTab();
    if (role) await client.session.signIn({ username: role, password: PASSWORD });
    const refusal = await call(procedure.name).then(
      () => null,
      (error: unknown) => toConsoleError(error).code,
    );
    const past = refusal === null || refusal === 'INPUT_INVALID' ? null : refusal;
    expect(past).toBe(expectedRefusal(procedure, role));
    close();
  });
});
