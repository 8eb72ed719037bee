import {
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from 'kysely';
import type { SqlParameter } from '../journal/record.ts';
import type { Row } from './statements.ts';

export interface Query {
  readonly sql: string;
  readonly parameters: readonly SqlParameter[];
}

/** All that Kysely needs of a database that answers at once. */
export interface Runs {
  run(query: Query): { readonly rows: Row[]; readonly changes: number };
}

/** Lets Kysely speak to a database in memory, over one connection. Transactions are the store's own business. */
export function memoryDialect(runs: Runs): Dialect {
  const connection: DatabaseConnection = {
    async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
      const { rows, changes } = runs.run({ sql, parameters: parameters.map(sqlParameter) });
      return { rows: rows as R[], numAffectedRows: BigInt(changes) };
    },
    streamQuery: () => refuse('a stream'),
  };
  const driver: Driver = {
    init: async () => {},
    acquireConnection: async () => connection,
    releaseConnection: async () => {},
    beginTransaction: () => refuse('a transaction of its own'),
    commitTransaction: () => refuse('a transaction of its own'),
    rollbackTransaction: () => refuse('a transaction of its own'),
    destroy: async () => {},
  };
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => driver,
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

function refuse(what: string): never {
  throw new Error(`a repository has no use for ${what}: it already runs inside one transaction`);
}

const runsBehind = new WeakMap<object, Runs>();

/** Lets what is asked of `db` in words that are made already go past Kysely, which takes longer than SQLite then does. */
export function letPrepared(db: object, runs: Runs): void {
  runsBehind.set(db, runs);
}

/** The database behind `db`; null where it is not one in memory. */
export const directly = (db: object): Runs | null => runsBehind.get(db) ?? null;

export function sqlParameter(parameter: unknown): SqlParameter {
  if (parameter === null || typeof parameter === 'string' || parameter instanceof Uint8Array) return parameter;
  if (typeof parameter === 'number' && Number.isFinite(parameter)) return parameter;
  throw new TypeError(`the store cannot keep a ${typeof parameter === 'number' ? parameter : typeof parameter}`);
}
