import type { Log } from '../../log.ts';
import type { Query } from './dialect.ts';
import type { MemoryDatabase } from './memory-database.ts';

/** A statement that takes longer than this (ms) is worth a line in the log. */
export const SLOW_MS = 50;

export interface SlowQueries {
  readonly count: number;
  look(query: Query, ms: number): void;
}

/** Logs slow statements with SQLite's plan for them; their parameters stay out of the log, they may be personal. */
export function watchSlowQueries(log: Log, memory: () => MemoryDatabase): SlowQueries {
  let count = 0;
  return {
    get count() {
      return count;
    },
    look({ sql }, ms) {
      if (ms <= SLOW_MS) return;
      count += 1;
      log.warn('slow query', { ms: Math.round(ms), sql, plan: planOf(memory(), sql) });
    },
  };
}

function planOf(memory: MemoryDatabase, sql: string): string[] {
  try {
    return memory.exec(`EXPLAIN QUERY PLAN ${sql}`).map(({ detail }) => String(detail));
  } catch (error) {
    return [`no plan: ${error instanceof Error ? error.message : String(error)}`];
  }
}
