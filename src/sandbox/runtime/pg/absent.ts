/** What `pg` may ask for and a sandbox does not have. */

/** `tls`: the workbook's server says that it has none before anybody asks for this. */
export function connect(): never {
  throw new Error('This sandbox has no TLS: connect without ssl.');
}

/** `dns`: the host's name is not looked up; every name is the workbook's server. */
export function lookup(
  name: string,
  options: unknown,
  callback?: (error: null, address: string) => void,
): void {
  const done = typeof options === 'function' ? (options as typeof callback) : callback;
  done?.(null, name);
}
