/** Which signature a procedure wants before it is done. Free of node: imports: the page shows and edits them. */
import { z } from 'zod';
import type { Permission } from '../roles.ts';

/** Of nobody, of the person who asks, or of somebody else who may do the same (IEC 62443-4-2 CR 2.1 RE(4)). */
export const DEMANDS = ['none', 'own', 'second'] as const;
export type Demand = (typeof DEMANDS)[number];

/** What somebody signs as (21 CFR 11.50(a)(3)). */
export const MEANINGS = ['approval', 'review', 'responsibility', 'authorship'] as const;
export type Meaning = (typeof MEANINGS)[number];

/** A reason shorter than this (characters) says nothing to whoever reads it in a year. */
export const REASON_MIN = 10;
export const REASON_MAX = 500;

/** A sensitive procedure of the contract, and what it wants. */
export interface DemandRow {
  /** `backups.create` */
  readonly procedure: string;
  /** The right that it needs, and so does whoever signs; null: none in particular. */
  readonly right: Permission | null;
  readonly demand: Demand;
  /** Active accounts that could sign it: whose role holds the right, and whose owner has chosen a password. */
  readonly signers: number;
}

/** As it is kept, by procedure; `*` stands for all that are not named, and without it they want none. */
export type Demands = Readonly<Record<string, Demand>>;
export const KEPT_DEMANDS: z.ZodType<Demands> = z.record(z.string(), z.enum(DEMANDS));
/** Nobody is locked out by it, and nothing is let through unsigned that may want a signature. */
export const DEMANDS_UNREADABLE: Demands = { '*': 'own' };
