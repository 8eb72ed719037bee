import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addressOf } from '../route.ts';
import { useAlarms } from '../stores/alarms.ts';
import { usePermission } from '../stores/session.ts';
import styles from './alarm-banner.module.css';
import { AlarmLine } from './alarm-line.tsx';

/** The rest is counted: the robots must stay in view whatever else there is. */
const SHOWN = 2;

/** What the console found suspicious, until somebody acknowledges it by name: the most urgent first. */
export function AlarmBanner() {
  const { t } = useTranslation();
  const alarms = useAlarms((state) => state.alarms);
  const mayOpen = usePermission('alarm:view');
  const [whole, setWhole] = useState(false);
  const more = alarms.length - SHOWN;
  const unfolded = whole && !mayOpen;
  // The live region stands before it is needed, or a screen reader would not announce what appears in it.
  return (
    <div role="status" aria-label={t('alarms.title')}>
      {alarms.length > 0 && (
        <ul className={styles['list']} data-unfolded={unfolded || undefined}>
          {(unfolded ? alarms : alarms.slice(0, SHOWN)).map((alarm) => (
            <AlarmLine key={alarm.id} alarm={alarm} />
          ))}
          {more > 0 && (
            <li className={styles['more']}>
              {mayOpen ? (
                <a href={addressOf('alarms')}>{t('alarms.more', { count: more })}</a>
              ) : (
                // who has no screen of the alarms reads the rest here
                <button type="button" aria-expanded={unfolded} onClick={() => setWhole(!whole)}>
                  {unfolded ? t('alarms.fewer') : t('alarms.more', { count: more })}
                </button>
              )}
            </li>
          )}
        </ul>
      )}
    </div>
  );
}
