import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import styles from './battery.module.css';
import { Octagon, Triangle } from './icons.tsx';

/** At and below these charges (%) the battery is not normal any more. */
export const BATTERY_LOW_PERCENT = 20;
export const BATTERY_CRITICAL_PERCENT = 10;

export type BatteryLevel = 'normal' | 'low' | 'critical';

export function batteryLevel(percent: number): BatteryLevel {
  if (percent <= BATTERY_CRITICAL_PERCENT) return 'critical';
  return percent <= BATTERY_LOW_PERCENT ? 'low' : 'normal';
}

/** Charge as a number and a filled shape; low and critical with a word and a sign of their own. */
export function Battery({ percent }: { readonly percent: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const level = batteryLevel(percent);
  return (
    <span className={styles['battery']} data-level={level}>
      <span className={styles['cell']} aria-hidden="true">
        <span className={styles['charge']} style={{ inlineSize: `${Math.min(100, Math.max(0, percent))}%` }} />
      </span>
      {format.percent(Math.floor(percent))}
      {level !== 'normal' && (
        <strong className={styles['alarm']}>
          {level === 'critical' ? <Octagon size={18} /> : <Triangle size={18} />}
          {t(level === 'critical' ? 'robot.batteryCritical' : 'robot.batteryLow')}
        </strong>
      )}
    </span>
  );
}
