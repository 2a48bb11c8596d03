import { cryptoModule } from '../node/crypto.ts';

// CommonJS packages take the default for the module itself.
export default cryptoModule;
export const { createHash, createHmac, randomBytes, webcrypto } = cryptoModule;
