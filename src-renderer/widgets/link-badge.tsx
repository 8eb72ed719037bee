import { useTranslation } from 'react-i18next';
import type { LinkState } from '../../src-main/bridge/contract.ts';
import { Again, Bars, Cross, DashedBox, DashedCircle, Dot, Hourglass, OpenSwitch, Question, Zigzag } from './icons.tsx';
import styles from './link-badge.module.css';

/** `unknown`: the console is not heard, so nobody knows. */
export type ShownLinkState = LinkState | 'unknown';

const ICONS: Readonly<Record<ShownLinkState, typeof Dot>> = {
  connecting: DashedCircle,
  live: Dot,
  slow: Hourglass,
  retrying: Again,
  unstable: Zigzag,
  silent: Bars,
  'breaker-open': OpenSwitch,
  offline: Cross,
  unknown: Question,
};

interface LinkBadgeProps {
  readonly state: ShownLinkState;
  /** A simulation is shown in place of the robot. */
  readonly standIn?: boolean;
}

/**
 * State of the link to one robot: a shape and a word. It tells about the link, never that a value is live. Where a simulation
 * stands in, that comes first, and the link is named for what it is: the real one.
 */
export function LinkBadge({ state, standIn = false }: LinkBadgeProps) {
  const { t } = useTranslation();
  const Icon = ICONS[state];
  const word = t(`linkState.${state}`);
  const link = (
    <span className={styles['badge']} data-link-state={state} title={t(`linkMeaning.${state}`)}>
      <Icon size={18} />
      {standIn ? t('linkState.behind', { state: word }) : word}
    </span>
  );
  if (!standIn) return link;
  return (
    <span className={styles['pair']}>
      <span className={styles['badge']} data-link-state="simulated" title={t('linkMeaning.simulated')}>
        <DashedBox size={18} />
        {t('linkState.simulated')}
      </span>
      {link}
    </span>
  );
}
