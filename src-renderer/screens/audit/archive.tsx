import { Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ArchivePlan } from '../../../src-main/bridge/contract.ts';
import { useFormat } from '../../i18n/format.ts';
import { archiveJob } from '../../stores/jobs.ts';
import { usePermission } from '../../stores/session.ts';
import { AskedFirst } from '../../widgets/asked-first.tsx';
import { Failed } from '../../widgets/failed.tsx';
import { JobProgress } from '../../widgets/job-progress.tsx';
import styles from './audit.module.css';

/** That older records are in the archive and not in the list; nothing when none are. */
export function ArchivedRecords({ archived }: Pick<ArchivePlan, 'archived'>) {
  const { t } = useTranslation();
  const format = useFormat();
  if (archived === null) return null;
  const facts = { n: format.count(archived.lastId), until: format.dateTime(archived.lastAt) };
  return (
    <p>
      {t('audit.archive.older', facts)}{' '}
      {archived.folders.length > 0 && (
        <span className={styles['file']}>{t('audit.archive.where', { folders: archived.folders.join(', ') })}</span>
      )}
    </p>
  );
}

/** Which records may go into the archive, and the way to move them for those who answer for it. */
export function Archive({ plan: { policy, due }, again }: { readonly plan: ArchivePlan; again(): void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const mayArchive = usePermission('audit:archive');
  const { phase, progress, result, failure } = archiveJob.use();
  const start = async () => {
    const moving = archiveJob.start((client, signal) => client.audit.archive(undefined, { signal }));
    void moving.then(again);
  };
  const facts = due &&
    policy && {
      first: format.count(due.firstId),
      last: format.count(due.lastId),
      segments: due.segments,
      until: format.dateTime(due.lastAt),
      folder: policy.folder,
    };
  return (
    <section aria-labelledby="audit-archive">
      <Title order={2} size="h4" id="audit-archive">
        {t('audit.archive.heading')}
      </Title>
      <p className={styles['file']}>
        {policy
          ? t('audit.archive.policy', { days: format.count(policy.keepDays), folder: policy.folder })
          : t('audit.archive.never')}
      </p>
      {policy && !facts && <p>{t('audit.archive.nothing')}</p>}
      {facts && <p className={styles['file']}>{t('audit.archive.due', facts)}</p>}
      {facts && mayArchive && phase !== 'running' && (
        <AskedFirst label={t('audit.archive.start')} question={t('audit.archive.question')} act={start} />
      )}
      {phase === 'running' && (
        <JobProgress label={t('audit.archive.running')} progress={progress} cancel={archiveJob.cancel} />
      )}
      <Failed failure={failure} />
      <p role="status" className={styles['file']}>
        {phase === 'cancelled' && t('error.AUDIT_ARCHIVE_CANCELLED')}
        {result && t('audit.archive.done', { n: format.count(result.records), files: result.files.length })}
      </p>
    </section>
  );
}
