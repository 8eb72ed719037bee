import { describe, expect, it } from 'vitest';
import { LINK_STATES, ROBOT_STATES, type RobotValues } from '../../../src-main/bridge/contract.ts';
import en from '../../../src-renderer/i18n/en.json';
import vi from '../../../src-renderer/i18n/vi.json';
import { PRESENTATIONS, type Truth } from '../../../src-renderer/truth.ts';
import { Availability } from '../../../src-renderer/widgets/availability.tsx';
import { Battery } from '../../../src-renderer/widgets/battery.tsx';
import { ErrorBudget } from '../../../src-renderer/widgets/error-budget.tsx';
import { LinkBadge } from '../../../src-renderer/widgets/link-badge.tsx';
import { LinkFacts } from '../../../src-renderer/widgets/link-facts.tsx';
import { LinkTrouble } from '../../../src-renderer/widgets/link-trouble.tsx';
import { OrNotReported } from '../../../src-renderer/widgets/or-not-reported.tsx';
import { RobotStateWord } from '../../../src-renderer/widgets/robot-state.tsx';
import { Speed } from '../../../src-renderer/widgets/speed.tsx';
import { Track } from '../../../src-renderer/widgets/track.tsx';
import { TruthStrip } from '../../../src-renderer/widgets/truth-strip.tsx';
import { ValueTile } from '../../../src-renderer/widgets/value-tile.tsx';
import { draw, wordsOf } from './support/draw.tsx';
import { linkWith, snapshotWith } from './support/snapshot.ts';

const truth = (presentation: Truth['presentation'], simulated = false): Truth => ({
  presentation,
  simulated,
  standIn: false,
  heard: presentation === 'live',
  ageMs: presentation === 'none' ? null : 12_000,
});

describe('a value', () => {
  it.each(PRESENTATIONS)(
    'that is %s says so in words of both languages and to whoever asks the page',
    (presentation) => {
      const tile = (
        <ValueTile label="Speed" truth={truth(presentation)} value={250}>
          {(speed) => `${speed} mm/s`}
        </ValueTile>
      );
      expect(draw(tile)).toContain(`data-truth="${presentation}"`);
      expect(wordsOf(draw(tile))).toContain(en.truth[presentation]);
      expect(wordsOf(draw(tile, 'vi'))).toContain(vi.truth[presentation]);
      expect(wordsOf(draw(tile))).toContain('250 mm/s');
    },
  );

  it('that is stale tells its age and never the word live', () => {
    expect(wordsOf(draw(<TruthStrip truth={truth('stale')} />))).toBe('LAST KNOWN last heard 12 s ago');
    expect(wordsOf(draw(<TruthStrip truth={truth('stale')} />, 'vi'))).toBe('SỐ LIỆU CŨ lần cuối cách đây 12 giây');
  });

  it('that is disowned is still known as a simulation', () => {
    expect(wordsOf(draw(<TruthStrip truth={truth('disowned', true)} />))).toMatch(/^SIMULATED, NOT CURRENT/);
  });

  it('of a simulation in the place of a robot says so, and whether the robot itself is heard', () => {
    const standIn = { ...truth('simulated', true), standIn: true };
    const lost = wordsOf(draw(<TruthStrip truth={standIn} />));
    expect(lost).toBe('SIMULATED STAND-IN real robot last answered 12 s ago');
    const heard = wordsOf(draw(<TruthStrip truth={{ ...standIn, heard: true }} />, 'vi'));
    expect(heard).toBe('MÔ PHỎNG THAY THẾ robot thật trả lời cách đây 12 giây – không hiển thị');
    expect(wordsOf(draw(<LinkBadge state="live" standIn />))).toBe('SIMULATED Real link: Answering');
  });

  it('differs in shape, not in colour alone, from a live one', () => {
    const shapeOf = (presentation: Truth['presentation']) =>
      /<svg[^]*<\/svg>/.exec(draw(<TruthStrip truth={truth(presentation)} />))?.[0];
    const live = shapeOf('live');
    for (const other of PRESENTATIONS) expect(shapeOf(other) === live).toBe(other === 'live');
  });

  it.each(PRESENTATIONS)(
    'that is missing claims neither source nor age, whatever the reading is (%s)',
    (presentation) => {
      const tile = draw(
        <ValueTile label="Speed" truth={truth(presentation)} value={null}>
          {String}
        </ValueTile>,
      );
      expect(tile).toContain('data-truth="none"');
      expect(tile).not.toContain('data-truth="live"');
      const claim = presentation === 'none' ? ' NO READING no usable answer from this robot' : '';
      expect(wordsOf(tile)).toBe(`Speed${claim} not reported`);
    },
  );

  it('that this firmware does not tell is called so and marked so, and zero is a value', () => {
    const missing = draw(<OrNotReported value={null}>{String}</OrNotReported>);
    expect(missing).toContain('data-truth="none"');
    expect(wordsOf(missing)).toBe('not reported');
    expect(wordsOf(draw(<OrNotReported value={0}>{String}</OrNotReported>))).toBe('0');
  });
});

