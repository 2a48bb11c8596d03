import { FrameHost } from '../../../src/sandbox/frame/index.ts';
import { describeCorpus } from '../hostile/describe-corpus.ts';
import { realmCode } from './learner.ts';

// Every script in a worker of its own in the frame, as a page runs it.
describeCorpus(
  () => new FrameHost(realmCode),
  ({ ends, endsInChromium }) => endsInChromium ?? ends,
);
