import { proveWrongAnswers } from './wrong-answers.ts';

await proveWrongAnswers('26-rag-search');
