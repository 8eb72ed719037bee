import { useTranslation } from 'react-i18next';
import type { LinkHealth } from '../../src-main/bridge/contract.ts';
import { useFormat } from '../i18n/format.ts';
import { sentenceOf } from '../i18n/sentence.ts';

interface LinkTroubleProps {
  readonly link: LinkHealth;
  /** Milliseconds since this page was told of it. */
  readonly elapsedMs: number;
}

/** Why a link is not live, in words: since when, what went wrong, and what happens next. Nothing while it is live. */
export function LinkTrouble({ link, elapsedMs }: LinkTroubleProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (link.state === 'live') return null;
  const since = format.duration(link.stateForMs + elapsedMs);
  return (
    <p>
      {t('health.trouble', { state: t(`linkState.${link.state}`), duration: since })}{' '}
      {link.lastError ? sentenceOf(t, link.lastError) : t(`linkMeaning.${link.state}`)}{' '}
      <NextAttempt link={link} elapsedMs={elapsedMs} />
    </p>
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
