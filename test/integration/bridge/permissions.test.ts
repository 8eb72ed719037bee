import { isContractProcedure, type AnyContractRouter } from '@orpc/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allows } from '../../../src-main/access/matrix.ts';
import { ROLES, type BuiltInRole } from '../../../src-main/access/roles.ts';
import { contract, toConsoleError, type Requirement } from '../../../src-main/bridge/contract.ts';
import type { BridgeClient } from '../../support/bridge-client.ts';
import { createBridgeStand, PASSWORD, TRANSPORTS, type Transport } from '../../support/bridge-stand.ts';

interface Listed {
  readonly name: string;
  readonly requires: Requirement | undefined;
}

function proceduresOf(node: AnyContractRouter, path: readonly string[] = []): Listed[] {
  if (isContractProcedure(node)) return [{ name: path.join('.'), requires: node['~orpc'].meta.requires }];
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
});

/** What the gate must answer to a call without any input; null: it lets the call through to the schema. */
function expectedRefusal(requires: Requirement | undefined, role: BuiltInRole | null): string | null {
  if (requires === 'public') return null;
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

  test.each(PROCEDURES)('$name is answered as the matrix says', async ({ name, requires }) => {
    const { client, call, close } = await newTab();
    if (role) await client.session.signIn({ username: role, password: PASSWORD });
    const refusal = await call(name).then(
      () => null,
      (error: unknown) => toConsoleError(error).code,
    );
    const past = refusal === null || refusal === 'INPUT_INVALID' ? null : refusal;
    expect(past).toBe(expectedRefusal(requires, role));
    close();
  });
});
