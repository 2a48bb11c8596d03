import { createNodeSandboxHost } from '../../../src/sandbox/node/node-host.ts';
import { describeLanguage } from './describe-language.ts';

// In a process, as grade runs it.
describeLanguage(createNodeSandboxHost);
