import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { addressOfRobot } from '../route.ts';
import { useLease } from '../stores/leases.ts';
import { useRobots, type KnownRobot } from '../stores/robots.ts';
import { useConnected, useElapsed, useOutline, usePresentation, useTruth } from '../stores/truth.ts';
import { Battery } from './battery.tsx';
import { LinkBadge } from './link-badge.tsx';
import { LinkTrouble } from './link-trouble.tsx';
import { OrNotReported } from './or-not-reported.tsx';
import styles from './robot-card.module.css';
import { RobotStateWord } from './robot-state.tsx';
import { StandInWords } from './stand-in.tsx';
import { StopButton } from './stop-button.tsx';
import { Speed } from './speed.tsx';
import { Track } from './track.tsx';
import { TruthStrip } from './truth-strip.tsx';
import truthStyles from './truth.module.css';
import { useSeen } from './use-seen.ts';

/**
 * One robot at a glance; opens its large view. What changes all the time is drawn where it can be seen, or of every robot
 * (`always`) where there are few.
 */
export const RobotCard = memo(function RobotCard({
  robotId,
  always,
}: {
  readonly robotId: string;
  readonly always: boolean;
}) {
  const [ref, near] = useSeen();
  const seen = always || near;
  const { name, linkState, standIn } = useOutline(robotId);
  const robot = useRobots(({ byId }) => (seen ? byId[robotId] : undefined));
  const presentation = usePresentation(robot);
  return (
    <article
      ref={ref}
      className={`${truthStyles['framed']} ${styles['card']}`}
      data-robot-id={robotId}
      data-truth={presentation}
    >
      <header className={styles['head']}>
        <h2 className={styles['name']}>
          <a href={addressOfRobot(robotId)}>{name}</a>
        </h2>
        <LinkBadge state={linkState} standIn={standIn} />
      </header>
      {robot && <Now robot={robot} />}
    </article>
  );
});

function Now({ robot }: { readonly robot: KnownRobot }) {
  const { t } = useTranslation();
  const format = useFormat();
  const truth = useTruth(robot);
  const connected = useConnected();
  const elapsedMs = useElapsed(robot);
  const { id, name, link, reading } = robot.snapshot;
  const holder = useLease(id)?.holder?.username;
  const values = reading?.values ?? null;
  return (
    <>
      <TruthStrip truth={truth} />
      {values && (
        <div className={styles['values']}>
          <div className={`${truthStyles['value']} ${styles['state']}`}>
            <RobotStateWord values={values} />
          </div>
          {values.fault && <p className={`${truthStyles['value']} ${styles['fault']}`}>{values.fault}</p>}
          <div className={`${truthStyles['value']} ${styles['position']}`}>
            <OrNotReported value={values.positionMm}>{format.millimetres}</OrNotReported>
          </div>
          <Track positionMm={values.positionMm} lengthMm={values.trackLengthMm} truth={truth} />
          <dl className={styles['facts']}>
            <dt>{t('robot.battery')}</dt>
            <dd className={truthStyles['value']}>
              <OrNotReported value={values.batteryPercent}>{(percent) => <Battery percent={percent} />}</OrNotReported>
            </dd>
            <dt className={styles['fact']}>{t('robot.speed')}</dt>
            <dd className={`${truthStyles['value']} ${styles['fact']}`}>
              <OrNotReported value={values.speedMmPerS}>{(speed) => <Speed mmPerS={speed} />}</OrNotReported>
            </dd>
            <dt className={styles['fact']}>{t('robot.temperature')}</dt>
            <dd className={`${truthStyles['value']} ${styles['fact']}`}>
              <OrNotReported value={values.temperatureC}>{format.celsius}</OrNotReported>
            </dd>
          </dl>
        </div>
      )}
      <StandInWords robot={robot} />
      {holder && <p>{t('control.card', { name: holder })}</p>}
      {connected && <LinkTrouble link={link} elapsedMs={elapsedMs} />}
      <div className={styles['stop']}>
        <StopButton robot={{ id, name }} />
      </div>
    </>
  );
}
