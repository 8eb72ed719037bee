/** The program of the store's thread: it alone owns the database. */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { systemClock } from '../clock.ts';
import { ConsoleError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Call, Outcome } from './engine.ts';
import { asConsoleError, unavailable } from './failure.ts';
import { diskFiles } from './files.ts';
import type { Progress } from './housekeeping/job.ts';
import { threadedHousekeeper } from './housekeeping/thread.ts';
import { openLocalStore, type LocalStore } from './local-store.ts';
import { jsonOf } from './raw-json.ts';
import type { Problem, Request, TaskCall, ThreadOptions, Told } from './thread/protocol.ts';

if (parentPort === null) throw new Error('this is the program of a thread');
const port = parentPort;
const options = workerData as ThreadOptions;

const tell = (...told: Told[]): void => port.postMessage(JSON.stringify(told));
const line =
  (level: 'info' | 'warn' | 'error'): Log['info'] =>
  (message, facts) =>
    tell({ kind: 'log', level, message, facts: plainFacts(facts) });
const log: Log = { info: line('info'), warn: line('warn'), error: line('error') };
const housekeeper = threadedHousekeeper();
/** The tasks under way, by their numbers. */
const following = new Map<number, AbortController>();

/** Far less than what makes a silent thread count as stuck, ms. */
const SIGN_OF_LIFE_MS = 2000;

async function open(): Promise<void> {
  try {
    const onChange = (): void => tell({ kind: 'changed', status: store.status() });
    const surroundings = { files: diskFiles, clock: systemClock, log, housekeeper, onChange };
    const store = await openLocalStore({ ...options, ...surroundings });
    serve(store);
    tell({ kind: 'opened', problem: null });
  } catch (error) {
    const cause =
      error instanceof ConsoleError ? error : unavailable(`the store in ${options.folder} cannot be opened`, error);
    tell({ kind: 'opened', problem: problemOf(cause) });
  }
}

function serve(store: LocalStore): void {
  port.on('message', (text: string) => void answer(store, [text, ...waiting()].flatMap(requestsOf)));
}

const requestsOf = (text: string): Request[] => JSON.parse(text) as Request[];

/** Everything that has arrived meanwhile: whatever is answered together shares one sync of the disk. */
function* waiting(): Generator<string> {
  for (;;) {
    const received: { message: string } | undefined = receiveMessageOnPort(port);
    if (!received) return;
    yield received.message;
  }
}

async function answer(store: LocalStore, requests: readonly Request[]): Promise<void> {
  const calls = requests.filter(({ kind }) => kind !== 'task' && kind !== 'cancel') as (Request & Call)[];
  if (calls.length > 0) {
    const outcomes = await store.run(calls);
    port.postMessage(`[${calls.map(({ id }, index) => answerText(id, outcomes[index])).join(',')}]`);
  }
  for (const request of requests) {
    // none waits for another: closing ends a verification that is under way
    if (request.kind === 'task') void answerTask(store, request);
    else if (request.kind === 'cancel') following.get(request.id)?.abort();
  }
}

async function answerTask(store: LocalStore, request: Request & TaskCall): Promise<void> {
  const { id } = request;
  const controller = new AbortController();
  following.set(id, controller);
  try {
    tell({ kind: 'answer', id, value: await perform(store, request, controller.signal) });
  } catch (error) {
    tell({ kind: 'problem', id, problem: problemOf(asConsoleError(error)) });
  } finally {
    following.delete(id);
  }
}

function answerText(id: number, outcome: Outcome | undefined): string {
  if (outcome && 'value' in outcome) return `{"kind":"answer","id":${id},"value":${jsonOf(outcome.value)}}`;
  const problem = problemOf(outcome?.error ?? new ConsoleError('INTERNAL', 'the store gave no answer'));
  return JSON.stringify({ kind: 'problem', id, problem } satisfies Told);
}

async function perform(store: LocalStore, task: Request & TaskCall, signal: AbortSignal): Promise<unknown> {
  if (task.name === 'status') return store.status();
  if (task.name === 'verify') return atWork(task.id, (onProgress) => store.verify(task.args, { onProgress, signal }));
  if (task.name === 'backUp') return atWork(task.id, (onProgress) => store.backUp(task.args, { onProgress, signal }));
  if (task.name === 'archive') return atWork(task.id, (onProgress) => store.archive(task.args, { onProgress, signal }));
  if (task.name === 'listBackups') return store.listBackups();
  if (task.name === 'snapshot') await atWork(task.id, () => store.snapshot());
  if (task.name === 'signAudit') await store.signAudit();
  if (task.name === 'close') await atWork(task.id, () => store.close().then(() => housekeeper.close()));
  return null;
}

/** Lets the asker follow a task that may take long, and know that it is still at work while nothing new is to be told. */
async function atWork<T>(id: number, work: (onProgress: (progress: Progress) => void) => Promise<T>): Promise<T> {
  const timer = setInterval(() => tell({ kind: 'progress', id, progress: null }), SIGN_OF_LIFE_MS);
  try {
    return await work((progress) => tell({ kind: 'progress', id, progress }));
  } finally {
    clearInterval(timer);
  }
}

function problemOf({ code, message, details }: ConsoleError): Problem {
  return { code, message, details };
}

/** Errors are no plain data; their words are. */
function plainFacts(facts: Record<string, unknown> | undefined): Record<string, unknown> | null {
  if (facts === undefined) return null;
  const plain = (fact: unknown): unknown => (fact instanceof Error ? (fact.stack ?? fact.message) : fact);
  return Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, plain(fact)]));
}

await open();
