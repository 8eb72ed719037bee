import initSqlJs from 'sql.js/dist/sql-wasm-inline.js';
import { audit } from '../../../../src-main/store/migrations/0002-audit.ts';
import { users } from '../../../../src-main/store/migrations/0001-users.ts';

/** `console.db` as the console's first version left it: two steps of the schema, three accounts, four records. */
export async function firstVersionFile(): Promise<Uint8Array> {
  const sqlJs = await initSqlJs();
  const database = new sqlJs.Database();
  try {
    database.exec(`CREATE TABLE schema_history (
      number INTEGER PRIMARY KEY CHECK (number >= 1), name TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT`);
    for (const { number, name, statements } of [users, audit]) {
      for (const statement of statements) database.exec(statement);
      database.run('INSERT INTO schema_history VALUES (?, ?, ?)', [number, name, 1_767_225_600_000]);
    }
    for (const name of ['ann', 'bob', 'cai']) {
      const account = [`id-of-${name}`, name, name, `Person ${name}`, 'operator', 'a hash', 1_767_225_600_000];
      database.run('INSERT INTO users VALUES (?, ?, ?, ?, ?, ?, ?, NULL)', account);
      record(name, 'user.create');
    }
    record('ann', 'session.sign-in');
    return database.export();
  } finally {
    database.close();
  }

  function record(subject: string, action: string): void {
    const values = [1_767_225_600_000, 'loopback', action, subject, 'succeeded', '{}'];
    const columns = 'at, actor_origin, action, subject, outcome, details';
    database.run(`INSERT INTO audit_records (${columns}) VALUES (?, ?, ?, ?, ?, ?)`, values);
  }
}
