import { Title } from '@mantine/core';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  isCurrentLink,
  toConsoleError,
  type CallFailure,
  type CommandOffer,
} from '../../../src-main/bridge/contract.ts';
import type { CommandResult, ConsoleClient } from '../../../src-main/bridge/contract.ts';
import { obstacleTo } from '../../command-words.ts';
import { consoleNow } from '../../stores/connection.ts';
import type { KnownRobot } from '../../stores/robots.ts';
import { useOwnControl } from '../../stores/leases.ts';
import { useSession } from '../../stores/session.ts';
import { useTruth } from '../../stores/truth.ts';
import { isCurrent } from '../../truth.ts';
import { Failed } from '../failed.tsx';
import { useAnswer } from '../use-answer.ts';
import { CommandLine, type SendCommand } from './command-line.tsx';
import { ControlLine } from './control-line.tsx';
import { CommandOutcomeLine } from './command-outcome.tsx';
import styles from './commands.module.css';

/** How the last command of this page ended. */
interface Ended {
  readonly of: CommandOffer['id'];
  readonly result: CommandResult | null;
  readonly failure: CallFailure | null;
}

/** Everything that this robot can be told besides the software stop, and how the last of it ended. */
export function RobotCommands({ robot }: { readonly robot: KnownRobot }) {
  const { t } = useTranslation();
  const { id, name, link, reading } = robot.snapshot;
  const ask = useCallback(
    (client: ConsoleClient, signal: AbortSignal) => client.robots.commands({ robot: id }, { signal }),
    [id],
  );
  const { value: catalogue, failure } = useAnswer(ask);
  const truth = useTruth(robot);
  const own = useOwnControl(id);
  const permissions = useSession(({ session }) => session?.permissions);
  const [sending, setSending] = useState<CommandOffer['id'] | null>(null);
  const [ended, setEnded] = useState<Ended | null>(null);

  const sender =
    (offer: CommandOffer): SendCommand =>
    async (confirmation, values = {}) => {
      setSending(offer.id);
      setEnded(null);
      try {
        const asked = { robot: id, command: offer.id, arguments: { ...values }, confirmation };
        setEnded({ of: offer.id, result: await consoleNow().robots.command(asked), failure: null });
      } catch (error) {
        setEnded({ of: offer.id, result: null, failure: toConsoleError(error) });
      } finally {
        setSending(null);
      }
    };

  return (
    <section className={styles['commands']} aria-label={t('command.heading')}>
      <Title order={2} size="h3">
        {t('command.heading')}
      </Title>
      <ControlLine robotId={id} />
      <Failed failure={failure} />
      {catalogue?.length === 0 && <p>{t('command.none')}</p>}
      <ul className={styles['list']}>
        {catalogue?.map((offer) => (
          <CommandLine
            key={offer.id}
            offer={offer}
            robotName={name}
            send={sender(offer)}
            answer={<CommandAnswered sending={sending === offer.id} ended={ended?.of === offer.id ? ended : null} />}
            obstacle={obstacleTo(offer, {
              permitted:
                permissions?.includes('robot:control') === true && permissions.includes(`robot:${offer.action}`),
              standIn: truth.standIn,
              control: own,
              current: isCurrent(truth.presentation) && isCurrentLink(link.state),
              state: reading?.values.state ?? null,
              busy: sending !== null,
            })}
          />
        ))}
      </ul>
    </section>
  );
}

/** The button's answer. The regions stand before they are needed, so that what appears in them is announced. */
function CommandAnswered({ sending, ended }: { readonly sending: boolean; readonly ended: Ended | null }) {
  const { t } = useTranslation();
  return (
    <>
      <div role="status" className={styles['ended']}>
        {sending && <p>{t('command.sending')}</p>}
        {ended?.result && <CommandOutcomeLine result={ended.result} />}
      </div>
      <Failed failure={ended?.failure ?? null} />
    </>
  );
}
