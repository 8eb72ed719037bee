import { isContractProcedure, type AnyContractRouter } from '@orpc/contract';
import type { Permission } from '../access/roles.ts';
import type { Signable } from '../access/signatures/signature-policy.ts';
import { ConsoleError } from '../errors.ts';
import { contract, type ProcedureMeta } from './contract.ts';

/** A sensitive procedure, with the fields of its input that are secret. */
export interface SignableProcedure extends Signable {
  readonly secrets: readonly string[];
}

/** Every procedure that may want a signature: the sensitive ones. A stop is none of them, and can never want one. */
export const SIGNABLE: readonly SignableProcedure[] = signableIn(contract);

/** @throws ConsoleError INPUT_INVALID when no sensitive procedure has that name */
export function signableNamed(name: string): SignableProcedure {
  const found = SIGNABLE.find(({ procedure }) => procedure === name);
  if (found) return found;
  const details = { path: 'procedure', rule: 'not a procedure that can want a signature' };
  throw new ConsoleError('INPUT_INVALID', `${name} is no sensitive procedure`, details);
}

function signableIn(node: AnyContractRouter, path: readonly string[] = []): SignableProcedure[] {
  if (!isContractProcedure(node)) {
    return Object.entries(node).flatMap(([key, child]) => signableIn(child, [...path, key]));
  }
  const { requires, sensitive, secrets = [] } = node['~orpc'].meta as ProcedureMeta;
  if (sensitive !== true || requires === undefined) return [];
  const right: Permission | null = typeof requires === 'string' ? null : `${requires.resource}:${requires.action}`;
  return [{ procedure: path.join('.'), right, secrets }];
}
