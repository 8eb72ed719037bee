import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Alarm } from '../../src-main/bridge/contract.ts';
import { useFormat } from '../i18n/format.ts';
import { useAlarms } from '../stores/alarms.ts';
import { consoleNow } from '../stores/connection.ts';
import { usePermission } from '../stores/session.ts';
import styles from './alarm-banner.module.css';
import { Failed } from './failed.tsx';
import { Dot, Octagon, Triangle } from './icons.tsx';
import { useAction } from './use-action.ts';

/** The rest is counted: the robots must stay in view whatever else there is. */
const SHOWN = 2;
/** Told apart by shape as well as by colour (ISA-101). */
const SIGNS = { high: Octagon, medium: Triangle, low: Dot } as const;

/** What the console found suspicious, until somebody acknowledges it by name: the most urgent first. */
export function AlarmBanner() {
  const { t } = useTranslation();
  const alarms = useAlarms((state) => state.alarms);
  const more = alarms.length - SHOWN;
  // The live region stands before it is needed, or a screen reader would not announce what appears in it.
  return (
    <div role="status" aria-label={t('alarms.title')}>
      {alarms.length > 0 && (
        <ul className={styles['list']}>
          {alarms.slice(0, SHOWN).map((alarm) => (
            <AlarmLine key={alarm.id} alarm={alarm} />
          ))}
          {more > 0 && <li className={styles['more']}>{t('alarms.more', { count: more })}</li>}
        </ul>
      )}
    </div>
  );
}

function AlarmLine({ alarm: { id, kind, priority, subject, by, at, lastAt, count } }: { readonly alarm: Alarm }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { busy, failure, run } = useAction();
  const Sign = SIGNS[priority];
  const mayAcknowledge = usePermission('alarm:acknowledge');
  const facts = [
    format.dateTime(at),
    ...(by === null || by === subject ? [] : [t('alarms.by', { by })]),
    ...(count === 1 ? [] : [t('alarms.count', { count, time: format.clock(lastAt) })]),
  ];
  return (
    <li className={styles['alarm']} data-priority={priority} data-alarm={kind}>
      <Sign size={32} />
      <div className={styles['words']}>
        <p className={styles['what']}>
          {t(`alarms.priority.${priority}`)}: {t(`alarms.kind.${kind}`, { subject: subject ?? '–' })}
        </p>
        <p>{facts.join(' · ')}</p>
        <Failed failure={failure} />
      </div>
      {mayAcknowledge && (
        <Button
          variant="default"
          loading={busy}
          onClick={() => void run(() => consoleNow().alarms.acknowledge({ id }))}
        >
          {t('alarms.acknowledge')}
        </Button>
      )}
    </li>
  );
}
