import { setIn } from '../../../functions/lib/resource-list/edit.ts';
import { InputError, readResourceList } from '../../../functions/lib/resource-list/resource-list.ts';
import { addResults, write } from '../../../functions/lib/resource-list/write.ts';
import { hostile } from './hostile-inputs.ts';

// Runs in a process of its own, which has little memory: one line for each input, with its processor time in milliseconds.
for (const [name, make] of Object.entries(hostile)) {
  const bytes = Buffer.from(make());
  const start = process.cpuUsage();
  let outcome: string;
  try {
    const list = readResourceList(bytes);
    const { text } = list.decoded;
    const edits = list.items.flatMap((item) => {
      if (item.faults.length > 0) return [];
      const { value, places } = item.placed();
      return setIn({ text, eol: list.eol, places }, value, ['metadata', 'annotations', 'k'], 'v');
    });
    outcome = `${write(list, [...edits, ...addResults(list, 'f', [{ message: 'x' }])]).length} bytes`;
  } catch (error) {
    outcome = error instanceof InputError ? 'InputError' : String(error);
  }
  console.log(JSON.stringify({ name, ms: Math.round(process.cpuUsage(start).user / 1000), outcome }));
}
