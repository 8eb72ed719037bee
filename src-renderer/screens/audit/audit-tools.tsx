import { Button, NativeSelect, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  EXPORT_FORMATS,
  type ArchivePlan,
  type AuditWish,
  type ExportFormat,
} from '../../../src-main/bridge/contract.ts';
import { auditExportJob, auditVerifyJob } from '../../stores/jobs.ts';
import { usePreferences } from '../../stores/preferences.ts';
import { CheckSummary } from '../../widgets/check-summary.tsx';
import { Failed } from '../../widgets/failed.tsx';
import { JobProgress } from '../../widgets/job-progress.tsx';
import { Archive } from './archive.tsx';
import styles from './audit.module.css';

interface AuditToolsProps {
  readonly wish: AuditWish;
  /** Null as long as it is not known. */
  readonly kept: ArchivePlan | null;
  /** What is kept is to be asked for again. */
  again(): void;
}

/** For those who answer for the log: what fits as a file, the proof that nothing was changed, and the archive. */
export function AuditTools({ wish, kept, again }: AuditToolsProps) {
  const { t } = useTranslation();
  return (
    <div className={styles['tools']}>
      <section aria-labelledby="audit-export">
        <Title order={2} size="h4" id="audit-export">
          {t('audit.export.heading')}
        </Title>
        <Export wish={wish} />
      </section>
      <section aria-labelledby="audit-verify">
        <Title order={2} size="h4" id="audit-verify">
          {t('audit.verify.heading')}
        </Title>
        <Verify />
      </section>
      {kept && <Archive plan={kept} again={again} />}
    </div>
  );
}

function Export({ wish }: { readonly wish: AuditWish }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const [format, setFormat] = useState<ExportFormat>('jsonl');
  const { phase, progress, result, failure } = auditExportJob.use();
  const running = phase === 'running';
  const { text: _text, person: actor, ...rest } = wish;
  const start = () =>
    auditExportJob.start((client, signal) =>
      client.audit.export({ ...rest, ...(actor === undefined ? {} : { actor }), format, language }, { signal }),
    );
  return (
    <>
      {wish.text !== undefined && <p>{t('audit.export.withoutText')}</p>}
      <NativeSelect
        label={t('audit.export.format')}
        value={format}
        data={EXPORT_FORMATS.map((value) => ({ value, label: t(`audit.export.formats.${value}`) }))}
        onChange={(event) => setFormat(EXPORT_FORMATS.find((one) => one === event.currentTarget.value) ?? 'jsonl')}
      />
      <Button loading={running} onClick={() => void start()}>
        {t('audit.export.start')}
      </Button>
      {running && (
        <JobProgress
          label={t('audit.export.running')}
          progress={progress}
          step={undefined}
          cancel={auditExportJob.cancel}
        />
      )}
      <Failed failure={failure} />
      <p role="status" className={styles['file']}>
        {result && t('audit.export.done', { n: result.records, file: result.file })}{' '}
        {result && result.archivedUpTo !== null && t('audit.export.archived', { n: result.archivedUpTo })}
      </p>
    </>
  );
}

function Verify() {
  const { t } = useTranslation();
  const { phase, progress, result, failure } = auditVerifyJob.use();
  const running = phase === 'running';
  const start = () => auditVerifyJob.start((client, signal) => client.audit.verify(undefined, { signal }));
  return (
    <>
      <p>{t('audit.verify.about')}</p>
      <Button loading={running} onClick={() => void start()}>
        {t('audit.verify.start')}
      </Button>
      {running && (
        <JobProgress
          label={t('audit.verify.running')}
          progress={progress}
          step={undefined}
          cancel={auditVerifyJob.cancel}
        />
      )}
      <Failed failure={failure} />
      <div role="status">{result && <CheckSummary report={result} />}</div>
    </>
  );
}
