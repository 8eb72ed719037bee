import { implement } from '@orpc/server';
import type { Connection } from './calls.ts';
import { contract } from './contract.ts';

/** By which the procedures of the contract are written, in whatever file. */
export const os = implement(contract).$context<Connection>();
