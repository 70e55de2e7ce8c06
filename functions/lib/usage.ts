/** A key of the functionConfig as the usage shows it: its name, and what it allows, line by line. */
export type UsageKey = readonly [name: string, ...lines: string[]];

/** What of a function's usage is its own. */
interface Usage {
  /** Goes on with the name of the function: what it does. */
  purpose: string;
  /** The key and value of the example. */
  example: string;
  /** What else there is to say, before the keys. */
  more?: string;
  keys: readonly UsageKey[];
}

const COMMON_KEYS: readonly UsageKey[] = [
  ['SECURITY_POLICY_LEVEL', 'strict (default), permissive, demo'],
  ['mode', 'enforce (default), report: findings never make it fail'],
  ['policy', 'the name of a SecurityPolicy in the package that gives what no key does'],
  ['annotate', 'all (default), failing, none'],
  ['report', 'the name of the report (default security-report), or none'],
];

/** How a function is used, as `--help` and the SDK show it. */
export function usageOf(fn: string, { purpose, example, more, keys }: Usage): string {
  const rows = [...keys, ...COMMON_KEYS];
  const width = Math.max(...rows.map(([name]) => name.length)) + 2;
  const table = rows.flatMap(([name, ...lines]) =>
    lines.map((line, i) => `  ${(i === 0 ? name : '').padEnd(width)}${line}`),
  );
  return `${fn} ${purpose}

It reads a ResourceList from stdin and writes it to stdout, with its findings as results, annotations and a section of
the report. Exit codes: 0 nothing blocks, 1 a finding blocks, 2 the input can't be processed, 3 the functionConfig is
wrong.

  kpt fn eval PACKAGE --image ghcr.io/nephio-security/krm-functions/${fn}:VERSION -- ${example}
${more === undefined ? '' : `\n${more}\n`}
functionConfig: a SecurityPolicy (security.nephio.org/v1alpha1), or a ConfigMap with the keys
${table.join('\n')}`;
}
