import { FrameHost } from '../../../src/sandbox/frame/index.ts';
import { realmCode } from '../frame/learner.ts';
import { describeLanguage } from './describe-language.ts';

// In a worker in the frame, as a page runs it.
describeLanguage(() => new FrameHost(realmCode));
