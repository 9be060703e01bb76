import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Every file under a folder whose name ends so, with its path. */
export function filesUnder(folder: string, ...endings: string[]): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => endings.some((ending) => name.endsWith(ending)))
    .map((name) => join(folder, name).replaceAll('\\', '/'))
    .sort();
}
