import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { MAX_INPUT, tooLarge } from '../lib/resource-list/resource-list.ts';
import { Unreadable } from '../lib/yaml/documents.ts';
import { type Ignore, readKrmIgnore } from './krmignore.ts';

export interface SourceFile {
  /** Relative to the folder, with `/`. */
  path: string;
  text: string;
}

/** A file or folder that can't be used, and why. */
export interface Problem {
  path: string;
  reason: Unreadable;
}

export interface Folder {
  files: SourceFile[];
  problems: Problem[];
}

const KPTFILE = 'Kptfile';
const KRM_FILE = /\.(?:yaml|yml|json)$/;

/**
 * The files of a package and its subpackages that `kpt fn source` takes for KRM, in its order: symbolic links to files
 * are followed, those to folders aren't, and each package has its own .krmignore.
 *
 * @throws Unreadable where the folder itself can't be read
 */
export function readFolder(root: string): Folder {
  const files: SourceFile[] = [];
  const problems: Problem[] = [];
  let size = 0;

  const attempt = (path: string, action: () => void) => {
    try {
      action();
    } catch (error) {
      problems.push({ path, reason: toUnreadable(error) });
    }
  };

  /** @param base the folder of the package that `ignore` belongs to, empty or with a slash at its end */
  const walk = (folder: string, base: string, ignore: Ignore) => {
    const entries = readdirSync(join(root, folder), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = folder + entry.name;
      if (ignore(path.slice(base.length), entry.isDirectory())) continue;
      attempt(path, () => {
        if (entry.isDirectory()) {
          if (entry.name !== '.git') enter(`${path}/`, base, ignore);
        } else if (entry.name === KPTFILE || KRM_FILE.test(entry.name)) {
          const text = readText(join(root, path), MAX_INPUT - size);
          if (text === undefined) return;
          files.push({ path, text });
          size += text.length;
        }
      });
    }
  };
  const enter = (folder: string, base: string, ignore: Ignore) => {
    const isPackage = folder === '' || exists(join(root, folder, KPTFILE));
    if (isPackage) walk(folder, folder, readIgnore(join(root, folder, '.krmignore')));
    else walk(folder, base, ignore);
  };

  try {
    enter('', '', () => false);
  } catch (error) {
    throw toUnreadable(error);
  }
  return { files, problems };
}

/** The text of a file; undefined for a symbolic link to a folder. */
export function readText(path: string, limit = MAX_INPUT): string | undefined {
  // Without waiting: a named pipe would never answer.
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const status = fstatSync(fd);
    if (status.isDirectory()) return undefined;
    if (!status.isFile()) throw new Unreadable('is no regular file');
    if (status.size > limit) throw new Unreadable(`is too much: ${tooLarge()}`);
    return decode(readFileSync(fd));
  } finally {
    closeSync(fd);
  }
}

function decode(bytes: Buffer): string {
  const nul = bytes.indexOf(0);
  if (nul >= 0) throw new Unreadable('is a binary file, or not in UTF-8; .krmignore can leave it out');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replaceAll('\r\n', '\n');
  } catch {
    throw new Unreadable('is not in UTF-8; save it as UTF-8, or leave it out by .krmignore');
  }
}

function readIgnore(path: string): Ignore {
  if (!exists(path)) return () => false;
  return readKrmIgnore(readText(path) ?? '');
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'may not be read (permission denied)',
  EPERM: 'may not be read (permission denied)',
  ELOOP: 'is a symbolic link that leads back to itself',
  ENOENT: "doesn't exist, or is a symbolic link to what doesn't",
  ENOTDIR: 'is no folder',
  ENXIO: 'is no regular file',
};

export function toUnreadable(error: unknown): Unreadable {
  if (error instanceof Unreadable) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  return new Unreadable(REASONS[code ?? ''] ?? `can't be read: ${message}`);
}
