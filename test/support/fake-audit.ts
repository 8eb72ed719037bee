import type { Archived } from '../../src-main/store/archive/local-archiver.ts';
import type { ArchivePlan } from '../../src-main/store/archive/store-archive.ts';
import type { Following } from '../../src-main/store/housekeeping/job.ts';
import type { AuditLog, AuditQuestion, Sight } from '../../src-main/audit/audit-log.ts';
import type { AuditRecord } from '../../src-main/store/repositories/audit.ts';
import type { FakeWork } from './fake-store.ts';

/** An audit log that knows of filters only the action, and remembers what it was asked. */
export interface FakeAudit extends AuditLog {
  /** What is in the archive, and may follow. */
  plan: ArchivePlan;
  /** The move into it, where the test wants to hold it; null: it is over at once. */
  archiving: FakeWork<Following, Archived> | null;
  readonly asked: { readonly question: AuditQuestion; readonly sight: Sight }[];
  /** The ids from `first` to `last` are kept; none at first. */
  keep(first: number, last: number): void;
  /** From now on this happens between a question for a page and its answer; where it fails, the question does. */
  meanwhile(act: (question: AuditQuestion) => Promise<void>): void;
}

/** Every tenth is of another kind. @param id its moment, too, in seconds */
export const fakeRecord = (id: number): AuditRecord => ({
  id,
  at: id * 1_000,
  action: id % 10 === 0 ? 'session.sign-out' : 'session.sign-in',
  actor: { userId: 'ann', username: 'ann', role: 'operator', sessionId: 's', origin: 'loopback' },
  clockId: 'clock',
  details: {},
  monotonicMs: id,
  newValue: null,
  oldValue: null,
  outcome: 'succeeded',
  reason: null,
  robot: null,
  source: null,
  subject: 'ann',
  version: 1,
  workstation: null,
  previousHash: 'a'.repeat(64),
  hash: 'b'.repeat(64),
});

export function createFakeAudit(): FakeAudit {
  const asked: FakeAudit['asked'] = [];
  let [first, last] = [1, 0];
  let happens: (question: AuditQuestion) => Promise<void> = async () => {};
  const report = { findings: [], untold: 0, steps: 0, kind: 'full', at: 0, tookMs: 0, repairs: [] } as const;
  const fake: FakeAudit = {
    asked,
    plan: { policy: null, archived: null, due: null },
    archiving: null,
    async page(question, sight) {
      asked.push({ question, sight });
      const [oldest, kept] = [first, last];
      await happens(question);
      const records: AuditRecord[] = [];
      const newest = Math.min(kept, (question.before ?? Number.POSITIVE_INFINITY) - 1);
      for (let id = newest; id >= oldest && records.length < question.limit; id--) {
        const record = fakeRecord(id);
        if (question.action === undefined || question.action === record.action) records.push(record);
      }
      return records;
    },
    keep: (from, to) => void ([first, last] = [from, to]),
    meanwhile: (act) => void (happens = act),
    record: async () => null,
    kept: async () => fake.plan,
    archive: async (_by, following) => fake.archiving?.run(following) ?? { segments: 0, records: 0, files: [] },
    verify: async () => report,
    export: async () => ({ file: '/exports/audit.jsonl', records: 0, archivedUpTo: null }),
  };
  return fake;
}
