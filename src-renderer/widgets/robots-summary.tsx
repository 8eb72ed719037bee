import { VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { LINK_STATES, type LinkState } from '../../src-main/bridge/contract.ts';
import { useConnection } from '../stores/connection.ts';
import { useNow } from '../stores/now.ts';
import { useRobots, type KnownRobot } from '../stores/robots.ts';
import { useConnected } from '../stores/truth.ts';
import { isCurrent, truthOf } from '../truth.ts';
import { LinkBadge, type ShownLinkState } from './link-badge.tsx';

/** From what concerns nobody to what concerns everybody: the order in which they are named, but for what is in order. */
const BY_CONCERN: readonly LinkState[] = ['live', ...LINK_STATES.filter((state) => state !== 'live')];

/** The link state that concerns people most. */
export function worstLinkState(robots: readonly KnownRobot[]): LinkState {
  const worst = Math.max(0, ...robots.map(({ snapshot }) => BY_CONCERN.indexOf(snapshot.link.state)));
  return BY_CONCERN[worst] ?? 'live';
}

/** Over all robots: how many show current values (a simulation among real robots counts as none), and the worst link. */
export function RobotsSummary() {
  const { t } = useTranslation();
  const connected = useConnected();
  const simulatedOnly = useConnection(({ info }) => info?.simulatedOnly ?? false);
  const robots = useRobots(useShallow(({ order, byId }) => order.flatMap((id) => byId[id] ?? [])));
  const current = useNow(
    ({ monotonic }) =>
      robots.filter(({ snapshot, receivedAt }) => {
        const { presentation, standIn } = truthOf(snapshot, receivedAt, monotonic, connected);
        return simulatedOnly ? isCurrent(presentation) && !standIn : presentation === 'live';
      }).length,
  );
  const total = robots.length;
  if (total === 0) return t('bar.robotsNone');
  const worst: ShownLinkState = connected ? worstLinkState(robots) : 'unknown';
  return (
    <>
      {t(simulatedOnly ? 'bar.robotsSimulated' : 'bar.robotsLive', { live: current, total })}
      {worst !== 'live' && (
        <>
          <VisuallyHidden>{t('bar.worst')}</VisuallyHidden>
          <LinkBadge state={worst} />
        </>
      )}
    </>
  );
}
