import type { SecurityPolicy } from './policy.ts';
import type { PolicySection, Wording } from './policy-sections.ts';
import { plain, row } from './policy-row.ts';
import { POLICY_WORDS } from './policy-words.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What is kept, how it is proved, and what of it somebody could read who takes the disk away. */
export function storageSections(policy: SecurityPolicy, wording: Wording): PolicySection[] {
  return [audit(policy, wording), backups(policy, wording), atRest(policy, wording)];
}

/** What the key file says when nothing but its rights keeps it; see key-protection.ts. */
const BY_RIGHTS = 'file-rights';

function audit(policy: SecurityPolicy, { language, moment, duration }: Wording): PolicySection {
  const words = POLICY_WORDS[language].audit;
  const { auditKey, witnessConfigured, checkpointMinutes, checkpoints, keepAuditDays, formerAuditKeys } = policy;
  const byRights = auditKey.protection === BY_RIGHTS;
  const last = checkpoints.lastAt === null ? words.noCheckpoint : moment(checkpoints.lastAt);
  const { failure } = checkpoints;
  return {
    id: 'audit',
    heading: words.heading,
    rows: [
      plain(words.chain, words.chainWhat),
      row(words.key, byRights ? words.keyByRights : words.keyBy(auditKey.protection), byRights),
      plain(words.verifierKey, auditKey.verifierKey),
      ...formerAuditKeys.map(({ verifierKey, keyId, until }) =>
        row(words.formerKey(moment(until)), verifierKey ?? words.lostKey(keyId ?? '–'), true),
      ),
      row(words.witness, witnessConfigured ? words.witnessYes : words.witnessNo, !witnessConfigured),
      plain(words.every, duration(checkpointMinutes * MINUTE_MS)),
      plain(words.kept, keepAuditDays === null ? words.keptForEver : words.keptDays(keepAuditDays)),
      row(words.last, failure === null ? last : `${last}; ${words.failure(failure)}`, failure !== null),
    ],
  };
}

function backups({ scheduledBackups, backups: there }: SecurityPolicy, { language, duration }: Wording): PolicySection {
  const words = POLICY_WORDS[language].backups;
  const { everyHours, sealed, folderConfigured } = scheduledBackups;
  const scheduled = everyHours === null ? words.notScheduled : words.every(duration(everyHours * HOUR_MS));
  return {
    id: 'backups',
    heading: words.heading,
    rows: [
      row(words.scheduled, scheduled, everyHours === null),
      row(words.sealing, sealed ? words.sealed : words.open, !sealed),
      row(words.place, folderConfigured ? words.placeConfigured : words.placeOwn, !folderConfigured),
      row(words.there, words.count(there.sealed, there.open, there.unreadable), there.open > 0 || there.unreadable > 0),
    ],
  };
}

function atRest(policy: SecurityPolicy, { language }: Wording): PolicySection {
  const { atRest: words, audit: auditWords } = POLICY_WORDS[language];
  const { auditKey, scheduledBackups, backups: there } = policy;
  const byRights = auditKey.protection === BY_RIGHTS;
  const sealed = scheduledBackups.sealed && there.open === 0 && there.unreadable === 0;
  return {
    id: 'atRest',
    heading: words.heading,
    rows: [
      plain(words.passwords, words.passwordsWhat),
      plain(words.factors, words.factorsWhat),
      row(words.records, words.plain, true),
      row(words.logs, words.plain, true),
      row(words.auditKey, byRights ? words.notEncrypted : auditWords.keyBy(auditKey.protection), byRights),
      row(words.backups, sealed ? words.allSealed : words.notAllSealed, !sealed),
    ],
  };
}