describe('the link to a robot', () => {
  it.each([...LINK_STATES, 'unknown'] as const)('that is %s has a word and a shape', (state) => {
    const badge = draw(<LinkBadge state={state} />);
    expect(badge).toContain(`data-link-state="${state}"`);
    expect(badge).toContain('<svg');
    expect(wordsOf(badge)).toBe(en.linkState[state]);
  });

  it('has a shape of its own in every state, for whoever sees no colours', () => {
    const shapes = [...LINK_STATES, 'unknown' as const].map(
      (state) => /<svg[^]*<\/svg>/.exec(draw(<LinkBadge state={state} />))?.[0],
    );
    expect(new Set(shapes).size).toBe(LINK_STATES.length + 1);
  });

  it('that is offline claims no silence: the robot may answer, but nothing that can be used', () => {
    expect(draw(<LinkBadge state="offline" />)).toContain('title="No usable answer from the robot."');
    expect(draw(<LinkBadge state="offline" />, 'vi')).toContain('title="Không có câu trả lời dùng được từ robot."');
    const lastError = { code: 'FIRMWARE_STATUS', details: { status: 500 }, at: 0, ageMs: 100 } as const;
    const link = linkWith({ state: 'offline', stateForMs: 4_000, lastError });
    expect(wordsOf(draw(<LinkTrouble link={link} elapsedMs={0} />))).toBe(
      'Offline for 4 s. The robot answered with status 500 instead of 200 (OK).',
    );
  });

  it('has no state that could be read as a live value', () => {
    for (const state of LINK_STATES) expect(en.linkState[state]).not.toMatch(/live/i);
  });

  it('that fails says since when, what is wrong, and which attempt comes when', () => {
    const link = linkWith({
      state: 'retrying',
      stateForMs: 4_000,
      attempt: { number: 2, of: 3, nextInMs: 5_000 },
      lastError: { code: 'FIRMWARE_TIMEOUT', details: { deadlineMs: 800 }, at: 0, ageMs: 100 },
    });
    expect(wordsOf(draw(<LinkTrouble link={link} elapsedMs={2_000} />))).toBe(
      'Retrying for 6 s. The robot did not answer within 800 ms. Attempt 2 of 3 failed, next in 3 s.',
    );
    expect(wordsOf(draw(<LinkTrouble link={link} elapsedMs={5_000} />))).toMatch(/next attempt now\.$/);
  });

  it('that is slow says what that means, and nothing of failures that are over', () => {
    const lastError = { code: 'FIRMWARE_TIMEOUT', details: { deadlineMs: 800 }, at: 0, ageMs: 90_000_000 } as const;
    const link = linkWith({ state: 'slow', stateForMs: 4_000, lastError });
    expect(wordsOf(draw(<LinkTrouble link={link} elapsedMs={1_000} />))).toBe(
      'Slow for 5 s. Its answers often take longer than 500 ms.',
    );
    expect(wordsOf(draw(<LinkTrouble link={link} elapsedMs={0} />, 'vi'))).toContain('lâu hơn 500 ms');
  });

  it.each([
    [
      'failures',
      'It failed again and again and is left alone; the console asks again in',
      /left alone; the console asks again now\.$/,
    ],
    ['retry-after', 'It asked for a pause; the console asks again in', /a pause; the console asks again now\.$/],
  ] as const)('that is left alone counts down to the next try, and says whose wish it was (%s)', (reason, why, now) => {
    const lastError = { code: 'FIRMWARE_STATUS', details: { status: 503 }, at: 0, ageMs: 100 } as const;
    const link = linkWith({ state: 'breaker-open', stateForMs: 0, lastError, pause: { reason, probeInMs: 12_400 } });
    const words = (elapsedMs: number) => wordsOf(draw(<LinkTrouble link={link} elapsedMs={elapsedMs} />));
    expect(words(2_000)).toBe(
      `Contact paused for 2 s. The robot answered with status 503 instead of 200 (OK). ${why} 10 s.`,
    );
    expect(words(12_000)).toMatch(now);
  });

  it('that comes and goes says how often, and how long it still has to hold', () => {
    const link = linkWith({ state: 'unstable', stateForMs: 9_000, flapping: { losses: 6, settlesInMs: 12_400 } });
    const words = wordsOf(draw(<LinkTrouble link={link} elapsedMs={2_000} />));
    expect(words).toContain('Unstable for 11 s.');
    expect(words).toContain('Lost 6 times in the last minute; it counts as stable if it holds for another 11 s.');
  });

  it('in order needs no words of trouble', () => {
    expect(wordsOf(draw(<LinkTrouble link={linkWith({})} elapsedMs={0} />))).toBe('');
  });

  it('shows its figures, with units', () => {
    const words = wordsOf(draw(<LinkFacts link={linkWith({ retries: 3 })} elapsedMs={0} connected />));
    for (const figure of [
      'p50 3.3 ms, p95 12 ms, p99 32 ms',
      '60 answers',
      '100%',
      'Retries, last minute 3',
      '99.95%',
      '1 min 24 s of outage still allowed (of 1 min 26 s in 24 h)',
    ]) {
      expect(words).toContain(figure);
    }
  });

  it('without figures yet says that, instead of showing a zero', () => {
    const silent = linkWith({ latency: null, successRate: null, lastSuccessAgeMs: null, availability: null });
    const words = wordsOf(draw(<LinkFacts link={silent} elapsedMs={0} connected />));
    expect(words.match(/nothing to say yet/g)).toHaveLength(4);
  });

  it('met its target exactly at the target, and tells over which time', () => {
    const availability = (ratio: number) =>
      wordsOf(draw(<Availability ratio={ratio} target={0.999} observedMs={180_000} />));
    expect(availability(0.999)).toBe('99.9% target 99.9% met over 3 min 0 s');
    expect(availability(0.99899)).toBe('99.89% target 99.9% missed over 3 min 0 s');
  });
});

