import { Button, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';
import { consoleNow } from '../../stores/connection.ts';
import { useLease } from '../../stores/leases.ts';
import { usePermission, useSession } from '../../stores/session.ts';
import { AskedFirst } from '../asked-first.tsx';
import { Failed } from '../failed.tsx';
import { useAction } from '../use-action.ts';
import styles from './commands.module.css';

/** The console's own rule, for the sentence. */
const IDLE_MINUTES = 5;
const SHORTEST_REASON = 3;

/** Who has command of the robot, and the way to have it, to hand it on, or to take it for a reason. */
export function ControlLine({ robotId }: { readonly robotId: string }) {
  const { t } = useTranslation();
  const lease = useLease(robotId);
  const session = useSession((state) => state.session);
  const { busy, failure, run } = useAction();
  const mayControl = usePermission('robot:control');
  const mayTake = usePermission('robot:take-over');
  if (!lease || session === null) return null;
  const { holder, asker } = lease;
  const own = holder?.sessionId === session.id;
  const act = (work: () => Promise<unknown>) => () => void run(async () => void (await work()));
  const request = act(() => consoleNow().robots.requestControl({ robot: robotId }));
  return (
    <div className={styles['control']} role="group" aria-label={t('control.label')} data-control={stateOf()}>
      <p role="status">
        <Words robotId={robotId} />
      </p>
      <Group gap="sm">
        {mayControl && holder === null && (
          <Button loading={busy} onClick={request}>
            {t('control.take')}
          </Button>
        )}
        {mayControl && holder !== null && !own && asker?.sessionId !== session.id && (
          <Button variant="default" loading={busy} onClick={request}>
            {t('control.ask')}
          </Button>
        )}
        {own && (
          <Button
            variant="default"
            loading={busy}
            onClick={act(() => consoleNow().robots.releaseControl({ robot: robotId }))}
          >
            {asker ? t('control.grant', { name: asker.username }) : t('control.release')}
          </Button>
        )}
        {mayTake && holder !== null && !own && <TakeOver robotId={robotId} holder={holder.username} />}
      </Group>
      <Failed failure={failure} />
    </div>
  );

  function stateOf(): string {
    if (holder === null) return 'free';
    return own ? 'own' : 'other';
  }
}

function Words({ robotId }: { readonly robotId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const lease = useLease(robotId);
  const session = useSession((state) => state.session);
  if (!lease || session === null) return null;
  const { holder, asker, since } = lease;
  const time = since === null ? '' : format.clock(since);
  const sentences = [];
  if (holder === null) sentences.push(t('control.free'));
  else if (holder.sessionId === session.id) {
    sentences.push(t('control.own', { time, minutes: t('duration.min', { n: IDLE_MINUTES }) }));
  } else if (holder.username === session.principal.username) sentences.push(t('control.ownOther', { time }));
  else sentences.push(t('control.other', { name: holder.username, time }));
  if (asker?.sessionId === session.id) sentences.push(t('control.askedOwn'));
  else if (asker) sentences.push(t('control.asked', { name: asker.username }));
  return sentences.join(' ');
}

function TakeOver({ robotId, holder }: { readonly robotId: string; readonly holder: string }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const take = async () => {
    await consoleNow().robots.takeControl({ robot: robotId, reason });
    setReason('');
  };
  return (
    <AskedFirst label={t('control.takeOver')} question={`${holder}: ${t('control.takeOver')}?`} act={take}>
      <TextInput
        label={t('control.reason')}
        required
        minLength={SHORTEST_REASON}
        value={reason}
        onChange={({ currentTarget: { value } }) => setReason(value)}
      />
    </AskedFirst>
  );
}
