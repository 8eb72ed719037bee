import type { AuditEvent } from '../audit/record.ts';
import type { Clock } from '../clock.ts';
import { ConsoleError } from '../errors.ts';
import type { AuditTrail } from './audit-trail.ts';
import { asConsoleError, interrupted, unavailable } from './failure.ts';
import type { Change, Journal } from './journal/journal.ts';
import { refuseTooLarge } from './journal/record.ts';
import { runRead, type ReadName } from './reads.ts';
import type { SealedSegments } from './segments/sealed-segments.ts';
import type { MemoryDatabase } from './sqlite/memory-database.ts';
import { runFigures, runWrite, type FiguresName, type WriteName } from './writes.ts';

export type Call =
  | { readonly kind: 'read'; readonly name: ReadName; readonly args: unknown }
  | {
      readonly kind: 'write';
      readonly name: WriteName;
      readonly args: unknown;
      readonly event: AuditEvent;
      /** When it was asked for: wall clock, ms. */
      readonly at: number;
    }
  | { readonly kind: 'figures'; readonly name: FiguresName; readonly args: unknown; readonly at: number };

export type Outcome = { readonly value: unknown } | { readonly error: ConsoleError };

/** Why changes are refused at the moment. */
export interface Refusing {
  /** The system's code (ENOSPC, EIO); null when it gave none. */
  readonly reason: string | null;
  /** Wall clock, ms. */
  readonly since: number;
}

export interface EngineCounts {
  readonly commits: number;
  readonly syncs: number;
  readonly reads: number;
  /** Changes that could not be kept. */
  readonly refused: number;
}

/**
 * The order of things that makes the store trustworthy: changes happen in memory inside an open transaction, their
 * record goes to the disk, and only then are they committed in memory and told to anyone.
 */
export interface Engine {
  /**
   * Runs calls in their order and answers each; changes among them share one sync of the disk. When the disk does not
   * take them, all of them are undone and refused, and reads that had seen one are answered without it. Rejects only
   * when memory cannot be trusted any more (SQLite ran out of it): begin again from the disk then.
   */
  run(calls: readonly Call[]): Promise<Outcome[]>;
  /** A change of the store's own, alone; rejects when it was not kept. */
  change(work: (memory: MemoryDatabase) => Promise<void>): Promise<void>;
  /** Tries to get out of refusing; answers whether changes are accepted now. */
  recover(): boolean;
  readonly refusing: Refusing | null;
  readonly counts: EngineCounts;
  /** The journal that goes on; its user may put another in its place while nothing runs. */
  journal: Journal;
}

/** Everything that is no read. */
const isChange = (call: Call): call is Exclude<Call, { kind: 'read' }> => call.kind !== 'read';

/** What came of calls that ran inside one transaction. */
interface Ran {
  readonly outcomes: Outcome[];
  readonly changes: readonly Change[];
  /** The transaction was begun. */
  readonly open: boolean;
}

export interface EngineOptions {
  readonly memory: MemoryDatabase;
  /** What is undone in the database is undone in its head, too. */
  readonly trail: AuditTrail;
  readonly journal: Journal;
  readonly sealed: SealedSegments;
  readonly clock: Pick<Clock, 'now'>;
  /** The engine has begun to refuse changes, or accepts them again. */
  readonly onRefusing: (refusing: Refusing | null, cause?: unknown) => void;
}

