// Preloaded into a measured program (node --import): writes the most memory that its process had, in KiB, to the
// descriptor 3. Not process.resourceUsage(): Linux counts the parent's memory into its maxRSS.
import { readFileSync, writeSync } from 'node:fs';

process.on('exit', () => {
  const [, peak = ''] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  writeSync(3, peak);
});
