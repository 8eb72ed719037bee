import { TextInput } from '@mantine/core';
import { memo, useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { useRobots } from '../stores/robots.ts';
import { useAttention } from '../stores/truth.ts';
import { NoRobots } from '../widgets/no-robots.tsx';
import { OwnArea } from '../widgets/own-area.tsx';
import { RobotCard } from '../widgets/robot-card.tsx';
import { Page } from './page.tsx';
import { Robot } from './robot.tsx';
import styles from './robots.module.css';

/** From this many robots on, a person needs help to find one. */
const MANY = 9;

/** Up to this many have room to be read from a distance. */
const FEW = 6;

/** Beyond this many the cards shrink to what tells one robot's trouble from another's. */
const CROWD = 24;

/** All robots at a glance; a single one is shown large at once. */
export function Robots() {
  const { t } = useTranslation();
  const told = useRobots((state) => state.told);
  const order = useRobots((state) => state.order);
  const [only] = order;
  if (!told) return <Page heading={t('robots.heading')}>{t('robots.waiting')}</Page>;
  if (only === undefined)
    return (
      <Page heading={t('robots.heading')}>
        <NoRobots />
      </Page>
    );
  if (order.length === 1) return <Robot robotId={only} />;
  return <Overview order={order} />;
}

function Overview({ order }: { readonly order: readonly string[] }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [onlyAttention, setOnlyAttention] = useState(false);
  const attention = useAttention();
  const wanted = name.trim().toLowerCase();
  const named = useRobots(
    useShallow(({ byId }) => order.filter((id) => byId[id]?.snapshot.name.toLowerCase().includes(wanted))),
  );
  const shown = onlyAttention ? named.filter((id) => attention.includes(id)) : named;
  return (
    <Page heading={t('robots.heading')}>
      <OwnArea />
      {order.length >= MANY && (
        <div className={styles['finder']}>
          <TextInput
            type="search"
            label={t('robots.search')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <fieldset className={styles['filter']}>
            <legend>{t('robots.filter')}</legend>
            {[false, true].map((choice) => (
              <label key={String(choice)}>
                <input
                  type="radio"
                  name="filter"
                  checked={onlyAttention === choice}
                  onChange={() => setOnlyAttention(choice)}
                />
                {choice ? t('robots.attention', { n: attention.length }) : t('robots.all', { n: order.length })}
              </label>
            ))}
          </fieldset>
        </div>
      )}
      {shown.length === 0 && <p>{t('robots.noMatch')}</p>}
      <div
        className={styles['grid']}
        data-density={order.length <= FEW ? 'few' : order.length > CROWD ? 'crowd' : undefined}
      >
        <Cards ids={useDeferredValue(shown, NONE)} always={order.length <= CROWD} />
      </div>
    </Page>
  );
}

/** First nothing: a press is answered by the screen's heading at once, and a hundred cards follow. */
const NONE: readonly string[] = [];

interface CardsProps {
  readonly ids: readonly string[];
  readonly always: boolean;
}

const Cards = memo(function Cards({ ids, always }: CardsProps) {
  return ids.map((id) => <RobotCard key={id} robotId={id} always={always} />);
});
