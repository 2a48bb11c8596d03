/** What pg's own types mention of Node's streams and TLS, under names that no program can import. */

declare module 'sandbox:stream' {
  import EventEmitter = require('node:events');
  export class Readable extends EventEmitter {
    destroy(error?: Error): this;
  }
  export class Writable extends EventEmitter {
    write(chunk: string | Uint8Array): boolean;
    end(): this;
    destroy(error?: Error): this;
  }
  export class Duplex extends Writable {}
  export interface TransformOptions {}
}

declare module 'sandbox:tls' {
  export interface ConnectionOptions {
    rejectUnauthorized?: boolean | undefined;
    ca?: string | undefined;
  }
}
