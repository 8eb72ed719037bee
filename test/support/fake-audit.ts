import type { Archived } from '../../src-main/store/archive/local-archiver.ts';
import type { ArchivePlan } from '../../src-main/store/archive/store-archive.ts';
import type { Following } from '../../src-main/store/housekeeping/job.ts';
import type { AuditLog, AuditQuestion, Sight } from '../../src-main/audit/audit-log.ts';
import type { FakeWork } from './fake-store.ts';

/** An audit log without records, that remembers what it was asked. */
export interface FakeAudit extends AuditLog {
  /** What is in the archive, and may follow. */
  plan: ArchivePlan;
  /** The move into it, where the test wants to hold it; null: it is over at once. */
  archiving: FakeWork<Following, Archived> | null;
  readonly asked: { readonly question: AuditQuestion; readonly sight: Sight }[];
}

export function createFakeAudit(): FakeAudit {
  const asked: FakeAudit['asked'] = [];
  const report = { findings: [], untold: 0, steps: 0, kind: 'full', at: 0, tookMs: 0, repairs: [] } as const;
  const fake: FakeAudit = {
    asked,
    plan: { policy: null, archived: null, due: null },
    archiving: null,
    async page(question, sight) {
      asked.push({ question, sight });
      return [];
    },
    record: async () => null,
    kept: async () => fake.plan,
    archive: async (_by, following) => fake.archiving?.run(following) ?? { segments: 0, records: 0, files: [] },
    verify: async () => report,
    export: async () => ({ file: '/exports/audit.jsonl', records: 0, archivedUpTo: null }),
  };
  return fake;
}
