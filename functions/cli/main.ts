#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { VERSION } from '../lib/version.ts';
import { check } from './check.ts';

const USAGE = `krm-security says whether a package may be deployed, without kpt, containers or a cluster.

  krm-security check [DIR] [--policy FILE]

Checks the package in DIR (default: here) and its subpackages, or a plain folder of manifests, and prints the findings
as FILE:LINE: SEVERITY CODE RESOURCE: MESSAGE. Nothing is written.

  --policy FILE  a SecurityPolicy, or a ConfigMap with the keys of a function; without it the defaults and the
                 environment's variables hold (SECURITY_POLICY_LEVEL, ALLOWED_REGISTRIES)

Exit codes: 0 nothing blocks, 1 a finding blocks, 2 a file can't be read or the call is wrong, 3 the policy is wrong.`;

// A reader that has seen enough (krm-security check | head) is no error.
process.stdout.on('error', () => {});
process.exitCode = main();

function main(): number {
  let args: ReturnType<typeof parse>;
  try {
    args = parse();
  } catch (error) {
    return misuse((error as Error).message);
  }
  const { values, positionals } = args;
  const [command, folder = '.', ...others] = positionals;
  if (values.help || values.version) {
    print(process.stdout, [values.help ? USAGE : `krm-security ${VERSION}`]);
    return 0;
  }
  if (command === undefined) return misuse('no command given');
  if (command !== 'check') return misuse(`unknown command "${command}"`);
  if (others.length > 0) return misuse('check takes one folder');
  const report = check(folder, { policy: values.policy, env: process.env });
  const problems = report.problems.map((problem) => `krm-security: ${problem}`);
  print(process.stdout, report.findings);
  print(process.stderr, problems);
  print(process.stdout, report.summary);
  return report.exitCode;
}

function parse() {
  return parseArgs({
    allowPositionals: true,
    options: {
      policy: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean' },
    },
  });
}

function misuse(problem: string): number {
  print(process.stderr, [`krm-security: ${problem}`, 'krm-security --help shows how it is called']);
  return 2;
}

function print(stream: NodeJS.WriteStream, lines: readonly string[]): void {
  if (lines.length > 0) stream.write(`${lines.join('\n')}\n`);
}
