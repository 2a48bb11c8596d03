import { proveWrongAnswers } from './wrong-answers.ts';

await proveWrongAnswers('15-session-vs-local');
