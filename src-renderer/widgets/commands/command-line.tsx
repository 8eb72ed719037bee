import { Button } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandOffer } from '../../../src-main/bridge/contract.ts';
import type { CommandObstacle } from '../../command-words.ts';
import { AskedFirst } from '../asked-first.tsx';
import styles from './commands.module.css';
import { HoldButton } from './hold-button.tsx';
import { TypedCommand } from './typed-command.tsx';

/** Sends it; null where the person did nothing to confirm it. */
export type SendCommand = (confirmation: string | null, values?: Readonly<Record<string, number>>) => Promise<void>;

interface CommandLineProps {
  readonly offer: CommandOffer;
  readonly robotName: string;
  readonly obstacle: CommandObstacle;
  readonly send: SendCommand;
  /** What becomes of it, and became of the last one. */
  readonly answer: ReactNode;
}

/** One command: what it does, why it is not possible now if it is not, and the way to send it that its weight asks for. */
export function CommandLine({ offer, robotName, obstacle, send, answer }: CommandLineProps) {
  const { t } = useTranslation();
  const id = useId();
  const name = t(`command.name.${offer.id}`);
  const about = t(`command.about.${offer.id}`);
  const disabled = obstacle !== null;
  return (
    <li
      className={styles['command']}
      data-command={offer.id}
      data-possible={!disabled}
      data-wide={offer.arguments.length > 0 || undefined}
    >
      <div id={id} className={styles['about']}>
        <strong>{name}</strong>
        <p>{about}</p>
        {obstacle && <p className={styles['why']}>{wordsOf(obstacle)}</p>}
      </div>
      <Way offer={offer} robotName={robotName} disabled={disabled} describedBy={id} send={send} />
      {answer}
    </li>
  );

  function wordsOf(what: NonNullable<CommandObstacle>): string {
    if (what.why === 'state') {
      return t('command.why.state', { states: what.states.map((state) => t(`robotState.${state}`)).join(', ') });
    }
    if (what.why === 'permission') return t('command.why.permission', { right: t(`permission.robot:${offer.action}`) });
    return t(`command.why.${what.why}`);
  }
}

interface WayProps extends Pick<CommandLineProps, 'offer' | 'robotName' | 'send'> {
  readonly disabled: boolean;
  readonly describedBy: string;
}

function Way({ offer, robotName, disabled, describedBy, send }: WayProps) {
  const { t } = useTranslation();
  const name = t(`command.name.${offer.id}`);
  switch (offer.confirmation) {
    case 'none':
      return (
        <Button variant="default" disabled={disabled} aria-describedby={describedBy} onClick={() => void send(null)}>
          {name}
        </Button>
      );
    case 'confirm': {
      const question = t('command.question', { name: robotName });
      return disabled ? (
        <Button variant="default" disabled aria-describedby={describedBy}>
          {name}
        </Button>
      ) : (
        <AskedFirst label={name} question={question} act={() => send('confirmed')} />
      );
    }
    case 'hold':
      return <HoldButton label={name} disabled={disabled} describedBy={describedBy} held={() => void send('held')} />;
    case 'type-name':
      return (
        <TypedCommand
          offer={offer}
          robotName={robotName}
          disabled={disabled}
          describedBy={describedBy}
          send={(values, typed) => void send(typed, values)}
        />
      );
  }
}
