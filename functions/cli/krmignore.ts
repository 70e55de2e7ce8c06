import { Minimatch } from 'minimatch';

/** Whether a file or folder of a package is left out; its path is relative to the package. */
export type Ignore = (path: string, isFolder: boolean) => boolean;

interface Rule {
  matches(path: string): boolean;
  isNegated: boolean;
  isForFolders: boolean;
}

/**
 * The rules of a `.krmignore`. It reads like a .gitignore; as measured with kpt 1.0.0-beta.56, a pattern with a slash
 * in its middle fits at any depth too, only one with a slash at its start is bound to the package's folder.
 */
export function readKrmIgnore(text: string): Ignore {
  const rules = text.split(/\r?\n/).flatMap((line) => toRule(line.trim()) ?? []);
  return (path, isFolder) => {
    const last = rules.findLast((rule) => (isFolder || !rule.isForFolders) && rule.matches(path));
    return last !== undefined && !last.isNegated;
  };
}

function toRule(line: string): Rule | undefined {
  const [, negation, start, body, end] = /^(!?)(\/?)(.*?)(\/?)$/.exec(line) ?? [];
  if (!body || line.startsWith('#')) return undefined;
  const options = {
    dot: true,
    nobrace: true,
    nocomment: true,
    noext: true,
    nonegate: true,
    platform: 'linux',
  } as const;
  const glob = new Minimatch(start ? body : `**/${body}`, options);
  return {
    matches: (path) => glob.match(path),
    isNegated: negation === '!',
    isForFolders: end === '/',
  };
}
