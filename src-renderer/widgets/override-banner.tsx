import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SessionOverride } from '../../src-main/bridge/contract.ts';
import { useFormat } from '../i18n/format.ts';
import { rightOf } from '../i18n/sentence.ts';
import { consoleNow } from '../stores/connection.ts';
import { useNow } from '../stores/now.ts';
import { useSession } from '../stores/session.ts';
import { Failed } from './failed.tsx';
import { Key } from './icons.tsx';
import styles from './override-banner.module.css';
import { useAction } from './use-action.ts';

const NONE: readonly SessionOverride[] = [];

/** Whoever works here may do more than his role for a while: what, by whom, and how long still. */
export function OverrideBanner() {
  const { t } = useTranslation();
  const overrides = useSession(({ session }) => session?.overrides ?? NONE);
  // The live region stands before it is needed, or a screen reader would not announce what appears in it.
  return (
    <div role="status" aria-label={t('override.region')}>
      {overrides.length > 0 && (
        <ul className={styles['list']}>
          {overrides.map((override) => (
            <OverrideLine key={override.id} override={override} />
          ))}
        </ul>
      )}
    </div>
  );
}

/** One right that is lent, told by words and a sign, not by colour alone. */
export function OverrideLine({
  override: { id, permission, grantedBy, endsAt },
}: {
  readonly override: SessionOverride;
}) {
  const { t } = useTranslation();
  const { busy, failure, run } = useAction();
  return (
    <li className={styles['override']} data-override={permission}>
      <Key size={28} />
      <p className={styles['words']}>
        <strong>{t('override.marker', { right: rightOf(t, permission) })}</strong>
        {` · ${t('override.by', { name: grantedBy })} · `}
        <TimeLeft endsAt={endsAt} />
      </p>
      <Failed failure={failure} />
      <Button variant="default" loading={busy} onClick={() => void run(() => consoleNow().overrides.end({ id }))}>
        {t('override.return')}
      </Button>
    </li>
  );
}

/** Counts down where it is seen; read out every second, nothing else could be heard. */
function TimeLeft({ endsAt }: { readonly endsAt: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const seconds = useNow(({ wall }) => Math.max(0, Math.ceil((endsAt - wall) / 1_000)));
  return (
    <span role="timer" aria-live="off">
      {t('override.left', { duration: format.duration(seconds * 1_000) })}
    </span>
  );
}
