import type { AuditFilter } from '../../../src-main/store/repositories/audit-filter.ts';
import { benchFolder, fill, openBenchStore } from '../support/bench-store.ts';
import { figure, progress } from '../support/figures.ts';
import { paired } from '../support/samples.ts';
import { benchEvent, openPeer } from '../support/store-peer.ts';

const MANY = 1_000_000;
const ROUNDS = 6;
const PAGES = 100;
/** Rounds of both sides alike that do not count. */
const WARM_UP = 2;

/** What people filter the log by, with the column that native SQLite has an index for. */
const FILTERS: Record<string, { readonly filter: AuditFilter; readonly where: string }> = {
  'no-filter': { filter: {}, where: '1' },
  action: { filter: { action: 'session.sign-out' }, where: "action = 'session.sign-out'" },
  person: { filter: { actorUserId: 'ann' }, where: "actor_user_id = 'ann'" },
  subject: { filter: { subject: 'ann' }, where: "subject = 'ann'" },
};

/** The first page of a filter out of a million records, against the same query on native SQLite. */
export async function firstPage(): Promise<void> {
  using folder = benchFolder();
  progress(`filling ours with ${MANY} records`);
  const store = await openBenchStore(folder.dir, { notBeforeMs: 1000 });
  await fill(store, MANY, (done) => progress(`  ${done}`));
  await store.snapshot();
  progress('filling the peer');
  const peer = openPeer(folder.dir);
  peer.database.transaction(() => {
    for (let number = 0; number < MANY; number++) peer.append(benchEvent(number), number);
  })();
  for (const [name, { filter, where }] of Object.entries(FILTERS)) {
    const query = peer.database.prepare(`SELECT * FROM audit_records WHERE ${where} ORDER BY id DESC LIMIT 100`);
    const took = await paired(
      ROUNDS,
      () => meanMs(async () => void (await store.read('audit.page', { ...filter, limit: 100 }))),
      () => meanMs(async () => void query.all()),
      WARM_UP,
    );
    const made = { ...took, rounds: ROUNDS, warmUpRoundsOfBoth: WARM_UP, pagesPerRound: PAGES };
    figure(`audit.first-page-${name}`, took.ratio, 'ratio', { atMost: 3 }, made);
  }
  await store.close();
  peer.close();
}

async function meanMs(page: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  for (let count = 0; count < PAGES; count++) await page();
  return (performance.now() - begun) / PAGES;
}
