import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConsoleClient, TrainingState } from '../../../src-main/bridge/contract.ts';
import { usePermission } from '../../stores/session.ts';
import { Failed } from '../../widgets/failed.tsx';
import { DashedBox } from '../../widgets/icons.tsx';
import { Mark } from '../../widgets/mark.tsx';
import { useFollowed } from '../../widgets/use-followed.ts';
import { Page } from '../page.tsx';
import { ByHand } from './by-hand.tsx';
import { DoneLately } from './done-lately.tsx';
import { NowPlaying } from './now-playing.tsx';
import { Scenarios } from './scenarios.tsx';
import { StartAfresh } from './start-afresh.tsx';
import styles from './training.module.css';

const followTraining = (client: ConsoleClient, options: { signal: AbortSignal }) =>
  client.training.watch(undefined, options);

/** Exercises on the console's own simulated robots, for those who train others. */
export function Training() {
  const { t } = useTranslation();
  const { value: state, at, failure } = useFollowed(followTraining);
  return (
    <Page heading={t('training.heading')}>
      <Failed failure={failure} />
      {!state && !failure && <p>{t('loading')}</p>}
      {state?.standing === 'robots-set-up' && (
        <>
          <p>{t('training.none')}</p>
          <p>{t('training.how')}</p>
        </>
      )}
      {state && state.standing !== 'robots-set-up' && <Exercise state={state} at={at} />}
    </Page>
  );
}

function Exercise({ state, at }: { readonly state: TrainingState; readonly at: number }) {
  const { t } = useTranslation();
  const mayEdit = usePermission('training:edit');
  const ended = state.standing === 'simulation-ended';
  return (
    <>
      <p className={styles['notice']}>
        <DashedBox />
        {t('training.simulated')}
      </p>
      <div role="alert">{ended && <Mark level="critical">{t('training.ended')}</Mark>}</div>
      <Part id="training-now" heading={t('training.now')}>
        <NowPlaying state={state} at={at} mayEdit={mayEdit} />
      </Part>
      <Part id="training-scenarios" heading={t('training.scenarios')}>
        <Scenarios mayEdit={mayEdit} />
      </Part>
      {mayEdit && !ended && state.firmware && (
        <Part id="training-by-hand" heading={t('training.byHand')}>
          <ByHand key={state.firmware} robots={state.robots} firmware={state.firmware} />
        </Part>
      )}
      <Part id="training-done" heading={t('training.robots')}>
        <DoneLately robots={state.robots} />
      </Part>
      {mayEdit && (
        <Part id="training-restart" heading={t('training.restart')}>
          <StartAfresh key={`${state.firmware} ${state.robots.length} ${state.seed}`} state={state} />
        </Part>
      )}
    </>
  );
}

function Part({
  id,
  heading,
  children,
}: {
  readonly id: string;
  readonly heading: string;
  readonly children: ReactNode;
}) {
  return (
    <section aria-labelledby={id} className={styles['part']}>
      <Title order={2} size="h3" id={id}>
        {heading}
      </Title>
      {children}
    </section>
  );
}
