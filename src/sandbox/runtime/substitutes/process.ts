import { processModule } from '../node/process.ts';

export default processModule;
