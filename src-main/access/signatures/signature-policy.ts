import type { Actor } from '../../audit/record.ts';
import type { Clock } from '../../clock.ts';
import { ConsoleError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { oneAtATime } from '../../store/one-at-a-time.ts';
import type { Store } from '../../store/store.ts';
import type { Permission, RoleId } from '../roles.ts';
import { DEMANDS_UNREADABLE, KEPT_DEMANDS, type Demand, type DemandRow, type Demands } from './demands.ts';

/** The setting that holds the demands. */
const KEY = 'signatures.policy';

/** A procedure that may want a signature, as the contract tells of it. */
export type Signable = Pick<DemandRow, 'procedure' | 'right'>;

export interface DemandChange extends Signable {
  readonly demand: Demand;
}

/** Which procedures want a signature, and whose. By default none does. */
export interface SignaturePolicy {
  /** Reads what is kept; until then nothing is wanted. */
  load(): Promise<void>;
  demandOf(procedure: string): Demand;
  /** What each of them wants, and how many could give it. */
  rows(signable: readonly Signable[]): Promise<readonly DemandRow[]>;
  /**
   * All of it or nothing, recorded with what was wanted before.
   *
   * @throws ConsoleError SIGNATURE_UNSATISFIABLE {procedure}: there are no two people who could do it and sign it
   */
  change(changes: readonly DemandChange[], by: Actor): Promise<void>;
}

export interface SignaturePolicyDependencies {
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  readonly rightsOf: (role: RoleId) => readonly Permission[];
}

export function createSignaturePolicy({ store, clock, log, rightsOf }: SignaturePolicyDependencies): SignaturePolicy {
  const inTurn = oneAtATime();
  let demands: Demands = {};

  const named = (name: string): Demand | undefined => (Object.hasOwn(demands, name) ? demands[name] : undefined);
  const otherwise = (): Demand => named('*') ?? 'none';
  const demandOf = (procedure: string): Demand => named(procedure) ?? otherwise();

  async function signersBy(): Promise<(right: Permission | null) => number> {
    const users = await store.read('users.list', {});
    const able = users.filter(({ status, awaitsPassword }) => status === 'active' && !awaitsPassword);
    return (right) => able.filter(({ role }) => right === null || rightsOf(role).includes(right)).length;
  }

  return {
    async load() {
      const kept = KEPT_DEMANDS.safeParse((await store.read('settings.read', { key: KEY })) ?? {});
      demands = kept.success ? kept.data : DEMANDS_UNREADABLE;
      if (!kept.success) log.error('the signature policy cannot be read', { error: kept.error.message });
    },

    demandOf,

    async rows(signable) {
      const signers = await signersBy();
      return signable.map(({ procedure, right }) => ({
        procedure,
        right,
        demand: demandOf(procedure),
        signers: signers(right),
      }));
    },

    change: (changes, by) =>
      inTurn(async () => {
        const signers = await signersBy();
        for (const { procedure, right, demand } of changes) {
          if (demand !== 'second' || signers(right) >= 2) continue;
          const message = `there are no two people who could do and sign ${procedure}`;
          throw new ConsoleError('SIGNATURE_UNSATISFIABLE', message, { procedure });
        }
        const before = demands;
        const wanted = {
          ...before,
          ...Object.fromEntries(changes.map(({ procedure, demand }) => [procedure, demand])),
        };
        const after = Object.fromEntries(
          Object.entries(wanted).filter(([name, demand]) => name === '*' || demand !== otherwise()),
        );
        await store.write(
          'settings.change',
          { key: KEY, value: after, at: clock.now(), by: by.userId },
          {
            actor: by,
            action: 'signature.change-policy',
            subject: null,
            outcome: 'succeeded',
            details: { changes: changes.length },
            oldValue: before,
            newValue: after,
          },
        );
        demands = after;
      }),
  };
}
