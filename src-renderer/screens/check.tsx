import { Button, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { VERIFY_KINDS, type VerifyKind } from '../../src-main/bridge/contract.ts';
import en from '../i18n/en.json';
import { checkJob } from '../stores/jobs.ts';
import { CheckSummary } from '../widgets/check-summary.tsx';
import { Failed } from '../widgets/failed.tsx';
import { JobProgress } from '../widgets/job-progress.tsx';
import styles from './records.module.css';

const isStep = (label: string): label is keyof (typeof en)['verify'] => Object.hasOwn(en.verify, label);

/** Looks whether everything the console remembers is whole, and repairs what has a safe repair when asked to. */
export function Check() {
  const { t } = useTranslation();
  const [kind, setKind] = useState<VerifyKind>('quick');
  const [repair, setRepair] = useState(false);
  const { phase, progress, result, failure } = checkJob.use();
  const running = phase === 'running';
  const step = progress && isStep(progress.label) ? t(`verify.${progress.label}`) : progress?.label;
  const start = () =>
    checkJob.start((client, signal) => client.store[repair ? 'repair' : 'verify']({ kind }, { signal }));
  return (
    <section className={styles['panel']} aria-labelledby="check">
      <Title order={3} size="h4" id="check">
        {t('check.heading')}
      </Title>
      <fieldset className={styles['choices']} disabled={running}>
        <legend>{t('check.which')}</legend>
        {VERIFY_KINDS.map((choice) => (
          <label key={choice} className={styles['choice']}>
            <input type="radio" name="check" checked={kind === choice} onChange={() => setKind(choice)} />
            <span>
              <strong>{t(`check.kind.${choice}`)}</strong>: {t(`check.kindMeaning.${choice}`)}
            </span>
          </label>
        ))}
        <label className={styles['choice']}>
          <input type="checkbox" checked={repair} onChange={(event) => setRepair(event.currentTarget.checked)} />
          {t('check.repair')}
        </label>
      </fieldset>
      <Button loading={running} onClick={() => void start()}>
        {t('check.start')}
      </Button>
      {running && <JobProgress label={t('check.running')} progress={progress} step={step} cancel={checkJob.cancel} />}
      <Failed failure={failure} />
      <div role="status">
        {phase === 'cancelled' && t('job.cancelled')}
        {result && <CheckSummary report={result} />}
      </div>
    </section>
  );
}
