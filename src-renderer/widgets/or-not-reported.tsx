import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface OrNotReportedProps<T> {
  readonly value: T | null | undefined;
  readonly children: (value: T) => ReactNode;
}

/** A value, or the words that this firmware does not say. */
export function OrNotReported<T>({ value, children }: OrNotReportedProps<T>) {
  const { t } = useTranslation();
  return value === null || value === undefined ? t('robot.notReported') : children(value);
}
