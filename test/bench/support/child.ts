import { fork } from 'node:child_process';

/** A program of a measure in a process of its own, which answers one question after the other. */
export interface Child extends AsyncDisposable {
  /** Sends `question` and resolves with what comes back. */
  ask(question: unknown): Promise<unknown>;
  /** As kill -9 does. */
  kill(): Promise<void>;
}

/** @param program a file that calls {@link answering} */
export function startChild(program: URL, args: readonly string[] = [], nodeOptions: readonly string[] = []): Child {
  // nothing of the launcher's own options: what ends us with it would unref the channel that keeps a child alive
  const child = fork(program, args, { serialization: 'advanced', execArgv: [...nodeOptions] });
  let running = true;
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      running = false;
      resolve();
    });
  });
  let asked: Promise<unknown> = Promise.resolve();
  const kill = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  return {
    ask(question) {
      asked = asked.then(
        () =>
          new Promise((resolve, reject) => {
            const gone = () => reject(new Error(`${program.pathname} has ended`));
            if (!running) return gone();
            child.once('exit', gone);
            child.once('message', (answer) => {
              child.off('exit', gone);
              resolve(answer);
            });
            child.send(question as object);
          }),
      );
      return asked;
    },
    kill,
    [Symbol.asyncDispose]: kill,
  };
}

/** The other end: answers every question with what `answer` makes of it. */
export function answering(answer: (question: never) => unknown): void {
  // nobody is left to ask
  process.once('disconnect', () => process.exit());
  process.on('message', (question) => {
    void (async () => process.send?.((await answer(question as never)) ?? null))();
  });
}

/** Milliseconds on the one clock that all processes of a machine share. */
export function machineMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
