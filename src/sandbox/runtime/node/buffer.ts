import bufferModule, { Buffer } from 'buffer/';

type From = (data: unknown, ...rest: unknown[]) => Buffer;
type Text = (this: Buffer, encoding?: string, ...range: number[]) => string;

const realFrom = Buffer.from.bind(Buffer) as From;
const realText = Object.getOwnPropertyDescriptor(Buffer.prototype, 'toString')?.value as Text;

/** Gives the package `buffer` the encoding that it lacks. */
function addBase64Url(): void {
  const define = (target: object, name: string, value: unknown): void => {
    Object.defineProperty(target, name, { value, writable: true, configurable: true });
  };
  const isUrl = (encoding: unknown): boolean =>
    typeof encoding === 'string' && encoding.toLowerCase() === 'base64url';
  // Its base64 reads both alphabets already.
  const from: From = (data, encoding, ...rest) =>
    realFrom(data, isUrl(encoding) ? 'base64' : encoding, ...rest);
  const toText: Text = function (encoding, ...range) {
    if (!isUrl(encoding)) return Reflect.apply(realText, this, [encoding, ...range]);
    const text = Reflect.apply(realText, this, ['base64', ...range]);
    return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  };
  define(Buffer, 'from', from);
  define(Buffer.prototype, 'toString', toText);
}

addBase64Url();

/** `node:buffer`, by the package that browsers' bundlers use for it. No Blob, no transcode. */
export { bufferModule };
