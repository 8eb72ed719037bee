import { Button, Title } from '@mantine/core';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConsoleClient, LinkHistory as History } from '../../src-main/bridge/contract.ts';
import styles from './link-history.module.css';
import { Failed } from './failed.tsx';
import { HistoryFacts } from './history-facts.tsx';
import { HistoryTable } from './history-table.tsx';
import { usePolled } from './use-polled.ts';

/** How often it is asked for (ms): a minute more is no other picture. */
const EVERY_MS = 60_000;

const SPANS = [
  { name: 'day', days: 1 },
  { name: 'week', days: 7 },
  { name: 'month', days: 30 },
] as const;

/** What the link to one robot was like over a day, a week or a month. */
export function LinkHistory({ robotId }: { readonly robotId: string }) {
  const { t } = useTranslation();
  const [days, look] = useState<number>(SPANS[0].days);
  return (
    <section className={styles['history']} aria-labelledby="link-history">
      <Title order={2} size="h3" id="link-history">
        {t('linkHistory.heading')}
      </Title>
      <div className={styles['spans']} role="group" aria-label={t('linkHistory.span')}>
        {SPANS.map((span) => (
          <Button
            key={span.name}
            variant={span.days === days ? 'filled' : 'default'}
            aria-pressed={span.days === days}
            onClick={() => look(span.days)}
          >
            {t(`linkHistory.${span.name}`)}
          </Button>
        ))}
      </div>
      <Looked key={days} robotId={robotId} days={days} />
    </section>
  );
}

function Looked({ robotId, days }: { readonly robotId: string; readonly days: number }) {
  const { t } = useTranslation();
  const ask = useCallback(
    (client: ConsoleClient, signal: AbortSignal): Promise<History> =>
      client.robots.history({ robot: robotId, days }, { signal }),
    [robotId, days],
  );
  const { value: history, failure, current } = usePolled(ask, EVERY_MS);
  return (
    <>
      <Failed failure={failure} />
      {!history && !failure && <p>{t('loading')}</p>}
      {history && history.stretches.length === 0 && <p>{t('linkHistory.none')}</p>}
      {history && history.stretches.length > 0 && (
        <>
          <HistoryFacts history={history} current={current} />
          <HistoryTable history={history} />
        </>
      )}
    </>
  );
}
