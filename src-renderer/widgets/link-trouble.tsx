import { useTranslation } from 'react-i18next';
import type { LinkHealth } from '../../src-main/bridge/contract.ts';
import { useFormat } from '../i18n/format.ts';
import { sentenceOf } from '../i18n/sentence.ts';

interface LinkTroubleProps {
  readonly link: LinkHealth;
  /** Milliseconds since this page was told of it. */
  readonly elapsedMs: number;
}

/** Why a link is not in order, in words: since when, what went wrong, and what happens next. Nothing while it is live. */
export function LinkTrouble({ link, elapsedMs }: LinkTroubleProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (link.state === 'live') return null;
  const since = format.duration(link.stateForMs + elapsedMs);
  return (
    <p>
      {t('health.trouble', { state: t(`linkState.${link.state}`), duration: since })} <Cause link={link} />{' '}
      <LinkOutlook link={link} elapsedMs={elapsedMs} />
    </p>
  );
}

/** Of a slow link the last failure may be of yesterday. */
function Cause({ link: { state, lastError } }: Pick<LinkTroubleProps, 'link'>) {
  const { t } = useTranslation();
  if (state === 'slow') return null;
  return lastError ? sentenceOf(t, lastError) : t(`linkMeaning.${state}`);
}

/** What the console makes of a link that is not in order, and what comes next, counting down. */
export function LinkOutlook({ link, elapsedMs }: LinkTroubleProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { state, flapping, slowAboveMs } = link;
  return (
    <>
      {state === 'slow' && t('health.slow', { bound: format.milliseconds(slowAboveMs) })}
      {flapping &&
        t('health.flapping', {
          losses: flapping.losses,
          duration: format.age(Math.max(0, flapping.settlesInMs - elapsedMs)),
        })}{' '}
      <NextAttempt link={link} elapsedMs={elapsedMs} /> <NextProbe link={link} elapsedMs={elapsedMs} />
    </>
  );
}

function NextAttempt({ link: { attempt }, elapsedMs }: LinkTroubleProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (attempt === null) return null;
  const { number, of, nextInMs } = attempt;
  const left = nextInMs - elapsedMs;
  if (left < 1_000) return t('health.attemptNow', { number, of });
  return t('health.attempt', { number, of, duration: format.duration(left) });
}

function NextProbe({ link: { pause }, elapsedMs }: LinkTroubleProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (pause === null) return null;
  const sentence = pause.reason === 'failures' ? 'pauseFailures' : 'pauseAsked';
  const left = pause.probeInMs - elapsedMs;
  if (left < 1_000) return t(`health.${sentence}Now`);
  return t(`health.${sentence}`, { duration: format.duration(left) });
}
