import { expect, it } from 'vitest';
import type { RobotDraft } from '../../../src-main/bridge/contract.ts';
import { robotSettings } from '../../../src-main/firmware/settings.ts';
import {
  draftOf,
  EMPTY_SETUP,
  fieldOfSetup,
  formOf,
  NUMBER_PATHS,
} from '../../../src-renderer/screens/robot-setup-form.ts';

/** Everything that a robot may have of its own. */
const WHOLE: RobotDraft = {
  id: 'hoist-a',
  name: 'Hoist A',
  group: 'Hall A',
  driver: 'oht50',
  url: 'https://10.0.0.7:8443',
  certificate: '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----',
  pollIntervalMs: 500,
  attemptDeadlineMs: 800,
  totalDeadlineMs: 4000,
  retry: { attempts: 2, baseDelayMs: 100, factor: 1.7, jitter: 0.1, budget: 0.2 },
  breaker: { failures: 4, openMs: 250 },
  flap: { halfLifeMs: 8000 },
  fallback: 'none',
  maxBodyBytes: 4096,
};

it('every setting of a robot goes through the form and comes out the same', () => {
  expect(Object.keys(WHOLE).toSorted()).toEqual(Object.keys(robotSettings.shape).toSorted());
  const form = formOf({ robot: WHOLE, enabled: true, tokens: [], from: 'console' });
  expect(draftOf(form).draft).toEqual(WHOLE);
  expect(NUMBER_PATHS.filter((path) => form.numbers[path] === '')).toEqual([]);
});

it('what is emptied is left to the common setting, and what was never said stays unsaid', () => {
  const form = formOf({ robot: WHOLE, enabled: true, tokens: [], from: 'console' });
  const numbers = { ...form.numbers, 'retry.attempts': ' ', 'breaker.failures': '', 'breaker.openMs': '' };
  const { draft } = draftOf({ ...form, numbers });
  expect(draft.retry).toEqual({ baseDelayMs: 100, factor: 1.7, jitter: 0.1, budget: 0.2 });
  expect('breaker' in draft).toBe(false);
  expect(draftOf(EMPTY_SETUP).draft).toEqual({ id: '', name: '', group: '', driver: 'reference', url: 'http://' });
});

it.each([
  ['draft.retry.attempts', 'retry.attempts'],
  ['totalDeadlineMs', 'totalDeadlineMs'],
  ['draft.url', 'url'],
  ['draft.tokens.viewer', 'tokens'],
  ['draft.colour', null],
])('a refusal at %s is shown at %s', (path, field) => {
  expect(fieldOfSetup({ code: 'INPUT_INVALID', details: { path } })).toBe(field);
});

it('a decimal comma is read where a fraction may stand, and refused where it could mean thousands', () => {
  const numbers = { ...EMPTY_SETUP.numbers, 'retry.factor': '1,5', 'retry.jitter': ' 0,25 ', pollIntervalMs: '1,500' };
  const { draft } = draftOf({ ...EMPTY_SETUP, numbers });
  expect(draft.retry).toEqual({ factor: 1.5, jitter: 0.25 });
  expect(draft.pollIntervalMs).toBeNaN();
});
