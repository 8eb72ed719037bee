import path from 'node:path';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Archived } from '../store/archive/local-archiver.ts';
import type { ArchivePlan } from '../store/archive/store-archive.ts';
import type { Following } from '../store/housekeeping/job.ts';
import type { VerifyReport } from '../store/integrity/report.ts';
import type { AuditFilter } from '../store/repositories/audit-filter.ts';
import type { AuditRecord } from '../store/repositories/audit.ts';
import type { Store } from '../store/store.ts';
import { exportFile } from './export/export-file.ts';
import { exportText } from './export/export.ts';
import type { ExportFormat } from './export/formats.ts';
import { evidenceFor, furthest, inWords, isHere, selectedRecords, type Selection } from './export/selection.ts';
import { writeText } from './export/write-text.ts';
import type { InclusionEvidence } from './inclusion.ts';
import type { Actor, AuditEvent } from './record.ts';

/** Of the log, what a person may see. */
export interface Sight {
  readonly by: Actor;
  /** Null: everything. */
  readonly limits: {
    /** What anybody did to these kinds of things is seen, beside one's own actions. */
    readonly objects: readonly string[];
    /** Values before and after are not seen of actions on these kinds of things. */
    readonly withoutValues: readonly string[];
  } | null;
  /** Of records about a robot, those about these only; null: all. */
  readonly robots: readonly string[] | null;
}

export type AuditQuestion = Omit<AuditFilter, 'limitedTo' | 'robots' | 'actorUserId'> & {
  /** A username, or the id of an account that is there no more. */
  readonly person?: string | undefined;
  /** Records older than this one only; all when absent. */
  readonly before?: number | undefined;
  readonly limit: number;
};

export interface AuditDetail {
  readonly record: AuditRecord;
  /** That it is in the log; null when it is not signed yet, or not to be seen. */
  readonly evidence: InclusionEvidence | null;
  /** The record of the signature that the act was done with; null where there was none. */
  readonly signature: AuditRecord | null;
}

export interface ExportWish extends Omit<Selection, 'robots'> {
  readonly format: ExportFormat;
  readonly language: 'en' | 'vi';
}

export interface ExportDone {
  /** On the machine that the console runs on. */
  readonly file: string;
  readonly records: number;
  /** Id of the last record that is in the archive, and therefore not in the file; null when none is. */
  readonly archivedUpTo: number | null;
}

/** The audit log as people look at it; that they did is on the record, too. */
export interface AuditLog {
  /** The newest records that fit and may be seen, newest first. */
  page(question: AuditQuestion, sight: Sight): Promise<readonly AuditRecord[]>;
  /** One record; null when there is none, or none that may be seen. */
  record(id: number, sight: Sight): Promise<AuditDetail | null>;
  /** Reads everything that is kept, the log with it. @throws as {@link Store.verify} */
  verify(by: Actor, following: Following): Promise<VerifyReport>;
  /** What is in the archive and here no more, and what may follow; where it is, for those who may see all of the log. */
  kept(sight: Sight): Promise<ArchivePlan>;
  /** Moves what is old enough into the archive. @throws as {@link StoreArchive.move} */
  archive(by: Actor, following: Following): Promise<Archived>;
  /** Writes an export into the folder for them. @throws the system's error when it cannot be written */
  export(wish: ExportWish, sight: Pick<Sight, 'by' | 'robots'>, following: Following): Promise<ExportDone>;
}

export interface AuditLogOptions {
  readonly store: Pick<Store, 'read' | 'write' | 'verify' | 'signAudit' | 'archive'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Folder for exports. */
  readonly exportsFolder: string;
  readonly verifierKey: string;
  /** The form in which two usernames are the same person. */
  readonly canonicalName: (username: string) => string;
}

/** Under what a signature is on record. */
const SIGNED = 'signature.give';
/** That somebody looks at the log is recorded at most this often for each session, ms. */
const VIEW_EVERY_MS = 60_000;

