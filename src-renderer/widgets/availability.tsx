import { useTranslation } from 'react-i18next';
import type { LinkHealth } from '../../src-main/bridge/contract.ts';
import { useFormat } from '../i18n/format.ts';
import { Mark } from './mark.tsx';

/** The share of time in which the link was live, whether that meets the target, and over how long it was observed. */
export function Availability({ ratio, target, observedMs }: Omit<NonNullable<LinkHealth['availability']>, 'budget'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const met = ratio >= target;
  const goal = format.ratio(target);
  return (
    <span>
      {format.ratio(ratio)}{' '}
      {met ? t('health.met', { target: goal }) : <Mark level="warning">{t('health.missed', { target: goal })}</Mark>}{' '}
      <small>{t('health.observed', { duration: format.duration(observedMs) })}</small>
    </span>
  );
}
