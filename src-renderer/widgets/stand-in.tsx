import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isLostLink, ROBOT_REASON } from '../../src-main/bridge/contract.ts';
import { useFormat } from '../i18n/format.ts';
import { consoleNow } from '../stores/connection.ts';
import type { KnownRobot } from '../stores/robots.ts';
import { usePermission } from '../stores/session.ts';
import { useConnected, useElapsed, useTruth } from '../stores/truth.ts';
import { AskedFirst } from './asked-first.tsx';
import { Failed } from './failed.tsx';
import { DashedBox } from './icons.tsx';
import styles from './stand-in.module.css';
import { useAction } from './use-action.ts';

interface StandInProps {
  readonly robot: KnownRobot;
}

/** Since when a simulation stands in for the robot, and whether the robot itself is heard. Nothing while none does. */
export function StandInWords({ robot }: StandInProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const connected = useConnected();
  const { heard } = useTruth(robot);
  const { standIn } = robot.snapshot;
  if (standIn === null) return null;
  const time = format.clock(standIn.since);
  if (!connected) return <strong>{t('standIn.since', { time })}</strong>;
  return <strong>{t(heard ? 'standIn.sinceHeard' : 'standIn.sinceLost', { time })}</strong>;
}

/** A simulation that stands in for the robot, with the way back to live; or the way to one, while the link is lost. */
export function StandIn({ robot }: StandInProps) {
  const connected = useConnected();
  const maySimulate = usePermission('robot:simulate');
  const { standIn, link } = robot.snapshot;
  if (standIn !== null) return <Running robot={robot} standIn={standIn} />;
  return connected && maySimulate && isLostLink(link.state) && <Offered robot={robot} />;
}

function Running({
  robot,
  standIn,
}: StandInProps & { readonly standIn: NonNullable<KnownRobot['snapshot']['standIn']> }) {
  const { t } = useTranslation();
  const { id } = robot.snapshot;
  const { heard } = useTruth(robot);
  const mayReturn = usePermission('robot:control');
  const { busy, failure, run } = useAction();
  const { by, reason } = standIn;
  return (
    <section className={styles['running']} aria-label={t('standIn.region')} data-stand-in={heard ? 'heard' : 'lost'}>
      <div className={styles['words']}>
        <p className={styles['head']} role="status">
          <DashedBox /> <StandInWords robot={robot} />
        </p>
        <p>{by === null ? t('standIn.byConsole') : t('standIn.by', { name: by, reason })}</p>
        <p>{t('standIn.meaning')}</p>
        {!mayReturn && <p>{t('standIn.returnRight')}</p>}
        <Failed failure={failure} />
      </div>
      {mayReturn && (
        <Button
          variant="default"
          loading={busy}
          onClick={() => void run(async () => void (await consoleNow().robots.returnToLive({ robot: id })))}
        >
          {t('standIn.return')}
        </Button>
      )}
    </section>
  );
}

function Offered({ robot }: StandInProps) {
  const { t } = useTranslation();
  const { id, name } = robot.snapshot;
  const [reason, setReason] = useState('');
  const start = async () => {
    await consoleNow().robots.simulate({ robot: id, reason });
    setReason('');
  };
  const ready = reason.trim().length >= ROBOT_REASON.minimum;
  return (
    <div className={styles['offered']}>
      <AskedFirst label={t('standIn.start')} question={t('standIn.question', { name })} act={start} ready={ready}>
        <TextInput
          label={t('standIn.reason')}
          description={t('standIn.reasonHow', { minimum: ROBOT_REASON.minimum })}
          required
          autoFocus
          maxLength={ROBOT_REASON.maximum}
          value={reason}
          onChange={({ currentTarget: { value } }) => setReason(value)}
        />
      </AskedFirst>
    </div>
  );
}

/** How much of what was shown of the robot was a simulation; nothing where none was. */
export function StandInFigure({ robot }: StandInProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const elapsedMs = useElapsed(robot);
  const { standIn, standInTime } = robot.snapshot;
  if (standInTime.simulatedMs === 0) return null;
  const simulated = format.duration(standInTime.simulatedMs + (standIn === null ? 0 : elapsedMs));
  return <p>{t('standIn.time', { simulated, observed: format.duration(standInTime.observedMs + elapsedMs) })}</p>;
}
