import { isContractProcedure, type AnyContractRouter } from '@orpc/contract';
import { z } from 'zod';
import { contract } from '../../../src-main/bridge/contract.ts';
import { RULES, type Rule } from '../../support/procedure-rules.ts';
import type { Shape } from './inputs.ts';

/** One procedure of the contract, as the campaign needs it. */
export interface Procedure {
  readonly name: string;
  /** On the wire. */
  readonly address: string;
  /** Null: it takes no input, and looks at none. */
  readonly shape: Shape | null;
  readonly accepts: (input: unknown) => boolean;
  /** Who may call it, from the second table, not from the contract itself. */
  readonly rule: Rule;
}

/** Every procedure there is: a new one is fuzzed without anyone having to think of it. */
export const PROCEDURES: readonly Procedure[] = proceduresOf(contract);

function proceduresOf(node: AnyContractRouter, path: readonly string[] = []): Procedure[] {
  if (!isContractProcedure(node)) {
    return Object.entries(node).flatMap(([key, child]) => proceduresOf(child, [...path, key]));
  }
  const name = path.join('.');
  const rule = RULES[name];
  if (!rule) throw new Error(`${name} has no rule in test/support/procedure-rules.ts`);
  const schema = node['~orpc'].inputSchema;
  const shared = { name, address: `/${path.join('/')}`, rule };
  if (!(schema instanceof z.ZodType)) return [{ ...shared, shape: null, accepts: () => true }];
  const shape = z.toJSONSchema(schema, { io: 'input' }) as Shape;
  return [{ ...shared, shape, accepts: (input) => schema.safeParse(input).success }];
}
