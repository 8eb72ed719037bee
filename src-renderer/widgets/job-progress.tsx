import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Progress } from '../../src-main/bridge/contract.ts';
import { useFormat } from '../i18n/format.ts';
import styles from './job-progress.module.css';

interface JobProgressProps {
  /** What is being done. */
  readonly label: string;
  readonly progress: Progress | null;
  /** What is being done at the moment. */
  readonly step?: string | undefined;
  readonly cancel: () => void;
}

/** How far long work is, in a bar and in words, and the way to stop it. */
export function JobProgress({ label, progress, step, cancel }: JobProgressProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const share = shareOf(progress);
  return (
    <div className={styles['job']}>
      <p>
        <strong>{label}</strong> {share === null ? t('job.starting') : format.percent(Math.floor(share * 100))}
        {step && <span className={styles['step']}> {step}</span>}
      </p>
      <progress className={styles['bar']} aria-label={label} max={1} value={share ?? undefined} />
      <Button variant="default" onClick={cancel}>
        {t('job.cancel')}
      </Button>
    </div>
  );
}

/** 0 to 1; null while nothing is known of it. */
export function shareOf(progress: Progress | null): number | null {
  if (progress === null || !(progress.total > 0)) return null;
  return Math.min(1, Math.max(0, progress.done / progress.total));
}
