import { useTranslation } from 'react-i18next';
import type { LinkHealth } from '../../src-main/bridge/contract.ts';
import { useFormat } from '../i18n/format.ts';
import styles from './availability.module.css';
import { Triangle } from './icons.tsx';

/** The share of time in which the link was live, whether that meets the target, and over how long it was observed. */
export function Availability({ ratio, target, observedMs }: NonNullable<LinkHealth['availability']>) {
  const { t } = useTranslation();
  const format = useFormat();
  const met = ratio >= target;
  return (
    <span>
      {format.ratio(ratio)}{' '}
      <span className={styles[met ? 'met' : 'missed']}>
        {!met && <Triangle size={18} />}
        {t(met ? 'health.met' : 'health.missed', { target: format.ratio(target) })}
      </span>{' '}
      <small>{t('health.observed', { duration: format.duration(observedMs) })}</small>
    </span>
  );
}
