import { expect, it } from 'vitest';
import { check } from '../../faults/checker/check.ts';
import { excerptOf } from '../../faults/excerpt.ts';
import { playRound } from '../../faults/round.ts';
import { emptyTotals, totalled } from '../../faults/totals.ts';
import { temporaryFolder } from '../../support/store.ts';

const SECONDS = 60;

it(
  `${SECONDS} seconds of faults on every robot and every endpoint, commands, stops and changes: no promise is broken`,
  { timeout: SECONDS * 1000 + 120_000 },
  async () => {
    const history = await playRound({ dir: await temporaryFolder(), seed: 1, round: 0, seconds: SECONDS });
    const findings = check(history);
    expect(findings.map((finding) => ({ ...finding, excerpt: excerptOf(history, finding) }))).toEqual([]);

    // it would be easy to find nothing by doing nothing
    const totals = emptyTotals();
    totalled(totals, history);
    expect(totals.troubles.size).toBeGreaterThan(30);
    expect(totals.toldAsLive).toBeGreaterThan(200);
    expect(totals.commandsAnswered).toBeGreaterThan(5);
    expect(totals.stops).toBeGreaterThan(3);
  },
);
