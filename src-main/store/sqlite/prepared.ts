import {
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type Compilable,
  type CompiledQuery,
  type QueryResult,
} from 'kysely';
import type { Db, Schema } from '../schema.ts';
import { directly, sqlParameter } from './dialect.ts';

/** Builds queries and runs none. */
const builder: Db = new Kysely<Schema>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

/** Stands for a value of a later call's arguments. */
class Slot<A> {
  readonly valueIn: (args: A) => unknown;
  constructor(valueIn: (args: A) => unknown) {
    this.valueIn = valueIn;
  }
}

/** Answers a stand-in for what it will find in the arguments of a later call. */
export type SlotFor<A> = <T>(valueIn: (args: A) => T) => T;

const slotFor =
  <A>(): SlotFor<A> =>
  (valueIn) =>
    new Slot(valueIn) as never;

async function run<R>(db: Db, compiled: CompiledQuery<R>, args: unknown): Promise<QueryResult<R>> {
  const { sql } = compiled;
  const parameters = compiled.parameters.map((value) => (value instanceof Slot ? value.valueIn(args) : value));
  const database = directly(db);
  if (database === null) return db.executeQuery<R>({ ...compiled, parameters });
  const { rows, changes } = database.run({ sql, parameters: parameters.map(sqlParameter) });
  return { rows: rows as R[], numAffectedRows: BigInt(changes) };
}

/**
 * A query that Kysely puts into words once instead of at every call, which takes longer than SQLite then does: for the
 * few that run at every commit. `slot(name)` stands for the value of that name in the arguments of a later call.
 */
export function prepared<A extends object, R>(
  build: (db: Db, slot: <N extends keyof A>(name: N) => A[N]) => Compilable<R>,
): (db: Db, args: A) => Promise<QueryResult<R>> {
  const slot = slotFor<A>();
  const compiled = build(builder, (name) => slot((args) => args[name])).compile();
  return (db, args) => run(db, compiled, args);
}

/**
 * As `prepared`, for a query whose words depend on its arguments: put into words once for each of its shapes, of which
 * there must be few.
 *
 * @param shapeOf equal for two arguments whose queries differ in their parameters only
 */
export function preparedByShape<A extends object, R>(
  shapeOf: (args: A) => string,
  build: (db: Db, args: A, slot: SlotFor<A>) => Compilable<R>,
): (db: Db, args: A) => Promise<QueryResult<R>> {
  const shapes = new Map<string, CompiledQuery<R>>();
  return (db, args) => {
    const shape = shapeOf(args);
    let compiled = shapes.get(shape);
    if (!compiled) shapes.set(shape, (compiled = build(builder, args, slotFor<A>()).compile()));
    return run(db, compiled, args);
  };
}