it('the outage that is still allowed is rounded against the link, and used up when it is overdrawn', () => {
  const budget = (leftMs: number) => wordsOf(draw(<ErrorBudget allowedMs={86_400} leftMs={leftMs} />));
  expect(budget(999)).toBe('0 s of outage still allowed (of 1 min 26 s in 24 h)');
  expect(budget(0)).toBe('0 s of outage still allowed (of 1 min 26 s in 24 h)');
  expect(budget(-1)).toBe('outage allowance used up: 1 s more than 1 min 26 s in 24 h');
  expect(draw(<ErrorBudget allowedMs={86_400} leftMs={-1} />)).toContain('<svg');
});

describe('the values of a robot', () => {
  const valuesOf = (values: Partial<RobotValues>) => {
    const { reading } = snapshotWith({ values });
    if (!reading) throw new Error('the snapshot has no reading');
    return reading.values;
  };

  it.each(ROBOT_STATES)('name the state %s', (state) => {
    expect(wordsOf(draw(<RobotStateWord values={valuesOf({ state })} />))).toBe(en.robotState[state]);
  });

  it('quote a state that the console does not know', () => {
    const values = valuesOf({ state: 'unknown', stateText: 'WARP <b>' });
    expect(draw(<RobotStateWord values={values} />)).toContain('UNKNOWN STATE');
    expect(draw(<RobotStateWord values={values} />)).toContain('WARP &lt;b&gt;');
  });

  it.each([
    [21, '21 %'],
    [20, '20 % LOW'],
    [10.9, '10 % LOW'],
    [10, '10 % CRITICAL'],
  ])('tell a battery of %d %% as “%s”', (percent, words) => {
    expect(wordsOf(draw(<Battery percent={percent} />))).toBe(words);
  });

  it('tell the speed without a sign, and its direction in words', () => {
    expect(draw(<Speed mmPerS={-250} />)).toContain('aria-label="towards zero"');
    expect(wordsOf(draw(<Speed mmPerS={-250} />))).toBe('250 mm/s ←');
    expect(wordsOf(draw(<Speed mmPerS={0.5} />))).toBe('1 mm/s →');
  });

  it.each([0, -0, 0.4, -0.4])('point nowhere at a speed of %d, which shows as zero', (speed) => {
    expect(wordsOf(draw(<Speed mmPerS={speed} />))).toBe('0 mm/s');
    expect(draw(<Speed mmPerS={speed} />)).toContain('standing');
  });

  it('draw the place on the track where the robot said it is', () => {
    const track = draw(<Track positionMm={10_000} lengthMm={40_000} truth={truth('live')} />);
    expect(track).toContain('25%');
    expect(track).toMatch(/aria-label="Position on the track: 10.000.mm of 40.000.mm"/);
  });

  it('draw an old place as an outline, and say that it is old', () => {
    const track = draw(<Track positionMm={10_000} lengthMm={40_000} truth={truth('stale')} />);
    expect(track).toContain('data-current="false"');
    expect(track).toContain('last known position');
  });

  it('draw no marker for a place that is not known, and none beyond the ends', () => {
    expect(draw(<Track positionMm={null} lengthMm={40_000} truth={truth('live')} />)).toContain('not known');
    expect(draw(<Track positionMm={90_000} lengthMm={40_000} truth={truth('live')} />)).toContain(':100%');
    expect(draw(<Track positionMm={-5} lengthMm={40_000} truth={truth('live')} />)).toContain(':0%');
  });
});
