/** What a figure must be: at least or at most so much. */
export type Target = { readonly atLeast: number } | { readonly atMost: number };

let missed = 0;

/** Prints one figure as a JSON line; `with` holds what it was made of, for the reader. */
export function figure(
  name: string,
  value: number,
  unit: string,
  target: Target,
  made: Readonly<Record<string, number>> = {},
): void {
  const pass = 'atLeast' in target ? value >= target.atLeast : value <= target.atMost;
  if (!pass) missed += 1;
  const of = Object.fromEntries(Object.entries(made).map(([key, number]) => [key, rounded(number)]));
  console.log(JSON.stringify({ name, value: rounded(value), unit, target, pass, of }));
}

/** The exit code: 1 when a figure missed its target. */
export function exitCode(): number {
  return missed === 0 ? 0 : 1;
}

/** One line for whoever waits. */
export function progress(sentence: string): void {
  console.error(sentence);
}

const rounded = (value: number): number => Number(value.toPrecision(4));
