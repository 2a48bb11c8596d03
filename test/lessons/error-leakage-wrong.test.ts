import { expect } from 'vitest';
import { proveWrongAnswers } from './wrong-answers.ts';

await proveWrongAnswers('22-error-leakage', (_answer, result) => {
  expect(result?.evidence?.picture?.kind).toBe('error-path');
});