export function createAuditLog({
  store,
  clock,
  log,
  exportsFolder,
  verifierKey,
  ...options
}: AuditLogOptions): AuditLog {
  const viewed = new Map<string, number>();

  /** Looking goes on while the disk takes no records: it must be possible then above all. */
  async function recordView(by: Actor, subject: string | null): Promise<void> {
    const session = by.sessionId ?? '';
    const now = clock.monotonic();
    for (const [id, at] of viewed) if (now - at >= VIEW_EVERY_MS) viewed.delete(id);
    if (viewed.has(session)) return;
    viewed.set(session, now);
    const event = { actor: by, action: 'audit.view', subject, outcome: 'succeeded', details: {} } as const;
    await store
      .write('audit.append', {}, event)
      .catch((error: unknown) => log.warn('that the audit log was looked at could not be recorded', { error }));
  }

  const seenBy = ({ by, limits, robots }: Sight): Pick<AuditFilter, 'limitedTo' | 'robots'> => ({
    limitedTo: limits === null ? undefined : { userId: by.userId ?? '', objects: limits.objects },
    robots: robots ?? undefined,
  });

  async function accountOf(person: string): Promise<string> {
    const canonicalName = options.canonicalName(person);
    return (await store.read('users.byCanonicalName', { canonicalName }))?.id ?? person;
  }

  async function signed() {
    return furthest((await store.read('audit.checkpoints', {})).map(({ note }) => note));
  }

  /** Part of the record wherever that is shown (21 CFR 11.50(b)), whoever else's act signing was. */
  async function signatureOf({ action, details }: AuditRecord): Promise<AuditRecord | null> {
    const subject = details['signature'];
    if (typeof subject !== 'string' || action === SIGNED) return null;
    const given = { subject, action: SIGNED, outcome: 'succeeded', limit: 1 } as const;
    return (await store.read('audit.page', given))[0] ?? null;
  }

  return {
    async page({ person, ...question }, sight) {
      await recordView(sight.by, null);
      const actorUserId = person === undefined ? undefined : await accountOf(person);
      const records = await store.read('audit.page', { ...question, actorUserId, ...seenBy(sight) });
      return records.map((record) => asSeen(record, sight));
    },

    async record(id, sight) {
      await recordView(sight.by, String(id));
      const [record] = await store.read('audit.page', { before: id + 1, limit: 1, ...seenBy(sight) });
      if (record?.id !== id) return null;
      const evidence = sight.limits === null ? await evidenceFor(store, await signed(), id) : null;
      const shown = asSeen(record, sight);
      return { record: shown, evidence, signature: await signatureOf(shown) };
    },

    async kept({ limits }) {
      const plan = await store.archive.plan();
      if (limits === null) return plan;
      return { ...plan, policy: null, due: null, archived: plan.archived && { ...plan.archived, folders: [] } };
    },

    archive: (by, following) => store.archive.move({ by, ...following }),

    verify: (by, following) => store.verify({ kind: 'full', by, ...following }),

    async export({ format, language, ...asked }, { by, robots: seen }, { onProgress = () => {}, signal }) {
      const wanted: Selection = { ...asked, robots: seen ?? undefined };
      const filter = inWords(wanted);
      const at = clock.now();
      const file = exportFile(exportsFolder, 'audit', at, format);
      const event = (outcome: AuditEvent['outcome'], facts: AuditEvent['details']): AuditEvent => ({
        actor: by,
        action: 'audit.export',
        subject: path.basename(file),
        outcome,
        details: { format, filter, ...facts },
      });
      try {
        await store.signAudit();
        const { archived } = await store.read('audit.archive', { before: null });
        const archivedUpTo = archived?.lastId ?? null;
        const checkpoints = (await signed()).filter(isHere(archivedUpTo));
        const total = checkpoints.reduce((sum, { checkpoint }) => sum + checkpoint.size, 0);
        let records = 0;
        async function* followed() {
          for await (const proven of selectedRecords(store, checkpoints, wanted)) {
            signal?.throwIfAborted();
            records += 1;
            if (records % 1000 === 0) onProgress({ done: proven.chained.record.id, total, label: 'export' });
            yield proven;
          }
        }
        const header = {
          log: verifierKey.split('+')[0] ?? '',
          exportedAt: at,
          exportedBy: by.username,
          verifierKey,
          filter,
          ...(archived && { archived: { firstRecord: archived.firstId, lastRecord: archived.lastId } }),
        };
        const notes = checkpoints.map(({ note }) => note);
        await writeText(file, exportText(format, header, followed(), notes, language));
        await store.write('audit.append', {}, event('succeeded', { records }));
        return { file, records, archivedUpTo };
      } catch (error) {
        await store
          .write('audit.append', {}, event('failed', {}))
          .catch((cause: unknown) => log.warn('a failed export could not be recorded', { cause }));
        throw error;
      }
    },
  };
}

function asSeen(record: AuditRecord, { limits }: Sight): AuditRecord {
  const object = record.action.split('.')[0] ?? '';
  return limits?.withoutValues.includes(object) ? { ...record, oldValue: null, newValue: null, details: {} } : record;
}
