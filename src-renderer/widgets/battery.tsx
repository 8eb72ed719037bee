import { useTranslation } from 'react-i18next';
import { batteryLevel } from '../attention.ts';
import { useFormat } from '../i18n/format.ts';
import styles from './battery.module.css';
import { Mark } from './mark.tsx';

/** Charge as a number and a filled shape; low and critical with a word and a sign of their own. */
export function Battery({ percent }: { readonly percent: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const level = batteryLevel(percent);
  return (
    <span className={styles['battery']}>
      <span className={styles['cell']} aria-hidden="true">
        <span className={styles['charge']} style={{ inlineSize: `${Math.min(100, Math.max(0, percent))}%` }} />
      </span>
      {format.percent(Math.floor(percent))}
      {level !== 'normal' && (
        <Mark level={level === 'critical' ? 'critical' : 'warning'}>
          {t(level === 'critical' ? 'robot.batteryCritical' : 'robot.batteryLow')}
        </Mark>
      )}
    </span>
  );
}
