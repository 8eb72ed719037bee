import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { addressOf } from '../route.ts';
import { useRobots, type KnownRobot } from '../stores/robots.ts';
import { useConnected, useElapsed, useTruth } from '../stores/truth.ts';
import { Battery } from '../widgets/battery.tsx';
import { RobotCommands } from '../widgets/commands/robot-commands.tsx';
import { LinkBadge } from '../widgets/link-badge.tsx';
import { LinkFacts } from '../widgets/link-facts.tsx';
import { LinkHistory } from '../widgets/link-history.tsx';
import { LinkTrouble } from '../widgets/link-trouble.tsx';
import { OwnArea } from '../widgets/own-area.tsx';
import { RobotStateWord } from '../widgets/robot-state.tsx';
import { StandIn, StandInFigure } from '../widgets/stand-in.tsx';
import { StopButton } from '../widgets/stop-button.tsx';
import { Speed } from '../widgets/speed.tsx';
import { Track } from '../widgets/track.tsx';
import { ValueTile } from '../widgets/value-tile.tsx';
import { Page } from './page.tsx';
import styles from './robot.module.css';

/** One robot, large: state and position to be read from three metres, every value with its own source and age. */
export function Robot({ robotId }: { readonly robotId: string }) {
  const { t } = useTranslation();
  const robot = useRobots(({ byId }) => byId[robotId]);
  const told = useRobots((state) => state.told);
  const several = useRobots(({ order }) => order.length > 1);
  const back = several && (
    <a className={styles['back']} href={addressOf('robots')}>
      ← {t('robot.back')}
    </a>
  );
  if (robot) {
    return (
      <Page heading={robot.snapshot.name}>
        <OwnArea />
        {back}
        <Details robot={robot} />
      </Page>
    );
  }
  return (
    <Page heading={t('robots.heading')}>
      <p>{told ? t('robot.missing') : t('robots.waiting')}</p>
      {back}
    </Page>
  );
}

function Details({ robot }: { readonly robot: KnownRobot }) {
  const { t } = useTranslation();
  const format = useFormat();
  const truth = useTruth(robot);
  const connected = useConnected();
  const elapsedMs = useElapsed(robot);
  const { id, name, link, address, driver, reading } = robot.snapshot;
  const values = reading?.values ?? null;
  const lengthMm = values?.trackLengthMm ?? null;
  return (
    <article className={styles['robot']} data-robot-id={id} data-truth={truth.presentation}>
      <div className={styles['link']}>
        <LinkBadge state={connected ? link.state : 'unknown'} standIn={truth.standIn} />
        {connected && <LinkTrouble link={link} elapsedMs={elapsedMs} />}
        <StopButton robot={{ id, name }} />
      </div>
      <StandIn robot={robot} />
      <div className={styles['keys']}>
        <ValueTile label={t('robot.state')} truth={truth} key3m value={values}>
          {(told) => (
            <>
              <RobotStateWord values={told} />
              {told.fault && <p className={styles['completion']}>{told.fault}</p>}
            </>
          )}
        </ValueTile>
        <ValueTile label={t('robot.position')} truth={truth} key3m value={values?.positionMm}>
          {(positionMm) => (
            <>
              {format.millimetres(positionMm)}{' '}
              {lengthMm !== null && (
                <small className={styles['completion']}>
                  {t('robot.positionOf', { length: format.millimetres(lengthMm) })}
                </small>
              )}
              <div className={styles['track']}>
                <Track positionMm={positionMm} lengthMm={lengthMm} truth={truth} />
              </div>
            </>
          )}
        </ValueTile>
      </div>
      <RobotCommands robot={robot} />
      <div className={styles['values']}>
        <ValueTile label={t('robot.speed')} truth={truth} value={values?.speedMmPerS}>
          {(speed) => <Speed mmPerS={speed} />}
        </ValueTile>
        <ValueTile label={t('robot.battery')} truth={truth} value={values?.batteryPercent}>
          {(percent) => <Battery percent={percent} />}
        </ValueTile>
        <ValueTile label={t('robot.temperature')} truth={truth} value={values?.temperatureC}>
          {format.celsius}
        </ValueTile>
        <ValueTile label={t('robot.uptime')} truth={truth} value={values?.uptimeS}>
          {(seconds) => format.duration(seconds * 1_000)}
        </ValueTile>
        <ValueTile label={t('robot.mode')} truth={truth} value={values?.mode}>
          {(mode) => mode}
        </ValueTile>
        <ValueTile label={t('robot.fault')} truth={truth} value={values}>
          {({ fault }) => fault ?? t('robot.noFault')}
        </ValueTile>
      </div>
      <LinkFacts link={link} elapsedMs={elapsedMs} connected={connected} />
      <StandInFigure robot={robot} />
      <LinkHistory key={id} robotId={id} />
      <p className={styles['identity']}>
        {t('robot.address')} {address} · {t('robot.driver')} {driver}
        {reading?.firmwareVersion && ` · ${t('robot.firmware')} ${reading.firmwareVersion}`}
      </p>
    </article>
  );
}
