import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { openBench } from '../lessons/missing-predicate-lab.ts';
import { recordLeak, RECORDING } from '../support/record-leak.ts';

it('the leak on the home page is what the engine answers today', async () => {
  const bench = await openBench();
  const recorded: unknown = JSON.parse(await readFile(RECORDING, 'utf8'));
  // `npx tsx test/support/record-leak.ts` records it anew.
  expect(recorded).toEqual(JSON.parse(JSON.stringify(await recordLeak(bench))));
  await bench.close();
});
