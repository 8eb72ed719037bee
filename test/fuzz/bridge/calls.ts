import type { ErrorCode } from '../../../src-main/errors.ts';
import { refusalBy } from '../../support/procedure-rules.ts';
import type { Draw } from './draw.ts';
import { hostileString, hostileValue, mutated } from './hostile.ts';
import { wellFormed, type Known } from './inputs.ts';
import type { Persona } from './personas.ts';
import { PROCEDURES, type Procedure } from './procedures.ts';

export interface Call {
  readonly address: string;
  readonly input: unknown;
  /** The refusal that it must get; null: it is permitted, and how it ends is the procedure's business. */
  readonly refusal: ErrorCode | null;
  /** After so many events a stream is left. */
  readonly events: number;
}

export const refusalFor = ({ role, state }: Persona, { rule }: Procedure): ErrorCode | null =>
  refusalBy(rule, role, state) as ErrorCode | null;

/** A call that must be refused, whoever makes it: forbidden, malformed, or of nothing that exists. */
export function refusedCall(by: Persona, draw: Draw, known: Known): Call {
  const [forbidden, permitted] = [true, false].map((wanted) =>
    PROCEDURES.filter((each) => (refusalFor(by, each) !== null) === wanted),
  ) as [Procedure[], Procedure[]];
  const kind = draw.below(10);
  if (kind < 1)
    return { address: strayAddress(draw), input: hostileValue(draw), refusal: 'PROCEDURE_UNKNOWN', events: 1 };
  if (kind < 7 && forbidden.length > 0) {
    const procedure = draw.one(forbidden);
    const input = draw.chance(0.7) ? inputFor(procedure, draw, known) : mutated(inputFor(procedure, draw, known), draw);
    return { address: procedure.address, input, refusal: refusalFor(by, procedure), events: 1 };
  }
  // whether it is the robot or the form that is wrong is looked at in this order by the gate, not by this table
  const judged = permitted.filter(({ rule }) => by.scope === undefined || rule.onRobot !== true);
  const procedure = draw.one(judged.filter(({ shape }) => shape !== null));
  return { address: procedure.address, input: malformed(procedure, draw, known), refusal: 'INPUT_INVALID', events: 1 };
}

/** Work that takes the machine a while... */
const HEAVY: ReadonlySet<string> = new Set([
  'store.verify',
  'store.repair',
  'audit.verify',
  'audit.export',
  'backups.create',
]);
/** ...and ways to leave, after which a caller gets nothing but refusals: both are drawn less often. */
const RARE: ReadonlySet<string> = new Set([...HEAVY, 'session.signOut', 'session.lock']);

/** A call that the rules permit, mostly with an input that the schema accepts; null when none is `wanted`. */
export function permittedCall(by: Persona, wanted: (name: string) => boolean, draw: Draw, known: Known): Call | null {
  const rare = draw.chance(0.05);
  const permitted = PROCEDURES.filter(
    (each) => refusalFor(by, each) === null && wanted(each.name) && RARE.has(each.name) === rare,
  );
  if (permitted.length === 0) return null;
  const procedure = draw.one(permitted);
  // most work is let come to its end; other streams have none, and no second event where nothing changes
  const events = HEAVY.has(procedure.name) && draw.chance(0.7) ? Infinity : 1;
  const input = inputFor(procedure, draw, known);
  return { address: procedure.address, input: draw.chance(0.15) ? mutated(input, draw) : input, refusal: null, events };
}

function inputFor({ shape }: Procedure, draw: Draw, known: Known): unknown {
  if (shape === null) return draw.chance(0.8) ? undefined : hostileValue(draw);
  return wellFormed(shape, draw, known);
}

/** What the schema does not accept. Changes may happen to make another proper input, hence the asking. */
function malformed(procedure: Procedure, draw: Draw, known: Known): unknown {
  for (;;) {
    const input = mutated(inputFor(procedure, draw, known), draw);
    if (!procedure.accepts(input)) return input;
  }
}

/** Something like the address of a procedure that is none. */
function strayAddress(draw: Draw): string {
  const { address, name } = draw.one(PROCEDURES);
  const near = [
    `${address}x`,
    `/${name}`,
    address.slice(1).toUpperCase(),
    address.replaceAll('s', '%73'),
    address.replace('/', '/./x/../%2e/y/'),
    `${address}/__proto__`,
    `/constructor${address}`,
    `/${hostileString(draw)}`,
    `http://elsewhere${address}/more`,
    '/__proto__',
    '/toString',
    '/',
  ];
  for (;;) {
    const stray = draw.one(near);
    // one slash at the end is forgiven, and means the procedure
    const path = URL.parse(stray, 'http://console')?.pathname.replace(/\/$/, '');
    if (path !== undefined && !PROCEDURES.some((each) => each.address === path)) return stray.slice(0, 256);
  }
}
