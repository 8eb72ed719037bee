import { useTranslation } from 'react-i18next';
import type { Playing, TrainingState } from '../../../src-main/bridge/contract.ts';
import { useFormat } from '../../i18n/format.ts';
import { consoleNow } from '../../stores/connection.ts';
import { useNow } from '../../stores/now.ts';
import { AskedFirst } from '../../widgets/asked-first.tsx';
import { deedWords } from './deed-words.ts';
import { useScenarioWords } from './scenario-words.ts';
import styles from './training.module.css';

interface NowPlayingProps {
  readonly state: TrainingState;
  /** When the state came, by this page's monotonic clock (ms). */
  readonly at: number;
  readonly mayEdit: boolean;
}

/** The scenario in play, how far it is, and what comes next; else how the last one ended. */
export function NowPlaying({ state, at, mayEdit }: NowPlayingProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const wordsOf = useScenarioWords();
  const { playing, last } = state;
  const ended = () =>
    last
      ? t(`training.last.${last.ended}`, { name: wordsOf(last.words).name, time: format.clock(last.at) })
      : t('training.idle');
  const name = playing ? wordsOf(playing.words).name : '';
  return (
    <div className={styles['now']} data-playing={playing?.scenario}>
      <p role="status">
        {playing ? (
          <strong>{t('training.playing', { name, performed: playing.performed, steps: playing.steps })}</strong>
        ) : (
          ended()
        )}
      </p>
      {playing && <HowFar playing={playing} robots={state.robots} at={at} />}
      {playing && mayEdit && (
        <AskedFirst
          label={t('training.stop')}
          question={t('training.stopQuestion', { name })}
          act={() => consoleNow().training.stop({ scenario: playing.scenario })}
        />
      )}
    </div>
  );
}

interface HowFarProps {
  readonly playing: Playing;
  readonly robots: TrainingState['robots'];
  readonly at: number;
}

/** Counts by this page's clock from what was told; beside the live region, so that nobody is told every second. */
function HowFar({ playing, robots, at }: HowFarProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const seconds = useNow(({ monotonic }) => Math.floor((playing.elapsedMs + Math.max(0, monotonic - at)) / 1000));
  const { next, repeatEveryMs } = playing;
  const elapsed = format.duration(seconds * 1000);
  return (
    <>
      <p>
        {repeatEveryMs === null
          ? t('training.elapsed', { time: elapsed })
          : t('training.round', { time: elapsed, every: format.duration(repeatEveryMs) })}
      </p>
      <p>{comes()}</p>
    </>
  );

  function comes(): string {
    const inMs = (atMs: number) => Math.max(0, atMs - seconds * 1000);
    if (next) {
      const names = next.robots === 'all' ? t('training.allRobots') : namesOf(next.robots);
      const facts = { robots: names, deed: deedWords(t, next.deed) };
      const left = inMs(next.atMs);
      return left === 0 ? t('training.nextNow', facts) : t('training.next', { ...facts, time: format.age(left) });
    }
    return repeatEveryMs === null
      ? t('training.noMore')
      : t('training.nextRound', { time: format.age(inMs(repeatEveryMs)) });
  }

  /** Those out of the reader's scope are not told. */
  function namesOf(ids: readonly string[]): string {
    return ids.length === 0 ? t('training.otherRobots') : ids.map(nameOf).join(', ');
  }

  function nameOf(id: string): string {
    return robots.find((robot) => robot.id === id)?.name ?? id;
  }
}
