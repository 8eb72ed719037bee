import {
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type Compilable,
  type QueryResult,
} from 'kysely';
import type { Db, Schema } from '../schema.ts';

/** Builds queries and runs none. */
const builder: Db = new Kysely<Schema>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

class Slot {
  readonly name: PropertyKey;
  constructor(name: PropertyKey) {
    this.name = name;
  }
}

/**
 * A query that Kysely puts into words once instead of at every call, which takes longer than SQLite then does: for the
 * few that run at every commit. `slot(name)` stands for the value of that name in the arguments of a later call.
 */
export function prepared<A extends object, R>(
  build: (db: Db, slot: <N extends keyof A>(name: N) => A[N]) => Compilable<R>,
): (db: Db, args: A) => Promise<QueryResult<R>> {
  const compiled = build(builder, (name) => new Slot(name) as never).compile();
  return (db, args) => {
    const parameters = compiled.parameters.map((value) =>
      value instanceof Slot ? args[value.name as keyof A] : value,
    );
    return db.executeQuery<R>({ ...compiled, parameters });
  };
}
