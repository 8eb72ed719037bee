import { Table, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ConsoleClient, FleetMetrics, GatewayMetrics } from '../../src-main/bridge/contract.ts';
import { useFormat } from '../i18n/format.ts';
import { usePermission } from '../stores/session.ts';
import { useRobots } from '../stores/robots.ts';
import { DataTable } from '../widgets/data-table.tsx';
import facts from '../widgets/facts.module.css';
import { Failed } from '../widgets/failed.tsx';
import { Mark } from '../widgets/mark.tsx';
import { usePolled } from '../widgets/use-polled.ts';
import styles from './screen.module.css';

/** How often the figures are asked for (ms). */
const EVERY_MS = 2_000;

const askMetrics = (client: ConsoleClient, signal: AbortSignal) => client.robots.metrics(undefined, { signal });

/** What goes over the wire to the robots, for those who may see them. */
export function Connections() {
  return usePermission('robot:view') ? <Section /> : null;
}

function Section() {
  const { t } = useTranslation();
  const { value: metrics, failure, current } = usePolled(askMetrics, EVERY_MS);
  return (
    <section className={styles['fleet']} aria-labelledby="connections">
      <Title order={2} size="h3" id="connections">
        {t('connections.heading')}
      </Title>
      <p>{t('connections.intro')}</p>
      <Failed failure={failure} />
      {!metrics && !failure && <p>{t('loading')}</p>}
      {metrics && (
        <>
          <DataTable label={t('connections.heading')} heads={HEADS.map((head) => t(`connections.${head}`))}>
            {metrics.robots.map((robot) => (
              <Row key={robot.id} metrics={robot} current={current} />
            ))}
          </DataTable>
          <Remembered cache={metrics.cache} current={current} />
        </>
      )}
    </section>
  );
}

const HEADS = [
  'robot',
  'open',
  'opened',
  'reused',
  'recycled',
  'failed',
  'requests',
  'inFlight',
  'waiting',
  'draining',
  'breaker',
  'retriesLeft',
] as const;

function Row({ metrics, current }: { readonly metrics: GatewayMetrics; readonly current: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { id, transport, resilience } = metrics;
  const name = useRobots(({ byId }) => byId[id]?.snapshot.name ?? id);
  const { open, idle, opened, reused, recycledByAge, failed, requests, inFlight, waiting } = transport;
  const { draining, givenUp } = transport;
  return (
    <Table.Tr data-connection={id} className={current ? undefined : styles['past']}>
      <Table.Th scope="row" className={styles['name']}>
        {name}
      </Table.Th>
      <Table.Td>{t('connections.openValue', { open: format.count(open), idle: format.count(idle) })}</Table.Td>
      {[opened, reused, recycledByAge, failed, requests, inFlight, waiting].map((count, index) => (
        // the columns never change their places
        <Table.Td key={HEADS[index + 2]}>{format.count(count)}</Table.Td>
      ))}
      <Table.Td>
        {givenUp === 0
          ? format.count(draining)
          : t('connections.drainingGivenUp', { draining: format.count(draining), givenUp: format.count(givenUp) })}
      </Table.Td>
      <Table.Td>
        <Breaker {...resilience} />
      </Table.Td>
      <Table.Td>{format.count(resilience.retriesLeft)}</Table.Td>
    </Table.Tr>
  );
}

function Breaker({ state, pausedForMs, reason }: GatewayMetrics['resilience']) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = t(`connections.breakerState.${state}`);
  const pause = reason === 'retry-after' ? 'asked' : 'pause';
  return (
    <>
      {state === 'closed' ? word : <Mark level="warning">{word}</Mark>}{' '}
      {pausedForMs > 0 && t(`connections.${pause}`, { duration: format.age(pausedForMs) })}
    </>
  );
}

/** How often the robots need not be asked. */
function Remembered({ cache, current }: { readonly cache: FleetMetrics['cache']; readonly current: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { hitRate, hits, shared, misses, entries, invalidated } = cache;
  const total = format.count(hits + shared + misses);
  const figures = [
    ['hitRate', hitRate === null ? t('health.nothing') : rate(hitRate)],
    ['misses', format.count(misses)],
    ['shared', format.count(shared)],
    ['entries', format.count(entries)],
    ['invalidated', format.count(invalidated)],
  ] as const;
  return (
    <>
      <Title order={3} size="h4" id="connections-cache">
        {t('connections.cache')}
      </Title>
      <dl className={facts['facts']} aria-labelledby="connections-cache" data-connected={current}>
        {figures.map(([name, figure]) => (
          <div key={name}>
            <dt>{t(`connections.${name}`)}</dt>
            <dd>{figure}</dd>
          </div>
        ))}
      </dl>
    </>
  );

  function rate(ratio: number): string {
    return t('connections.hitRateValue', { ratio: format.ratio(ratio), total });
  }
}
