import { Table } from '@mantine/core';
import { memo, useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { addressOfRobot } from '../route.ts';
import { useRobots, type KnownRobot } from '../stores/robots.ts';
import { useConnected, useElapsed, useOutline } from '../stores/truth.ts';
import { DataTable } from '../widgets/data-table.tsx';
import { LinkBadge } from '../widgets/link-badge.tsx';
import { linkFacts } from '../widgets/link-facts.tsx';
import { LinkOutlook } from '../widgets/link-trouble.tsx';
import { NoRobots } from '../widgets/no-robots.tsx';
import { useSeen } from '../widgets/use-seen.ts';
import { Connections } from './connections.tsx';
import { Page } from './page.tsx';
import { Records } from './records.tsx';
import styles from './screen.module.css';

/** How the links to the robots fare, and below, for those who may know it, the console's own records. */
export function Health() {
  const { t } = useTranslation();
  return (
    <Page heading={t('health.heading')}>
      <Links />
      <Connections />
      <Records />
    </Page>
  );
}

/** The links to all robots, one a row, with their figures. */
function Links() {
  const { t } = useTranslation();
  const told = useRobots((state) => state.told);
  const order = useRobots((state) => state.order);
  const shown = useDeferredValue(order, NONE);
  if (order.length === 0) return told ? <NoRobots /> : <p>{t('robots.waiting')}</p>;
  return (
    <DataTable
      label={t('health.links')}
      heads={[t('health.robot'), t('health.link'), ...linkFacts.map(({ name }) => t(`health.${name}`))]}
    >
      <Rows ids={shown} />
    </DataTable>
  );
}

/** First nothing: a press is answered by the table's head at once, and a hundred rows follow. */
const NONE: readonly string[] = [];

const Rows = memo(function Rows({ ids }: { readonly ids: readonly string[] }) {
  return ids.map((id) => <RobotRow key={id} robotId={id} />);
});

/** Its figures are drawn where they can be seen. */
const RobotRow = memo(function RobotRow({ robotId }: { readonly robotId: string }) {
  const [ref, seen] = useSeen();
  const connected = useConnected();
  const { name, linkState, standIn } = useOutline(robotId);
  const robot = useRobots(({ byId }) => (seen ? byId[robotId] : undefined));
  return (
    <Table.Tr ref={ref} data-robot-id={robotId} className={connected ? undefined : styles['past']}>
      <Table.Th scope="row" className={styles['name']}>
        <a href={addressOfRobot(robotId)}>{name}</a>
      </Table.Th>
      <Table.Td>
        <LinkBadge state={linkState} standIn={standIn} /> {robot && connected && <Since robot={robot} />}
      </Table.Td>
      {robot ? <Figures robot={robot} /> : <Table.Td colSpan={linkFacts.length} className={styles['unseen']} />}
    </Table.Tr>
  );
});

function Since({ robot }: { readonly robot: KnownRobot }) {
  const { t } = useTranslation();
  const elapsedMs = useElapsed(robot);
  const { link } = robot.snapshot;
  const duration = useFormat().duration(link.stateForMs + elapsedMs);
  return (
    <>
      <div>{t('health.since', { duration })}</div>
      <LinkOutlook link={link} elapsedMs={elapsedMs} />
    </>
  );
}

function Figures({ robot }: { readonly robot: KnownRobot }) {
  const elapsedMs = useElapsed(robot);
  return linkFacts.map(({ name, Figure }) => (
    <Table.Td key={name} className={styles[name]}>
      <Figure link={robot.snapshot.link} elapsedMs={elapsedMs} />
    </Table.Td>
  ));
}
