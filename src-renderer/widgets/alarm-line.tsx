import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Alarm } from '../../src-main/bridge/contract.ts';
import { useFormat } from '../i18n/format.ts';
import { consoleNow } from '../stores/connection.ts';
import { usePermission } from '../stores/session.ts';
import styles from './alarm-line.module.css';
import { Failed } from './failed.tsx';
import { Dot, Octagon, Triangle } from './icons.tsx';
import { useAction } from './use-action.ts';

/** Told apart by shape as well as by colour (ISA-101). */
const SIGNS = { high: Octagon, medium: Triangle, low: Dot } as const;

/** One alarm in a list: what it is, since when, and its acknowledgement for those who may. */
export function AlarmLine({
  alarm: { id, kind, priority, subject, by, at, lastAt, count },
}: {
  readonly alarm: Alarm;
}) {
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
