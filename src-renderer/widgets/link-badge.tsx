import { useTranslation } from 'react-i18next';
import type { LinkState } from '../../src-main/bridge/contract.ts';
import { Again, Bars, Cross, DashedCircle, Dot, Hourglass, OpenSwitch, Question, Zigzag } from './icons.tsx';
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

/** State of the link to one robot: a shape and a word. It tells about the link, never that a value is live. */
export function LinkBadge({ state }: { readonly state: ShownLinkState }) {
  const { t } = useTranslation();
  const Icon = ICONS[state];
  return (
    <span className={styles['badge']} data-link-state={state} title={t(`linkMeaning.${state}`)}>
      <Icon size={18} />
      {t(`linkState.${state}`)}
    </span>
  );
}
