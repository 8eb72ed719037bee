/** Who the firmware is; the same in every answer. */
export interface Identity {
  readonly id: string;
  readonly name: string;
}

/** An answer before anything spoils it. `simulated` is the mock's honesty: no machine is behind it. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: {
    readonly success: boolean;
    readonly simulated: true;
    readonly message?: string;
    readonly data?: Readonly<Record<string, unknown>>;
    readonly [more: string]: unknown;
  };
  /** What goes out in place of `body`: firmware's own errors are not always JSON. */
  readonly text?: string;
  /** How long (ms) the firmware takes for it; 0 by default. */
  readonly afterMs?: number;
}

/** A request as far as the firmware has understood it. */
export interface Asked {
  readonly method: string;
  readonly target: string;
  readonly body: string;
}

/** A failure in the firmware's own words. */
export function refusal(status: number, message: string): Answer {
  return { status, body: { success: false, simulated: true, message } };
}

/** The answer, so much later (ms) than it would come. */
export function later(answer: Answer, ms: number): Answer {
  return ms === 0 ? answer : { ...answer, afterMs: (answer.afterMs ?? 0) + ms };
}

/** Firmware prints one decimal. */
export function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
