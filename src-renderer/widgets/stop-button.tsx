import { useTranslation } from 'react-i18next';
import { useConnection } from '../stores/connection.ts';
import { usePermission, useSession } from '../stores/session.ts';
import { pressStop } from '../stores/stops.ts';
import styles from './stop.module.css';

/** Why a press would do nothing, as far as this page knows; null: it may be pressed. */
export function useStopObstacle(): 'opening' | 'lost' | 'seat-unknown' | 'permitted' | null {
  const phase = useConnection((state) => state.phase);
  const forAnyone = useConnection(({ info }) => info?.softwareStop !== 'permitted');
  const known = useSession((state) => state.known);
  const holdsRight = usePermission('robot:stop');
  if (phase !== 'alive') return phase;
  return forAnyone || !known || holdsRight ? null : 'permitted';
}

interface StopButtonProps {
  /** Null: all robots. */
  readonly robot: { readonly id: string; readonly name: string } | null;
  readonly large?: boolean;
}

/**
 * One press, no question. It is never disabled: while the console is not heard the words say that it cannot work, and a
 * press is tried all the same. A plain square, as on any player: nothing that could be taken for the button at the robot.
 */
export function StopButton({ robot, large = false }: StopButtonProps) {
  const { t } = useTranslation();
  const obstacle = useStopObstacle();
  const words = robot === null ? t('stop.all') : t('stop.one');
  return (
    <button
      type="button"
      className={styles['button']}
      data-large={large || undefined}
      data-obstacle={obstacle ?? undefined}
      data-stop={robot?.id ?? 'all'}
      aria-label={robot === null ? undefined : t('stop.named', { name: robot.name })}
      aria-keyshortcuts={robot === null ? 'Control+Shift+X Pause' : undefined}
      title={robot === null ? t('stop.shortcut') : undefined}
      onClick={() => void pressStop(robot?.id ?? null)}
    >
      <span className={styles['square']} aria-hidden="true" />
      {words}
    </button>
  );
}
