import { useTranslation } from 'react-i18next';
import type { StoreHealth } from '../../src-main/bridge/contract.ts';
import { useFormat } from '../i18n/format.ts';
import type { Trouble } from '../store-trouble.ts';
import { useTrouble } from '../stores/store-health.ts';
import { CrossedDisk } from './icons.tsx';
import styles from './store-banner.module.css';

/** What is changed now would not be kept: said on every screen until it is again. */
export function StoreBanner() {
  const found = useTrouble();
  // The alert region stands before it is needed, or a screen reader would not announce what appears in it.
  return <div role="alert">{found && <StoreTrouble {...found} />}</div>;
}

interface StoreTroubleProps {
  readonly trouble: Trouble;
  readonly health: StoreHealth;
}

/** Nothing in it counts or moves: a screen reader would read it out again each time. */
export function StoreTrouble({ trouble, health }: StoreTroubleProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const reason = 'reason' in health ? (health.reason ?? '–') : '–';
  return (
    <div className={styles['banner']} data-store-trouble={trouble}>
      <CrossedDisk size={40} />
      <div>
        <p className={styles['what']}>{t(`records.trouble.${trouble}.what`)}</p>
        <p>
          {t(`records.trouble.${trouble}.advice`, { reason })}{' '}
          {health.state === 'refusing' && t('records.since', { time: format.dateTime(health.since) })}
        </p>
      </div>
    </div>
  );
}
