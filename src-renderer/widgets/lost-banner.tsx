import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { useConnection } from '../stores/connection.ts';
import { useNow } from '../stores/now.ts';
import { StruckClock } from './icons.tsx';
import styles from './lost-banner.module.css';

/** The console itself does not answer: said at once and loudly, with the seconds counting. */
export function LostBanner() {
  const lost = useConnection(({ phase }) => phase === 'lost');
  // The alert region stands before it is needed, or a screen reader would not announce what appears in it.
  return <div role="alert">{lost && <Words />}</div>;
}

function Words() {
  const { t } = useTranslation();
  const format = useFormat();
  const since = useConnection((state) => state.since);
  const seconds = useNow(({ monotonic }) => Math.max(0, Math.floor((monotonic - since) / 1_000)));
  return (
    <div className={styles['banner']}>
      <StruckClock size={40} />
      <div>
        <p className={styles['what']}>{t('lost.banner', { duration: format.duration(seconds * 1_000) })}</p>
        <p>{t('lost.advice')}</p>
      </div>
    </div>
  );
}
