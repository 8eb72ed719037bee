import type { AuditLog, AuditQuestion, Sight } from '../../src-main/audit/audit-log.ts';

/** An audit log without records, that remembers what it was asked. */
export interface FakeAudit extends AuditLog {
  readonly asked: { readonly question: AuditQuestion; readonly sight: Sight }[];
}

export function createFakeAudit(): FakeAudit {
  const asked: FakeAudit['asked'] = [];
  const report = { findings: [], untold: 0, steps: 0, kind: 'full', at: 0, tookMs: 0, repairs: [] } as const;
  return {
    asked,
    async page(question, sight) {
      asked.push({ question, sight });
      return [];
    },
    record: async () => null,
    kept: async () => ({ policy: null, archived: null, due: null }),
    archive: async () => ({ segments: 0, records: 0, files: [] }),
    verify: async () => report,
    export: async () => ({ file: '/exports/audit.jsonl', records: 0, archivedUpTo: null }),
  };
}