export function createEngine({ memory, trail, journal: first, sealed, clock, onRefusing }: EngineOptions): Engine {
  const sources = { db: memory.db, sealed };
  const written = { db: memory.db, trail };
  const counts = { commits: 0, syncs: 0, reads: 0, refused: 0 };
  let journal = first;
  let refusing: Refusing | null = null;

  async function read({ name, args }: Call & { kind: 'read' }): Promise<Outcome> {
    counts.reads += 1;
    try {
      return { value: await runRead(sources, name, args) };
    } catch (error) {
      return { error: asConsoleError(error) };
    }
  }

  /** Runs `work`; adds what it did to `changes`. What it did before it failed is still there. */
  async function attempt(work: () => Promise<unknown>, at: number, changes: Change[]): Promise<Outcome> {
    const recorded = memory.record();
    try {
      const value = await work();
      const statements = recorded();
      refuseTooLarge(statements);
      if (statements.length > 0) changes.push({ at, statements });
      return { value };
    } catch (error) {
      recorded();
      return { error: asConsoleError(error) };
    }
  }

  /** As `attempt`, but nothing is left of what failed, while what others did before in the transaction stays. */
  async function guarded(work: () => Promise<unknown>, at: number, changes: Change[]): Promise<Outcome> {
    memory.control('SAVEPOINT change');
    const { head } = trail;
    const outcome = await attempt(work, at, changes);
    if ('error' in outcome) {
      memory.control('ROLLBACK TO change');
      trail.head = head;
    }
    memory.control('RELEASE change');
    return outcome;
  }

  /**
   * Runs calls in their order, in one transaction that is left open when there is a change among them. Changes hardly
   * ever fail, and guarding one from the next costs as much as making it: unguarded, the answer is null when one of
   * several fails, and nothing is left of any.
   *
   * @param refusal what changes are answered instead of being made
   */
  async function inOrder(calls: readonly Call[], refusal: ConsoleError | null, guard: boolean): Promise<Ran | null> {
    const ran = { outcomes: [] as Outcome[], changes: [] as Change[], open: false };
    const alone = calls.filter(isChange).length === 1;
    const { head } = trail;
    for (const call of calls) {
      if (call.kind === 'read') ran.outcomes.push(await read(call));
      else if (refusal) ran.outcomes.push({ error: refusal });
      else {
        if (!ran.open) memory.control('BEGIN');
        ran.open = true;
        const { at } = call;
        const make = (): Promise<unknown> =>
          call.kind === 'figures'
            ? runFigures(written.db, call.name, call.args)
            : runWrite(written, call.name, call.args, call.event, at);
        const outcome = await (guard ? guarded : attempt)(make, at, ran.changes);
        if ('error' in outcome && !guard) {
          memory.control('ROLLBACK');
          trail.head = head;
          if (!alone) return null;
          ran.open = false;
        }
        ran.outcomes.push(outcome);
      }
    }
    return ran;
  }

  /**
   * Null when the changes are on the disk and in memory; else what their askers are told, and memory is as before.
   *
   * @param before the head when the transaction began
   */
  function commit(changes: readonly Change[], before: AuditTrail['head']): ConsoleError | null {
    if (changes.length === 0) {
      memory.control('ROLLBACK');
      return null;
    }
    try {
      journal.append(changes);
    } catch (error) {
      memory.control('ROLLBACK');
      trail.head = before;
      counts.refused += changes.length;
      return refuse(error);
    }
    memory.control('COMMIT');
    counts.commits += changes.length;
    counts.syncs += 1;
    return null;
  }

  function refuse(cause: unknown): ConsoleError {
    const refusal = unavailable('the disk did not take the change', cause);
    if (refusing === null) {
      refusing = { reason: String(refusal.details['reason'] ?? '') || null, since: clock.now() };
      onRefusing(refusing, cause);
    }
    try {
      journal.cutBack();
      return refusal;
    } catch (error) {
      return interrupted('the disk did not take the change, and may still hold a part of it', error);
    }
  }

  function recover(): boolean {
    if (refusing === null) return true;
    try {
      journal.repair();
    } catch {
      // Said when the refusing began; the next attempt comes by itself.
      return false;
    }
    refusing = null;
    onRefusing(null);
    return true;
  }

  return {
    async run(calls) {
      const refused = recoveredFor(calls);
      const { head } = trail;
      const ran = (await inOrder(calls, refused, false)) ?? (await inOrder(calls, refused, true));
      if (ran === null) throw new Error('guarded changes are answered one by one');
      const refusal = ran.open ? commit(ran.changes, head) : null;
      return refusal === null ? ran.outcomes : withoutChanges(calls, ran.outcomes, refusal);
    },
    async change(work) {
      const changes: Change[] = [];
      const { head } = trail;
      memory.control('BEGIN');
      const outcome = await guarded(() => work(memory), clock.now(), changes);
      const refusal = commit(changes, head);
      if ('error' in outcome) throw outcome.error;
      if (refusal) throw refusal;
    },
    recover,
    get refusing() {
      return refusing;
    },
    counts,
    get journal() {
      return journal;
    },
    set journal(next) {
      journal = next;
    },
  };

  /** Null when changes can be accepted, else what their askers are told. */
  function recoveredFor(calls: readonly Call[]): ConsoleError | null {
    if (refusing === null || !calls.some(isChange) || recover()) return null;
    counts.refused += calls.filter(isChange).length;
    const { reason } = refusing;
    return new ConsoleError('STORE_UNAVAILABLE', 'the disk takes no changes at the moment', { reason });
  }

  /** The outcomes when no change was kept: a read behind the first change may have seen it, so it is read again. */
  async function withoutChanges(
    calls: readonly Call[],
    outcomes: readonly Outcome[],
    error: ConsoleError,
  ): Promise<Outcome[]> {
    const told: Outcome[] = [];
    const firstChange = calls.findIndex(isChange);
    for (const [index, call] of calls.entries()) {
      if (isChange(call)) told.push({ error });
      else if (index < firstChange) told.push(outcomes[index] ?? { error });
      else told.push(await read(call));
    }
    return told;
  }
}
