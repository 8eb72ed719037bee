import { VisuallyHidden } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../stores/connection.ts';
import { useNow } from '../stores/now.ts';
import { useRobots } from '../stores/robots.ts';
import { truthOf } from '../truth.ts';

/** More changes at once are told as a number and names: a screen reader must come to an end. */
const MOST_SENTENCES = 3;

/** What is worth a word about one robot. */
interface Heard {
  readonly name: string;
  readonly words: string;
}

type Scene = ReadonlyMap<string, Heard>;

/** The robots as words, at this moment. */
function sceneNow(t: TFunction): Scene {
  const { order, byId, following } = useRobots.getState();
  const connected = following && useConnection.getState().phase === 'alive';
  const { monotonic } = useNow.getState();
  const heard = order.flatMap((id) => {
    const robot = byId[id];
    if (robot === undefined) return [];
    const { snapshot, receivedAt } = robot;
    const { presentation } = truthOf(snapshot, receivedAt, monotonic, connected);
    const state = snapshot.reading?.values.state;
    const alarming = state === 'fault' || state === 'estop';
    const words = [t(`truth.${presentation}`), ...(alarming ? [t(`robotState.${state}`)] : [])].join(', ');
    return [[id, { name: snapshot.name, words }] as const];
  });
  return new Map(heard);
}

/** The sentence about what changed between two scenes, null when nothing did or there was no scene before. */
export function announcement(before: Scene, after: Scene, t: TFunction): string | null {
  const changed = [...after].flatMap(([id, heard]) => {
    const was = before.get(id);
    return was !== undefined && was.words !== heard.words ? [heard] : [];
  });
  if (changed.length === 0) return null;
  if (changed.length > MOST_SENTENCES) {
    return t('announce.many', { n: changed.length, names: changed.map(({ name }) => name).join(', ') });
  }
  return changed.map(({ name, words }) => t('announce.robot', { name, truth: words })).join('. ');
}

/**
 * Tells those who do not see the screen, politely, when a robot's values turn stale, come back or show a fault, and
 * when the console answers again (its loss is an alert of its own).
 */
export function Announcer() {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  useEffect(() => {
    let before = sceneNow(t);
    const stopLooking = useNow.subscribe(() => {
      const after = sceneNow(t);
      const sentence = announcement(before, after, t);
      before = after;
      if (sentence !== null) setWords(sentence);
    });
    const stopListening = useConnection.subscribe(({ phase }, was) => {
      if (phase === 'alive' && was.phase === 'lost') setWords(t('announce.alive'));
    });
    return () => {
      stopLooking();
      stopListening();
    };
  }, [t]);
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {words}
    </VisuallyHidden>
  );
}
