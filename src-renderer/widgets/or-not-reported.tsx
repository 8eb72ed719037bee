import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './or-not-reported.module.css';

interface OrNotReportedProps<T> {
  readonly value: T | null | undefined;
  readonly children: (value: T) => ReactNode;
}

/** A value, or the words that this firmware does not say; they look like no value, and are not part of a live one. */
export function OrNotReported<T>({ value, children }: OrNotReportedProps<T>) {
  const { t } = useTranslation();
  if (value !== null && value !== undefined) return children(value);
  return (
    <span className={styles['missing']} data-truth="none">
      {t('robot.notReported')}
    </span>
  );
}
