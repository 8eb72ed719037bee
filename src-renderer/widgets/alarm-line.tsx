import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Alarm } from '../../src-main/bridge/contract.ts';
import { useFormat } from '../i18n/format.ts';
import { consoleNow } from '../stores/connection.ts';
import { usePermission } from '../stores/session.ts';
import styles from './alarm-line.module.css';
import { Failed } from './failed.tsx';
import { DashedBox, Dot, Octagon, Triangle } from './icons.tsx';
import { useAction } from './use-action.ts';

/** Told apart by shape as well as by colour (ISA-101). */
const SIGNS = { high: Octagon, medium: Triangle, low: Dot } as const;

/** So many robots are named in one line; the rest is counted. */
const NAMED = 4;

/** One alarm in a list: what it is, since when, and its acknowledgement for those who may. */
export function AlarmLine({
  alarm: { id, kind, priority, subject, robots, simulated, by, at, lastAt, count },
  whole = false,
}: {
  readonly alarm: Alarm;
  /** Every robot is named, however many there are. */
  readonly whole?: boolean;
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
  const about = robots ? many(robots) : (subject ?? '–');
  return (
    <li className={styles['alarm']} data-priority={priority} data-alarm={kind}>
      <Sign size={32} />
      <div className={styles['words']}>
        <p className={styles['what']}>
          {simulated && (
            <>
              <DashedBox /> {t('truth.simulated')} –{' '}
            </>
          )}
          {t(`alarms.priority.${priority}`)}: {t(`alarms.kind.${kind}`, { subject: about })}
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

  function many(all: NonNullable<Alarm['robots']>): string {
    const names = all.slice(0, whole ? all.length : NAMED).map(({ name }) => name);
    const rest = all.length - names.length;
    return t(rest > 0 ? 'alarms.robotsAndMore' : 'alarms.robots', {
      count: all.length,
      names: names.join(', '),
      rest: format.count(rest),
    });
  }
}
