import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './commands.module.css';

/** Long enough that no touch in passing does it (ms). */
export const HOLD_MS = 1200;

interface HoldButtonProps {
  readonly label: string;
  readonly disabled: boolean;
  readonly describedBy: string;
  readonly held: () => void;
}

/** Does what it says when it has been held, by finger, mouse, space bar or Enter; let go before, it does nothing. */
export function HoldButton({ label, disabled, describedBy, held }: HoldButtonProps) {
  const { t } = useTranslation();
  const [holding, setHolding] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const letGo = () => {
    clearTimeout(timer.current);
    setHolding(false);
  };
  const hold = () => {
    if (disabled || holding) return;
    setHolding(true);
    timer.current = setTimeout(() => {
      setHolding(false);
      if (possible.current) held();
    }, HOLD_MS);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  // what is not possible any more is not sent because somebody still holds the button
  const possible = useRef(!disabled);
  useEffect(() => {
    possible.current = !disabled;
  }, [disabled]);
  const isKey = ({ key }: KeyboardEvent) => key === ' ' || key === 'Enter';
  return (
    <button
      type="button"
      className={styles['hold']}
      data-holding={(holding && !disabled) || undefined}
      disabled={disabled}
      aria-describedby={describedBy}
      style={{ '--hold': `${HOLD_MS}ms` } as React.CSSProperties}
      onPointerDown={(event) => {
        if (event.button === 0) hold();
      }}
      onPointerUp={letGo}
      onPointerLeave={letGo}
      onPointerCancel={letGo}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (!isKey(event)) return;
        event.preventDefault();
        if (!event.repeat) hold();
      }}
      onKeyUp={(event) => {
        if (isKey(event)) letGo();
      }}
      onBlur={letGo}
    >
      <span>{holding ? t('command.holding') : t('command.hold', { command: label })}</span>
    </button>
  );
}
