import { readdirSync, readFileSync, statSync } from 'node:fs';
import type { Files } from './files.ts';

/** A schema is far smaller. */
const MAX_FILE = 64 * 1024 * 1024;

/** The files of the machine, or of the container and what is mounted there. */
export const DISK: Files = {
  read(path) {
    try {
      const { size } = statSync(path);
      return size <= MAX_FILE ? readFileSync(path, 'utf8') : undefined;
    } catch {
      return undefined;
    }
  },
  list(folder, most) {
    try {
      const found: string[] = [];
      const folders = [folder];
      for (let next = folders.pop(); next !== undefined && found.length < most; next = folders.pop()) {
        for (const entry of readdirSync(next, { withFileTypes: true })) {
          const path = `${next.replace(/\/$/, '')}/${entry.name}`;
          // Mounted ConfigMaps hold links to files, and folders that start with two dots beside them.
          if (entry.isDirectory() && !entry.name.startsWith('..')) folders.push(path);
          else if (!entry.isDirectory()) found.push(path);
        }
      }
      return found.sort().slice(0, most);
    } catch {
      return undefined;
    }
  },
};
