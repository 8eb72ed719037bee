import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { consoleClient } from '../../../src-renderer/bridge/client.ts';
import { followJob } from '../../../src-renderer/bridge/follow-job.ts';
import { enterPhase, useConnection } from '../../../src-renderer/stores/connection.ts';
import { checkJob, createJob } from '../../../src-renderer/stores/jobs.ts';
import { useReauthentication } from '../../../src-renderer/stores/reauthentication.ts';
import { showSession, useSession } from '../../../src-renderer/stores/session.ts';
import type { JobEvent, Session, VerifyReport } from '../../../src-main/bridge/contract.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';
import { createConsole, PASSWORD } from './support/memory-wire.ts';

const REPORT: VerifyReport = { kind: 'quick', at: 1, tookMs: 2, steps: 3, findings: [], untold: 0, repairs: [] };

async function* told(...events: JobEvent<string>[]) {
  yield* events;
}

describe('long work, followed', () => {
  it('tells each progress and answers with the result', async () => {
    const progress: unknown[] = [];
    const events = told({ kind: 'progress', done: 1, total: 2, label: 'a' }, { kind: 'done', result: 'all' });
    expect(await followJob(events, (step) => progress.push(step))).toBe('all');
    expect(progress).toEqual([{ done: 1, total: 2, label: 'a' }]);
  });

  it('that ends without a result has failed', async () => {
    await expect(followJob(told(), () => {})).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('a check of this page', () => {
  beforeEach(() => {
    useConnection.setState(useConnection.getInitialState(), true);
    useSession.setState(useSession.getInitialState(), true);
  });
  afterEach(() => checkJob.forget());

  /** Connected to the real bridge over a fake store, with a supervisor signed in. */
  async function connected() {
    const clock = createVirtualClock();
    const far = createConsole(clock);
    const client = consoleClient(far.plug(), clock);
    useConnection.setState({ client });
    enterPhase('alive');
    showSession(await client.session.signIn({ username: 'supervisor', password: PASSWORD }));
    const start = () => checkJob.start((console, signal) => console.store.verify({ kind: 'quick' }, { signal }));
    return { clock, far, client, start };
  }

  it('runs, tells how far it is, and is done', async () => {
    const { clock, far, start } = await connected();
    const over = start();
    await clock.advance(10);
    expect(checkJob.use.getState()).toMatchObject({ phase: 'running', progress: null });
    const { wish, resolve } = far.store.check.current;
    wish.onProgress({ done: 1, total: 2, label: 'types' });
    await clock.advance(100);
    expect(checkJob.use.getState().progress).toEqual({ done: 1, total: 2, label: 'types' });
    resolve(REPORT);
    await clock.advance(100);
    await over;
    expect(checkJob.use.getState()).toMatchObject({ phase: 'done', result: REPORT, failure: null });
  });

  it('is asked for once, however often the button is pressed', async () => {
    const { clock, far, start } = await connected();
    void start();
    void start();
    await clock.advance(10);
    expect(far.store.check.asked).toBe(1);
  });

  it('that is cancelled is cancelled in the console, and what it still tells is not shown', async () => {
    const { clock, far, start } = await connected();
    void start();
    await clock.advance(10);
    const { wish, resolve } = far.store.check.current;
    checkJob.cancel();
    expect(checkJob.use.getState().phase).toBe('cancelled');
    await clock.advance(10);
    expect(wish.signal.aborted).toBe(true);
    resolve(REPORT);
    await clock.advance(100);
    expect(checkJob.use.getState()).toMatchObject({ phase: 'cancelled', result: null });
    void start();
    await clock.advance(10);
    expect(far.store.check.asked, 'and can be asked for again').toBe(2);
  });

  describe('that changes something, long after the sign-in', () => {
    async function asked() {
      const stand = await connected();
      await stand.clock.advance(6 * 60_000);
      const over = checkJob.start((console, signal) => console.store.repair({ kind: 'quick' }, { signal }));
      await stand.clock.advance(10);
      expect([checkJob.use.getState().phase, stand.far.store.check.asked]).toEqual(['running', 0]);
      const answer = useReauthentication.getState().asked?.answer ?? expect.fail('the password was not asked for');
      return { ...stand, over, answer };
    }

    it('begins once the person has proved who it is', async () => {
      const { clock, far, client, answer } = await asked();
      const again = client.session.again({ password: PASSWORD });
      await clock.advance(10);
      await again;
      answer(true);
      await clock.advance(10);
      expect(far.store.check.current.wish).toMatchObject({ kind: 'quick', repair: true });
    });

    it('does not begin when they do not', async () => {
      const { far, over, answer } = await asked();
      answer(false);
      await over;
      expect(far.store.check.asked).toBe(0);
      expect(checkJob.use.getState()).toMatchObject({
        phase: 'failed',
        failure: { code: 'REAUTHENTICATION_REQUIRED' },
      });
    });
  });

  it('that fails says why', async () => {
    const { clock, client, start } = await connected();
    await client.session.signIn({ username: 'operator', password: PASSWORD });
    void start();
    await clock.advance(10);
    expect(checkJob.use.getState()).toMatchObject({ phase: 'failed', failure: { code: 'PERMISSION_DENIED' } });
  });

  it('is not begun when the console is not heard', async () => {
    const job = createJob<string>();
    await job.start(async () => told({ kind: 'done', result: 'never' }));
    expect(job.use.getState()).toMatchObject({ phase: 'failed', failure: { code: 'BRIDGE_CLOSED' } });
  });

  it('ends with the session of who asked for it, and is nothing to the next person', async () => {
    const { clock, far, start } = await connected();
    void start();
    await clock.advance(10);
    const { wish } = far.store.check.current;
    const before = useSession.getState().session;
    showSession(before && ({ ...before } satisfies Session));
    expect(checkJob.use.getState().phase, 'the same session told again changes nothing').toBe('running');
    showSession(null);
    expect(checkJob.use.getState().phase).toBe('idle');
    await clock.advance(10);
    expect(wish.signal.aborted).toBe(true);
  });
});
