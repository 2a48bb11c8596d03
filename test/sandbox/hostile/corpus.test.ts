import { expect, it } from 'vitest';
import { createNodeSandboxHost } from '../../../src/sandbox/node/node-host.ts';
import { CORPUS } from './corpus.ts';
import { describeCorpus } from './describe-corpus.ts';

it('holds sixty scripts and more, each of its own name', () => {
  const names = Object.values(CORPUS).flatMap((scripts) => scripts.map(({ name }) => name));
  expect(names.length).toBeGreaterThanOrEqual(60);
  expect(new Set(names).size).toBe(names.length);
});

// Every script in a process of its own, as grade runs it.
describeCorpus(createNodeSandboxHost, ({ ends }) => ends);
