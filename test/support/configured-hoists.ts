import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** The file of a configuration with one robot for each address: `hoist-1`, called Hoist 1, and so on; gone afterwards. */
export interface ConfiguredHoists extends AsyncDisposable {
  readonly file: string;
}

export async function configureHoists(
  firmware: readonly { readonly url: string }[],
  driver: 'reference' | 'oht50' = 'reference',
): Promise<ConfiguredHoists> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'hoists-'));
  const file = path.join(folder, 'console.json');
  const robots = firmware.map(({ url }, index) => ({
    id: `hoist-${index + 1}`,
    name: `Hoist ${index + 1}`,
    driver,
    url,
  }));
  await writeFile(file, JSON.stringify({ robots }));
  return { file, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}
