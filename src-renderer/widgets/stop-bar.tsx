import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { useFormat } from '../i18n/format.ts';
import { sentenceOf } from '../i18n/sentence.ts';
import { isSettled, needsTheOtherStop, standingOf, statesSince } from '../stop-words.ts';
import { useNow } from '../stores/now.ts';
import { useRobots } from '../stores/robots.ts';
import { ofTheNewestPress, pressStop, useStops } from '../stores/stops.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { Mark } from './mark.tsx';
import { StopButton, useStopObstacle } from './stop-button.tsx';
import { StopList } from './stop-list.tsx';
import styles from './stop.module.css';

/** Ctrl, Shift and X, or the key that was made for it where there is one: no browser and no desktop that we know takes them. */
const isShortcut = ({ ctrlKey, shiftKey, altKey, code, repeat }: KeyboardEvent): boolean =>
  !repeat && !altKey && ((ctrlKey && shiftKey && code === 'KeyX') || (code === 'Pause' && !shiftKey));

/** Stands at the foot of every screen, whoever is signed in or nobody: the software stop, and what came of it. */
export function StopBar() {
  const { t } = useTranslation();
  const obstacle = useStopObstacle();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!isShortcut(event)) return;
      event.preventDefault();
      event.stopPropagation();
      void pressStop(null);
    };
    // before anything on the page can take the key
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, []);
  return (
    <section ref={measured} className={styles['bar']} aria-label={t('stop.region')} data-stop-bar>
      {/* what cannot be drawn of the results takes the button along least of all */}
      <ErrorBoundary of="stop-results">
        <Results />
      </ErrorBoundary>
      <div className={styles['row']}>
        <StopButton robot={null} large />
        <div className={styles['words']}>
          <div role="status">{obstacle && <Mark level="critical">{t(`stop.cannot.${obstacle}`)}</Mark>}</div>
          <p>{t('stop.notSafety')}</p>
          <p className={styles['shortcut']}>{t('stop.shortcut')}</p>
        </div>
      </div>
    </section>
  );
}

function Results() {
  const { t } = useTranslation();
  const format = useFormat();
  const known = useStops();
  const { own } = known;
  const stops = ofTheNewestPress(known);
  const [chosen, setChosen] = useState<{ readonly of: string; readonly open: boolean } | null>(null);
  // what was chosen for these stops is not for others: another one comes into view by itself
  const shown = stops.map(({ id }) => id).join(' ');
  const since = useRobots(useShallow(({ byId }) => statesSince(stops, (robot) => byId[robot]?.snapshot)));
  const settled = useNow(({ wall }) => isSettled({ stops, own }, since, wall));
  const ownChoice = chosen?.of === shown ? chosen : null;
  const open = ownChoice ? ownChoice.open : !settled;
  const stopped = stops.filter((stop) => standingOf(stop, since) === 'observed').length;
  const left = Object.keys(since).length;
  const summary = () => {
    const time = format.clock(Math.max(...stops.map(({ requestedAt }) => requestedAt)));
    return t('stop.summary', { time, stopped, total: stops.length }) + (left > 0 ? t('stop.left', { n: left }) : '');
  };
  return (
    <div className={styles['results']} data-any={stops.length > 0 || own !== null || undefined}>
      {/* The live regions stand before they are needed, or nothing that appears in them would be announced. */}
      <div role="alert" className={styles['alert']}>
        {own?.state === 'not-confirmed' && (
          <Mark level="critical">{t('stop.notConfirmed', { time: format.clock(own.at) })}</Mark>
        )}
        {own?.state === 'not-sent' && own.failure && (
          <Mark level="critical">
            {t('stop.notSent', { time: format.clock(own.at), why: sentenceOf(t, own.failure) })}
          </Mark>
        )}
        {needsTheOtherStop(stops) && <Mark level="critical">{t('stop.advice')}</Mark>}
      </div>
      <div className={styles['head']}>
        <p role="status">
          {own?.state === 'sending' && t('stop.pressed', { time: format.clock(own.at) })}
          {own?.state !== 'sending' && stops.length > 0 && summary()}
          {settled && ownChoice === null && `. ${t('stop.folded')}`}
        </p>
        {stops.length > 0 && (
          <Button variant="default" aria-expanded={open} onClick={() => setChosen({ of: shown, open: !open })}>
            {t(open ? 'stop.hide' : 'stop.show')}
          </Button>
        )}
      </div>
      {stops.length > 0 && open && <StopList stops={stops} since={since} />}
    </div>
  );
}

/** Tells the page how much room the bar takes, so that nothing ends below it. */
function measured(bar: HTMLElement | null): (() => void) | undefined {
  if (bar === null) return undefined;
  const tell = () =>
    document.documentElement.style.setProperty('--console-stop', `${Math.ceil(bar.getBoundingClientRect().height)}px`);
  const observer = new ResizeObserver(tell);
  observer.observe(bar);
  return () => observer.disconnect();
}
