import { systemClock } from '../../../src-main/clock.ts';
import { createAuditTrail, GENESIS, type AuditTrail } from '../../../src-main/store/audit-trail.ts';
import { createEngine, type Call, type Engine } from '../../../src-main/store/engine.ts';
import { diskFiles } from '../../../src-main/store/files.ts';
import { createJournal } from '../../../src-main/store/journal/journal.ts';
import { applyMigrations } from '../../../src-main/store/migrate.ts';
import { migrations } from '../../../src-main/store/migrations/all.ts';
import { sealedSegments } from '../../../src-main/store/segments/sealed-segments.ts';
import { openMemoryDatabase } from '../../../src-main/store/sqlite/memory-database.ts';
import { ANN, benchFolder } from '../support/bench-store.ts';
import { figure, progress } from '../support/figures.ts';
import { paired } from '../support/samples.ts';
import { benchEvent } from '../support/store-peer.ts';

const ROUNDS = 8;
const ROUND_MS = 1000;

/** Durable transactions with their audit record against the same engine, journal and disk without it. */
export async function auditing(): Promise<void> {
  using folder = benchFolder();
  using other = benchFolder();
  const audited = await openEngine(
    folder.dir,
    createAuditTrail({ clock: systemClock, clockId: 'bench', workstation: 'bench' }),
  );
  const plain = await openEngine(other.dir, { head: GENESIS, append: async () => {} });
  for (const [together, name] of [[1, 'one-writer'] as const, [64, '64-writers'] as const]) {
    progress(`audited and plain, ${name}: ${ROUNDS} rounds of each side`);
    const rate = await paired(
      ROUNDS,
      () => commitsPerSecond(audited, together),
      () => commitsPerSecond(plain, together),
    );
    figure(`audit.${name}.rate-over-plain`, rate.ratio, 'ratio', { atLeast: 0.7 }, rate);
  }
  audited.journal.close();
  plain.journal.close();
}

async function openEngine(folder: string, trail: AuditTrail): Promise<Engine> {
  const memory = await openMemoryDatabase(null);
  const journal = createJournal(diskFiles, folder, 0);
  const sealed = sealedSegments(diskFiles, folder);
  const engine = createEngine({ memory, trail, journal, sealed, clock: systemClock, onRefusing() {} });
  await engine.change(({ db }) => applyMigrations(db, migrations, true, 0));
  const [made] = await engine.run([{ kind: 'write', name: 'users.create', args: ANN, event: benchEvent(0), at: 0 }]);
  if (!made || 'error' in made) throw made?.error ?? new Error('no answer');
  return engine;
}

async function commitsPerSecond(engine: Engine, together: number): Promise<number> {
  const begun = performance.now();
  let commits = 0;
  while (performance.now() - begun < ROUND_MS) {
    const calls = Array.from({ length: together }, (): Call => {
      const at = commits++;
      return { kind: 'write', name: 'users.recordSignIn', args: { userId: 'ann', at }, event: benchEvent(at), at };
    });
    const [outcome] = await engine.run(calls);
    if (!outcome || 'error' in outcome) throw outcome?.error ?? new Error('no answer');
  }
  return (commits / (performance.now() - begun)) * 1000;
}
